import type { ChannelSubject } from "@escucha/core/testing"
import { fcm } from "../../src/channels/fcm.ts"
import { aKey } from "../push/key.ts"

/** The key of the service account of these tests. */
export const key = aKey("RS256")
const config = {
  projectId: "my-shop",
  clientEmail: "push@my-shop.iam.gserviceaccount.com",
  privateKey: key.pem,
  title: "La tienda",
}

/** An answer of Firebase. */
export const answer = (status: number, body: object, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

/** A refusal in the words of Firebase. */
export const refusal = (status: number, errorCode: string, headers = {}) =>
  answer(
    status,
    {
      error: {
        code: status,
        message: "…",
        details: [{ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", errorCode }],
      },
    },
    headers,
  )

export const subject: ChannelSubject<Parameters<typeof fcm>[0]> & { readonly config: typeof config } = {
  make: fcm,
  config,
  otherConfig: { ...config, projectId: "other-shop", privateKey: aKey("RS256").pem },
  secrets: ["privateKey"],
  address: "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1",
  source: new URL("../../src/channels/fcm.ts", import.meta.url),
  wrong: [
    { option: "projectId", config: { ...config, projectId: "../other" } },
    { option: "clientEmail", config: { ...config, clientEmail: "nobody" } },
    { option: "privateKey", config: { ...config, privateKey: "AIza-an-api-key" } },
    { option: "title", config: { ...config, title: "" } },
  ],
  responses: {
    accepted: answer(200, { name: "projects/my-shop/messages/0:1500415314455276%31bd1c9631bd1c96" }),
    limited: { response: refusal(429, "QUOTA_EXCEEDED", { "retry-after": "60" }), retryAfter: 60_000 },
    access: {
      granted: answer(200, { access_token: "ya29.of-the-hour", expires_in: 3_599, token_type: "Bearer" }),
      refused: answer(400, { error: "invalid_grant", error_description: "Invalid JWT Signature." }),
    },
  },
}
