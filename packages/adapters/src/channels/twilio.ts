// SMS and MMS by Twilio: https://www.twilio.com/docs/messaging/api/message-resource
import { defineChannel } from "@escucha/core"
import * as z from "zod"
import { twilioMedia, twilioOptions, twilioReceipt, verifyTwilio } from "../twilio/account.ts"
import { messageCall, readMessages } from "../twilio/message.ts"

const config = z
  .strictObject({
    ...twilioOptions,
    /** The number that sends, in international form. */
    from: z
      .string()
      .regex(/^\+\d{6,15}$/, "must be a number such as +34910000000")
      .optional(),
    /** In place of a number: a service that chooses among several. */
    messagingServiceSid: z
      .string()
      .regex(/^MG[\da-f]{32}$/, "must be the id of a messaging service")
      .optional(),
  })
  .refine(({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined), {
    path: ["from"],
    message: "name a number, or a messaging service, and not both",
  })

const phone = (address: string): string | undefined => (/^\+\d{4,15}$/.test(address) ? address : undefined)
const addresses = { write: (address: string) => address, read: phone, isRich: false }
const media = { level: "partial", maxBytes: 5 * 1_048_576, caption: 1600 } as const

/**
 * SMS by Twilio, and MMS where the country has it. Write `/hooks/<name of this channel>` down as the webhook of the number (or of the
 * messaging service), and the same address as `webhookUrl` here. Twilio stops by itself whoever writes STOP alone: we see it, and know
 * more words. Twilio repeats a message that is sent twice; its status calls tell what became of one whose answer was lost.
 *
 * @example
 * twilio({ accountSid: env.TWILIO_SID, authToken: env.TWILIO_TOKEN, from: "+34910000000", webhookUrl: "https://shop.example/hooks/sms" })
 */
export const twilio = defineChannel({
  id: "twilio",
  kind: "sms",
  scheme: "tel",
  config,
  capabilities: {
    parts: {
      image: { ...media, types: ["image/jpeg", "image/png", "image/gif"] },
      audio: media,
      voice: media,
      video: media,
      file: { ...media, maxBytes: 600_000 },
    },
    text: { max: 1600, unit: "sms" },
    inbound: true,
    receipts: ["delivered"],
    idempotency: { kind: "none" },
    optOut: "network",
  },
  request: (message, options) => messageCall(message, options, addresses),
  receipt: twilioReceipt("twilio"),
  extras: (options) => ({ media: twilioMedia(options) }),
  inbound: { verify: verifyTwilio, parse: (request, options) => readMessages(request, options, addresses) },
})
