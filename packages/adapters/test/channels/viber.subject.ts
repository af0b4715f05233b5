import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { viber } from "../../src/channels/viber.ts"

const config = { authToken: "auth-token-of-bot-one", name: "Shop" }
const at = 1_767_225_600_000
const sender = { id: "01234567890A=", name: "Ana Ruiz", language: "es", country: "ES", api_version: 10 }

/** A callback of this bot. */
export const callback = (value: object) =>
  signedWebhook.hmac({
    key: config.authToken,
    body: JSON.stringify({ timestamp: at, message_token: 4912661846655238, ...value }),
    header: "x-viber-content-signature",
    headers: { "content-type": "application/json" },
  })
const message = (value: object, token = 4912661846655238) =>
  callback({ event: "message", message_token: token, sender, message: value })
const receipt = (event: string) => callback({ event, user_id: sender.id, message_token: 4912661846655777 })
const answer = (status: number, body: object) => ({ status, headers: {}, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof viber>[0]> = {
  make: viber,
  config,
  otherConfig: { authToken: "auth-token-of-bot-two", name: "Other" },
  secrets: ["authToken"],
  address: sender.id,
  wrong: [{ option: "name", config: { ...config, name: "" } }],
  webhooks: {
    valid: await message({ type: "text", text: "¿dónde está mi pedido?" }),
    unknown: await message({ type: "sticker", sticker_id: 46105 }, 4912661846655239),
    receipt: await receipt("delivered"),
    receipts: { delivered: await receipt("delivered"), read: await receipt("seen"), failed: await receipt("failed") },
    wish: await callback({ event: "unsubscribed", user_id: sender.id }),
    attachment: await message(
      { type: "picture", text: "así llegó", media: "https://media.example/p.jpg" },
      4912661846655240,
    ),
  },
  responses: {
    accepted: answer(200, { status: 0, status_message: "ok", message_token: 4912661846655777 }),
    refusedAs200: answer(200, { status: 6, status_message: "receiverNotSubscribed" }),
    limited: { response: answer(200, { status: 12, status_message: "tooManyRequests" }) },
  },
}
