// WhatsApp Cloud API: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
import { defineChannel, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, objectsOf, textOf } from "../json.ts"
import { challengeMeta, graphCall, graphFailure, metaOptions, verifyMeta } from "../meta/graph.ts"
import { whatsappBody } from "../meta/whatsapp-message.ts"
import { readWhatsApp } from "../meta/whatsapp-webhook.ts"
import { download, pathPart } from "../url.ts"
import { providerUrl } from "../provider-url.ts"

const config = z.strictObject({
  ...metaOptions,
  /** The id of the number, not the number: from "API setup" of the app. */
  phoneNumberId: z.string().regex(/^\d{5,20}$/, "must be the id of the number, digits alone"),
  /** What stands on the button that opens a list of answers. */
  listLabel: z.string().min(1).max(20).default("…"),
  baseUrl: providerUrl("https://graph.facebook.com"),
})

const receipt = (response: HttpResponse): Sent => {
  const id = textOf(objectsOf(bodyOf(response.body)["messages"])[0]?.["id"])
  return response.status === 200 && id !== undefined
    ? { status: "sent", provider: id }
    : { status: "failed", error: graphFailure("whatsapp", response) }
}

const megabyte = 1_048_576

/**
 * WhatsApp, by Meta's Cloud API. Subscribe the webhook `/hooks/<name of this channel>` to `messages` (and `user_preferences`). Free
 * words go out within 24 hours of the customer's last message, after that approved templates alone. People who gave no phone number
 * are known by the id that Meta gives them for this business.
 *
 * @example
 * whatsapp({ phoneNumberId: "1065…", accessToken: env.WA_TOKEN, appSecret: env.META_SECRET, verifyToken: env.META_VERIFY })
 */
export const whatsapp = defineChannel({
  id: "whatsapp",
  kind: "chat",
  scheme: "whatsapp",
  account: ({ phoneNumberId }) => phoneNumberId,
  reaches: { scheme: "tel", address: (phone) => (/^\+\d{6,15}$/.test(phone) ? phone.slice(1) : undefined) },
  config,
  capabilities: {
    // https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
    parts: {
      choices: { level: "partial", max: 10, maxLabel: 24, maxValue: 200, caption: 1024 },
      links: { level: "partial", max: 1, maxLabel: 20, caption: 1024, not: ["choices"] },
      image: {
        level: "full",
        types: ["image/jpeg", "image/png"],
        maxBytes: 5 * megabyte,
        caption: 1024,
        not: ["choices", "links"],
      },
      video: {
        level: "full",
        types: ["video/mp4", "video/3gpp"],
        maxBytes: 16 * megabyte,
        caption: 1024,
        not: ["choices", "links"],
      },
      audio: {
        level: "full",
        types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
        maxBytes: 16 * megabyte,
        caption: 0,
      },
      voice: { level: "full", types: ["audio/ogg"], maxBytes: 16 * megabyte, caption: 0 },
      file: { level: "full", maxBytes: 100 * megabyte, caption: 1024, not: ["choices", "links"] },
      place: "full",
      contact: "full",
      template: "full",
    },
    text: { max: 4096, format: "whatsapp", interprets: true },
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "none" },
    replyWindow: { length: 86_400_000, after: "template" },
    rate: [
      { count: 80, per: 1000 },
      { count: 1, per: 6000, each: "address" },
    ],
    optOut: "network",
  },
  request: (message, options) =>
    graphCall(options, `${options.phoneNumberId}/messages`, whatsappBody(message, options.listLabel)),
  receipt,
  extras: (options) => {
    const post = (body: object) =>
      graphCall(options, `${options.phoneNumberId}/messages`, { messaging_product: "whatsapp", ...body })
    const markRead = (provider: string | undefined) => ({ status: "read", message_id: provider ?? "" })
    const hosts = ["lookaside.fbsbx.com", new URL(options.baseUrl).hostname]
    return {
      markRead: ({ provider }) => post(markRead(provider)),
      typing: ({ provider }) => post({ ...markRead(provider), typing_indicator: { type: "text" } }),
      react: ({ address, provider }, emoji) =>
        post({ to: address, type: "reaction", reaction: { message_id: provider, emoji: emoji ?? "" } }),
      media: {
        hosts,
        locate: (reference) => graphCall(options, pathPart(reference)),
        download: (_, located) =>
          download(textOf(bodyOf(located?.body ?? "")["url"]), hosts, {
            authorization: `Bearer ${options.accessToken}`,
          }),
      },
    }
  },
  inbound: {
    verify: verifyMeta,
    challenge: challengeMeta,
    parse: ({ body }, options) => readWhatsApp(body, options),
  },
})
