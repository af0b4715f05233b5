import type { WebhookRequest } from "@escucha/core"
import type { ChannelSubject } from "@escucha/core/testing"
import { teams } from "../../src/channels/teams.ts"

const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
}
const keys = await crypto.subtle.generateKey(rsa, true, ["sign", "verify"])
const published = {
  ...(await crypto.subtle.exportKey("jwk", keys.publicKey)),
  kid: "key-1",
  use: "sig",
  endorsements: ["msteams"],
}
const seconds = 1_767_225_600
const serviceUrl = "https://smba.trafficmanager.net/emea/"

const config = {
  appId: "11111111-2222-3333-4444-555555555555",
  appPassword: "client-secret-of-one",
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
const tokenFor = async (audience: string): Promise<string> => {
  const claims = {
    iss: "https://api.botframework.com",
    aud: audience,
    nbf: seconds,
    exp: seconds + 3600,
    serviceurl: serviceUrl,
  }
  const signed = `${encoded({ alg: "RS256", typ: "JWT", kid: "key-1" })}.${encoded(claims)}`
  const signature = await crypto.subtle.sign(rsa.name, keys.privateKey, new TextEncoder().encode(signed))
  return `${signed}.${Buffer.from(signature).toString("base64url")}`
}
const token = await tokenFor(config.appId)

/** An activity of a personal chat, under a token of Microsoft for this bot. */
export const activity = (value: object): WebhookRequest => ({
  method: "POST",
  url: "http://localhost/hooks/teams",
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  body: JSON.stringify({
    type: "message",
    id: "1767225600123",
    timestamp: "2026-01-01T00:00:00.123Z",
    serviceUrl,
    channelId: "msteams",
    from: { id: "29:ana", name: "Ana Ruiz", aadObjectId: "00000000-1111-2222-3333-444444444444" },
    conversation: {
      id: "a:1conversation",
      conversationType: "personal",
      tenantId: "99999999-2222-3333-4444-555555555555",
    },
    recipient: { id: `28:${config.appId}`, name: "Shop" },
    ...value,
  }),
})
const answer = (status: number, body: object, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof teams>[0]> & { readonly config: typeof config } = {
  make: teams,
  config,
  otherConfig: { appId: "66666666-7777-8888-9999-000000000000", appPassword: "client-secret-of-two" },
  secrets: ["appPassword"],
  address: "a:1conversation",
  wrong: [
    { option: "appId", config: { ...config, appId: "my bot" } },
    { option: "tenantId", config: { ...config, tenantId: "contoso" } },
  ],
  webhooks: {
    valid: activity({ text: "¿dónde está mi pedido?" }),
    unknown: activity({
      id: "2",
      attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: {} }],
    }),
    receipt: activity({
      type: "event",
      id: "3",
      name: "application/vnd.microsoft.readReceipt",
      value: { lastReadMessageId: "1767225600200" },
    }),
    receipts: {
      read: activity({
        type: "event",
        id: "3",
        name: "application/vnd.microsoft.readReceipt",
        value: { lastReadMessageId: "1767225600200" },
      }),
    },
    echo: activity({ id: "4", from: { id: `28:${config.appId}` }, text: "hola" }),
    wish: activity({ type: "installationUpdate", id: "5", action: "remove" }),
    reaction: activity({
      type: "messageReaction",
      id: "6",
      replyToId: "1767225600200",
      reactionsAdded: [{ type: "like" }],
    }),
    edit: activity({ type: "messageUpdate", text: "¿dónde está mi paquete?" }),
    public: activity({
      id: "7",
      text: "<at>Shop</at> ¿abrís el domingo?",
      conversation: { id: "19:channel@thread.tacv2;messageid=7", conversationType: "channel", isGroup: true },
    }),
    foreign: activity({ text: "hola", recipient: { id: "28:66666666-7777-8888-9999-000000000000" } }),
    bodyIsUnsigned:
      "Microsoft signs who sends and from where, and not what: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication",
    signedAt: seconds * 1000,
    published: (url) =>
      url.startsWith("https://login.botframework.com/") ? JSON.stringify({ keys: [published] }) : undefined,
  },
  responses: {
    accepted: answer(201, { id: "1767225600200" }),
    limited: {
      response: answer(429, { error: { code: "TooManyRequests" } }, { "retry-after": "4" }),
      retryAfter: 4_000,
    },
    access: {
      granted: answer(200, { token_type: "Bearer", expires_in: 3599, access_token: "access-of-the-hour" }),
      refused: answer(401, { error: "invalid_client" }),
    },
  },
}
