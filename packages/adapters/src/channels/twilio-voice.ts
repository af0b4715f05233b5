// Calls by Twilio: https://www.twilio.com/docs/voice/api/call-resource
import { defineChannel } from "@escucha/core"
import * as z from "zod"
import { twilioMedia, twilioOptions, twilioReceipt, verifyTwilio } from "../twilio/account.ts"
import { readCalls, voiceCall } from "../twilio/voice.ts"

const phone = z.string().regex(/^\+\d{6,15}$/, "must be a number such as +34910000000")
const config = z.strictObject({
  ...twilioOptions,
  /** The number that calls and is called. */
  from: phone,
  /** In which language it is spoken: https://www.twilio.com/docs/voice/twiml/say#attributes-language */
  language: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/, "must be a language such as es-ES")
    .default("es-ES"),
  /** What is said to whoever calls before they can leave a message. */
  greeting: z.string().min(1).max(500).default("Ahora no podemos atenderte. Deja tu mensaje después de la señal."),
  /** Who takes calls first; they can leave a message where nobody answers. */
  dial: phone.optional(),
})

/**
 * Telephone calls by Twilio. Who calls is put through (`dial`) or leaves a message, which comes in with its sound and, where Twilio
 * can, its words; a call that nobody took is a message that waits for an answer. What we send is read out; choices are keys to press,
 * or words to say. Write `/hooks/<name of this channel>` down as the voice webhook of the number, and the same address as `webhookUrl`
 * here.
 *
 * @example
 * twilioVoice({ accountSid: env.TWILIO_SID, authToken: env.TWILIO_TOKEN, from: "+34910000000", webhookUrl:
 * "https://shop.example/hooks/calls" })
 */
export const twilioVoice = defineChannel({
  id: "twilio-voice",
  kind: "voice",
  scheme: "tel",
  config,
  capabilities: {
    parts: {
      choices: { level: "full", max: 20, maxLabel: 80, maxValue: 100 },
      audio: { level: "full", types: ["audio/mpeg", "audio/wav"], maxBytes: 40_000_000, caption: 3000 },
      voice: { level: "full", types: ["audio/mpeg", "audio/wav"], maxBytes: 40_000_000, caption: 3000 },
    },
    text: { max: 1000, overflow: "cut" },
    inbound: true,
    receipts: ["delivered"],
    idempotency: { kind: "none" },
    rate: [{ count: 1, per: 1000 }],
  },
  request: voiceCall,
  receipt: twilioReceipt("twilio-voice"),
  extras: (options) => ({ media: twilioMedia(options) }),
  inbound: { verify: verifyTwilio, parse: readCalls },
})
