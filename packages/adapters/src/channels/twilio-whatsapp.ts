// WhatsApp by Twilio: https://www.twilio.com/docs/whatsapp/api
import { defineChannel } from "@escucha/core"
import * as z from "zod"
import { twilioMedia, twilioOptions, twilioReceipt, verifyTwilio } from "../twilio/account.ts"
import { messageCall, readMessages } from "../twilio/message.ts"

const config = z.strictObject({
  ...twilioOptions,
  /** The number that sends, as digits after the +. */
  from: z.string().regex(/^\d{6,15}$/, "must be a number without its +, such as 34910000000"),
})

const addresses = {
  write: (digits: string) => `whatsapp:+${digits}`,
  read: (address: string) => /^whatsapp:\+(\d{4,15})$/.exec(address)?.[1],
  isRich: true,
  also: (digits: string) => [`tel:+${digits}`],
}
const media = { level: "full", maxBytes: 16 * 1_048_576, caption: 1600 } as const

/**
 * WhatsApp by Twilio. Free words go out within 24 hours of the customer's last message, after that approved templates alone: their name
 * here is the `ContentSid`. Write `/hooks/<name of this channel>` down as the webhook of the sender, and the same address as
 * `webhookUrl` here.
 *
 * @example
 * twilioWhatsApp({ accountSid: env.TWILIO_SID, authToken: env.TWILIO_TOKEN, from: "34910000000", webhookUrl:
 * "https://shop.example/hooks/wa" })
 */
export const twilioWhatsApp = defineChannel({
  id: "twilio-whatsapp",
  kind: "chat",
  scheme: "whatsapp",
  account: ({ from }) => from,
  reaches: { scheme: "tel", address: (phone) => (/^\+\d{6,15}$/.test(phone) ? phone.slice(1) : undefined) },
  config,
  capabilities: {
    parts: {
      image: { ...media, types: ["image/jpeg", "image/png"], maxBytes: 5 * 1_048_576 },
      audio: { ...media, caption: 0 },
      voice: { ...media, types: ["audio/ogg"], caption: 0 },
      video: { ...media, types: ["video/mp4", "video/3gpp"] },
      file: { ...media, caption: 0 },
      place: "full",
      template: "full",
    },
    text: { max: 1600, format: "whatsapp", interprets: true },
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "none" },
    replyWindow: { length: 86_400_000, after: "template" },
    rate: [{ count: 80, per: 1000 }],
  },
  request: (message, options) => messageCall(message, options, addresses),
  receipt: twilioReceipt("twilio-whatsapp"),
  extras: (options) => ({ media: twilioMedia(options) }),
  inbound: { verify: verifyTwilio, parse: (request, options) => readMessages(request, options, addresses) },
})
