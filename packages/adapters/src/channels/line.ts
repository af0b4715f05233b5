// LINE Messaging API: https://developers.line.biz/en/reference/messaging-api/#send-push-message,
// https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
import { defineChannel, failureOf, type HttpRequest, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, objectsOf, textOf } from "../json.ts"
import { readEvents } from "../line/event.ts"
import { lineMessage, retryKey } from "../line/message.ts"
import { providerUrl } from "../provider-url.ts"
import { pathPart } from "../url.ts"

const secret = z.string().min(16, "must be the channel secret")
const config = z.strictObject({
  channelAccessToken: z.string().min(20, "must be a channel access token"),
  /** Two of them, while one follows another. */
  channelSecret: z.union([secret, z.array(secret).min(1)]),
  /** The user id of the account itself, from "Basic settings". */
  botUserId: z.string().regex(/^U[\da-f]{32}$/, "must be the user id of the account, U and 32 signs"),
  baseUrl: providerUrl("https://api.line.me"),
  /** Where files of customers lie. */
  dataUrl: providerUrl("https://api-data.line.me"),
})
type Config = z.output<typeof config>

const post = (
  path: string,
  body: object,
  { channelAccessToken, baseUrl }: Config,
  headers: HttpRequest["headers"] = {},
): HttpRequest => ({
  method: "POST",
  url: `${baseUrl}/v2/bot/${path}`,
  headers: { authorization: `Bearer ${channelAccessToken}`, "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
})

/**
 * 409 says that an earlier call with this key was taken:
 * https://developers.line.biz/en/docs/messaging-api/retrying-api-request/#flow-of-api-request-retry
 */
const receipt = (response: HttpResponse): Sent => {
  const id = textOf(objectsOf(bodyOf(response.body)["sentMessages"])[0]?.["id"])
  const isTaken =
    response.status === 200 || (response.status === 409 && response.headers["x-line-accepted-request-id"] !== undefined)
  if (isTaken && (id !== undefined || response.status === 409))
    return { status: "sent", ...(id !== undefined && { provider: id }) }
  return { status: "failed", error: failureOf("line", response) }
}

const file = { level: "full", caption: 0 } as const

/**
 * A LINE official account: messages of people who are its friends. Give `/hooks/<name of this channel>` to the Messaging API as webhook.
 * LINE tells when somebody blocks the account, and not what was delivered or read. A message that is sent twice within a day goes out
 * once.
 *
 * @example
 * line({ channelAccessToken: env.LINE_TOKEN, channelSecret: env.LINE_SECRET, botUserId: "U4af4…" })
 */
export const line = defineChannel({
  id: "line",
  kind: "chat",
  scheme: "line",
  account: ({ botUserId }) => botUserId,
  config,
  capabilities: {
    parts: {
      choices: { level: "full", max: 13, maxLabel: 20, maxValue: 300 },
      links: { level: "partial", max: 4, maxLabel: 20, caption: 160 },
      // the same picture is its own preview, which may not be larger
      image: { ...file, types: ["image/jpeg", "image/png"], maxBytes: 1_000_000 },
      audio: { ...file, types: ["audio/mpeg", "audio/mp4"], maxBytes: 200_000_000 },
      voice: { ...file, types: ["audio/mpeg", "audio/mp4"], maxBytes: 200_000_000 },
      place: "full",
    },
    text: { max: 5000 },
    inbound: true,
    receipts: [],
    idempotency: { kind: "key", window: 86_400_000 },
    rate: [{ count: 2000, per: 1000 }],
    optOut: "network",
  },
  request: ({ id, address, content }, options) =>
    post("message/push", { to: address, messages: [lineMessage(content)] }, options, {
      "x-line-retry-key": retryKey(id),
    }),
  receipt,
  extras: (options) => ({
    typing: ({ address }) => post("chat/loading/start", { chatId: address, loadingSeconds: 20 }, options),
    media: {
      hosts: [new URL(options.dataUrl).hostname],
      locate: () => undefined,
      download: (reference) => ({
        method: "GET",
        url: `${options.dataUrl}/v2/bot/message/${pathPart(reference)}/content`,
        headers: { authorization: `Bearer ${options.channelAccessToken}` },
      }),
    },
  }),
  inbound: {
    verify: ({ headers, body }, { channelSecret }) => ({
      scheme: "hmac-sha256",
      key: channelSecret,
      signed: body,
      given: headers["x-line-signature"],
      encoding: "base64",
    }),
    parse: ({ body }, { botUserId }) => readEvents(body, botUserId),
  },
})
