import type { WebhookRequest } from "@escucha/core"
import { signedWebhook } from "@escucha/core/testing"

/** A webhook of Meta, signed with the app secret. */
export const metaWebhook = (appSecret: string, body: object): Promise<WebhookRequest> =>
  signedWebhook.hmac({
    key: appSecret,
    body: JSON.stringify(body),
    header: "x-hub-signature-256",
    prefix: "sha256=",
    headers: { "content-type": "application/json" },
  })

/** The call by which Meta asks whether the address is ours. */
export const metaChallenge = (verifyToken: string): { readonly request: WebhookRequest; readonly answer: string } => ({
  request: {
    method: "GET",
    url: `https://shop.example/hooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${verifyToken}`,
    headers: {},
    body: "",
  },
  answer: "1158201444",
})

/** An error as the Graph API writes it. */
export const graphError = (status: number, code: number, subcode?: number) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    error: {
      message: `(#${code}) refused`,
      type: "OAuthException",
      code,
      ...(subcode && { error_subcode: subcode }),
      fbtrace_id: "A1b2",
    },
  }),
})
