import type { WebhookRequest } from "@escucha/core"
import type { ChannelSubject } from "@escucha/core/testing"
import { discord } from "../../src/channels/discord.ts"

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("hex")
const keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
const otherKeys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
const seconds = 1_767_225_600

const config = {
  botToken: "bot-token-of-application-one",
  applicationId: "100200300400500600",
  publicKey: hex(await crypto.subtle.exportKey("raw", keys.publicKey)),
  channelId: "700700700700700700",
}
const user = { id: "42424242424242424", username: "ana.ruiz", global_name: "Ana Ruiz" }

const signed = async (value: object): Promise<WebhookRequest> => {
  const body = JSON.stringify(value)
  const signature = await crypto.subtle.sign("Ed25519", keys.privateKey, new TextEncoder().encode(`${seconds}${body}`))
  return {
    method: "POST",
    url: "http://localhost/hooks/discord",
    headers: {
      "content-type": "application/json",
      "x-signature-ed25519": hex(signature),
      "x-signature-timestamp": String(seconds),
    },
    body,
  }
}

/** An interaction in the private chat of a person. */
export const interaction = (value: object, application = config.applicationId) =>
  signed({
    id: "1457000000000000001",
    application_id: application,
    token: "t",
    version: 1,
    channel_id: "900800700600500400",
    channel: { id: "900800700600500400", type: 1 },
    user,
    locale: "es-ES",
    ...value,
  })
const command = (text: string) => ({
  type: 2,
  data: { id: "1", type: 1, name: "ask", options: [{ name: "question", type: 3, value: text }] },
})
const answer = (status: number, body: unknown, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

/** A message of the channel that is asked for. */
export const message = {
  id: "1457000000000000009",
  channel_id: config.channelId,
  type: 0,
  content: "¿abrís el domingo?",
  author: user,
  timestamp: "2026-01-01T00:00:00.000000+00:00",
  attachments: [],
}

export const subject: ChannelSubject<Parameters<typeof discord>[0]> & { readonly config: typeof config } = {
  make: discord,
  config,
  otherConfig: {
    ...config,
    botToken: "bot-token-of-application-two",
    publicKey: hex(await crypto.subtle.exportKey("raw", otherKeys.publicKey)),
  },
  secrets: ["botToken"],
  address: "900800700600500400",
  wrong: [
    { option: "publicKey", config: { ...config, publicKey: "not hexadecimal" } },
    { option: "applicationId", config: { ...config, applicationId: "my app" } },
  ],
  webhooks: {
    valid: await interaction(command("¿dónde está mi pedido?")),
    unknown: await interaction({ id: "1457000000000000002", type: 5, data: { components: [] } }),
    public: await interaction({
      ...command("¿abrís el domingo?"),
      user: undefined,
      member: { user },
      channel: { id: "900800700600500400", type: 0 },
    }),
    challenge: { request: await interaction({ type: 1, user: undefined }), answer: '"type":1' },
    foreign: await interaction(command("hola"), "999999999999999999"),
    signedAt: seconds * 1000,
  },
  responses: {
    accepted: answer(200, { id: "1457000000000000003", channel_id: "900800700600500400", content: "hola" }),
    limited: {
      response: answer(
        429,
        { message: "You are being rate limited.", retry_after: 1.337, global: false },
        { "retry-after": "2" },
      ),
      retryAfter: 1337,
    },
    polled: { message: answer(200, [message]), nothing: answer(200, []) },
  },
}
