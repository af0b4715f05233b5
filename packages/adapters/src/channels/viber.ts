// Viber: https://developers.viber.com/docs/api/rest-bot-api/#send-message
import { defineChannel, DeliveryError, failureOf, type HttpResponse, type Payload, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, idOf, integerOf } from "../json.ts"
import { readCallback, tapped } from "../viber/event.ts"
import { providerUrl } from "../provider-url.ts"

const config = z.strictObject({
  /** It signs what Viber sends, too. */
  authToken: z.string().min(16, "must be the token of the bot"),
  /** The name that people see. */
  name: z.string().min(1).max(28, "must have at most 28 signs"),
  baseUrl: providerUrl("https://chatapi.viber.com"),
})

const keyboardOf = ({ choices = [], links = [] }: Payload) => {
  const buttons = [
    ...choices.map(({ value, label }) => ({ ActionType: "reply", ActionBody: `${tapped}${value}`, Text: label })),
    ...links.map(({ url, label }) => ({ ActionType: "open-url", ActionBody: url, Text: label })),
  ]
  return buttons.length > 0 ? { keyboard: { Type: "keyboard", Buttons: buttons } } : {}
}

const partOf = ({ text, image, video, file, place, contact }: Payload): object => {
  if (image) return { type: "picture", text, media: image.url }
  if (video)
    return {
      type: "video",
      media: video.url,
      size: video.size ?? 0,
      ...(video.duration && { duration: Math.ceil(video.duration / 1000) }),
    }
  if (file) return { type: "file", media: file.url, size: file.size ?? 0, file_name: file.name ?? "file" }
  if (place) return { type: "location", location: { lat: place.latitude, lon: place.longitude } }
  if (contact)
    return { type: "contact", contact: { name: contact.name.slice(0, 28), phone_number: contact.phones?.[0] ?? "" } }
  return { type: "text", text }
}

const refused = (reason: DeliveryError["reason"]): Sent => ({
  status: "failed",
  error: new DeliveryError("viber", reason, { retryable: false, sent: "no" }),
})

/** Viber refuses under the status of a success: https://developers.viber.com/docs/api/rest-bot-api/#error-codes */
const receipt = (response: HttpResponse): Sent => {
  const { status: code, message_token: token } = bodyOf(response.body)
  const [status, provider] = [integerOf(code), idOf(token)]
  if (response.status !== 200 || status === undefined) return { status: "failed", error: failureOf("viber", response) }
  if (status === 0 && provider !== undefined) return { status: "sent", provider }
  if (status === 12) return { status: "failed", error: failureOf("viber", { ...response, status: 429 }) }
  if (status === 1) return { status: "failed", error: failureOf("viber", { ...response, status: 500 }) }
  if (status === 2 || status === 10) return refused("auth")
  return refused(status === 5 || status === 6 || status === 15 ? "invalid-recipient" : "rejected")
}

const megabyte = 1_048_576

/**
 * A Viber bot; new ones need a contract with Viber. Set `/hooks/<name of this channel>` by `set_webhook` with `delivered`, `seen`,
 * `failed`,
 * `subscribed` and `unsubscribed`. Viber repeats what is sent twice.
 *
 * @example
 * viber({ authToken: env.VIBER_TOKEN, name: "Shop" })
 */
export const viber = defineChannel({
  id: "viber",
  kind: "chat",
  scheme: "viber",
  config,
  capabilities: {
    parts: {
      choices: { level: "full", max: 24, maxLabel: 250, maxValue: 240 },
      links: { level: "full", max: 24, maxLabel: 250 },
      image: { level: "full", types: ["image/jpeg", "image/png", "image/gif"], maxBytes: megabyte, caption: 768 },
      video: { level: "partial", types: ["video/mp4"], maxBytes: 26 * megabyte, caption: 0 },
      file: { level: "partial", maxBytes: 50 * megabyte, caption: 0 },
      place: "full",
      contact: "partial",
    },
    text: { max: 7000 },
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "none" },
    optOut: "network",
  },
  request: ({ id, address, content }, { authToken, name, baseUrl }) => ({
    method: "POST",
    url: `${baseUrl}/pa/send_message`,
    headers: { "x-viber-auth-token": authToken, "content-type": "application/json" },
    body: JSON.stringify({
      receiver: address,
      sender: { name },
      tracking_data: id,
      min_api_version: 7,
      ...partOf(content),
      ...keyboardOf(content),
    }),
  }),
  receipt,
  inbound: {
    verify: ({ headers, body }, { authToken }) => ({
      scheme: "hmac-sha256",
      key: authToken,
      signed: body,
      given: headers["x-viber-content-signature"],
      encoding: "hex",
    }),
    parse: ({ body }) => readCallback(body),
  },
})
