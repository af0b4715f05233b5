import type { Channel, Outgoing } from "@escucha/core"
import { postmark } from "@escucha/adapters/channels/postmark"
import { resend } from "@escucha/adapters/channels/resend"
import { slack } from "@escucha/adapters/channels/slack"
import { twilio } from "@escucha/adapters/channels/twilio"

/** The providers whose own libraries are peers. */
export const providers = ["slack", "twilio", "resend", "postmark"] as const

/** One of them. */
export type Provider = (typeof providers)[number]

/** Sends the message of this number and gives the provider's id of it. */
export type Sending = (number: number) => Promise<string>

/** What every variant says, and who says it. */
export const words = { text: "hola, sentimos lo ocurrido con tu pedido", subject: "Tu pedido" } as const

/** Our accounts at the providers. */
export const accounts = {
  slackToken: "xoxb-bench",
  twilioSid: `AC${"0123456789abcdef".repeat(2)}`,
  twilioToken: "an-auth-token-of-the-bench-00000",
  number: "+34910000001",
  resendKey: "re_bench_00000000",
  postmarkToken: "a-server-token-of-the-bench",
  from: "hola@shop.example",
} as const

/** So many people get messages in turn. */
const people = 1_000

/** To whom the message of this number goes. */
export const addressOf = (provider: Provider | "smtp", number: number): string => {
  const person = number % people
  if (provider === "slack") return `D${person}`
  return provider === "twilio" ? `+3460000${String(person).padStart(4, "0")}` : `ana${person}@example.com`
}

/** The message of this number, as the loop hands it to a channel. */
export const messageOf = (provider: Provider | "smtp", number: number): Outgoing => {
  const { text, subject } = words
  const isMail = provider !== "slack" && provider !== "twilio"
  return {
    id: `message-${number}`,
    address: addressOf(provider, number),
    content: { text, ...(isMail && { subject }) },
    attempt: 1,
  }
}

const { slackToken, twilioSid, twilioToken, number, resendKey, postmarkToken, from } = accounts

const channels: { readonly [Name in Provider]: (baseUrl: string) => Channel } = {
  slack: (baseUrl) =>
    slack({
      botToken: slackToken,
      signingSecret: "a-signing-secret-of-the-bench",
      teamId: "T0123ABCD",
      baseUrl: `${baseUrl}/api`,
    }),
  twilio: (baseUrl) =>
    twilio({
      accountSid: twilioSid,
      authToken: twilioToken,
      from: number,
      webhookUrl: "https://shop.example/hooks/twilio",
      baseUrl,
    }),
  resend: (baseUrl) => resend({ apiKey: resendKey, webhookSecret: `whsec_${btoa("a".repeat(24))}`, from, baseUrl }),
  postmark: (baseUrl) =>
    postmark({ serverToken: postmarkToken, webhookAuth: `bench:${"a".repeat(16)}`, from, baseUrl }),
}

/** Our channel of a provider, which calls the sink. */
export const channelOf = (provider: Provider, baseUrl: string): Channel => channels[provider](baseUrl)
