import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { line } from "../../src/channels/line.ts"

const config = {
  channelAccessToken: "channel-access-token-of-one",
  channelSecret: "channel-secret-of-one",
  botUserId: `U${"1".repeat(32)}`,
}
const person = `U${"a".repeat(32)}`
const at = 1_767_225_600_000

/** A webhook with these events. */
export const events = (all: readonly object[], destination = config.botUserId) =>
  signedWebhook.hmac({
    key: config.channelSecret,
    body: JSON.stringify({
      destination,
      events: all.map((event, index) => ({
        webhookEventId: `01HEVENT${index}`,
        timestamp: at,
        source: { type: "user", userId: person },
        mode: "active",
        deliveryContext: { isRedelivery: false },
        ...event,
      })),
    }),
    header: "x-line-signature",
    encoding: "base64",
    headers: { "content-type": "application/json" },
  })
const message = (value: object) => ({
  type: "message",
  replyToken: "r",
  message: { id: "501", quoteToken: "q", ...value },
})
const answer = (status: number, body: object, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof line>[0]> & { readonly config: typeof config } = {
  make: line,
  config,
  otherConfig: {
    channelAccessToken: "channel-access-token-of-two",
    channelSecret: "channel-secret-of-two",
    botUserId: `U${"2".repeat(32)}`,
  },
  secrets: ["channelAccessToken", "channelSecret"],
  address: person,
  wrong: [{ option: "botUserId", config: { ...config, botUserId: "@shop" } }],
  webhooks: {
    valid: await events([message({ type: "text", text: "¿dónde está mi pedido?" })]),
    unknown: await events([
      { ...message({ type: "sticker", packageId: "1", stickerId: "2" }), webhookEventId: "01HEVENT9" },
    ]),
    batch: await events([
      message({ type: "text", text: "hola" }),
      message({ id: "502", type: "text", text: "¿hay alguien?" }),
    ]),
    partlyBad: await events([message({ type: "text", text: "hola" }), { ...message({}), timestamp: "yesterday" }]),
    wish: await events([{ type: "unfollow" }]),
    edit: await events([{ type: "unsend", unsend: { messageId: "501" } }]),
    attachment: await events([message({ type: "image", contentProvider: { type: "line" } })]),
    foreign: await events([message({ type: "text", text: "hola" })], `U${"9".repeat(32)}`),
  },
  responses: {
    accepted: answer(200, { sentMessages: [{ id: "601", quoteToken: "q" }] }),
    alreadyAccepted: answer(
      409,
      { message: "The retry key is already accepted" },
      { "x-line-accepted-request-id": "req-1" },
    ),
    limited: { response: answer(429, { message: "The API rate limit has been exceeded. Try again later." }) },
  },
}
