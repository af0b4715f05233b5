// E-mail: out by SMTP submission (https://www.rfc-editor.org/rfc/rfc6409), in by SMTP (https://www.rfc-editor.org/rfc/rfc5321).
import { defineChannel, type Duration, longestText, type Outgoing, parseDuration } from "@escucha/core"
import * as z from "zod"
import { openReceiver } from "../mail/receiver.ts"
import { openSender } from "../mail/sender.ts"

const plainAddress = /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/
const sender = z.string().transform((text, context) => {
  const [, name = "", bracketed] = /^([^<>\r\n"\0]{0,200})<([^<>]{3,254})>$/.exec(text) ?? []
  const address = (bracketed ?? text).trim()
  if (plainAddress.test(address)) return { name: name.trim(), address }
  context.issues.push({
    code: "custom",
    message: "must be an address, such as hola@example.com or Hola <hola@example.com>",
    input: text,
  })
  return z.NEVER
})

const patience = z.custom<Duration>().transform((duration, context) => {
  const read = parseDuration(duration, "timeout")
  if ("value" in read) return read.value
  context.issues.push({ code: "custom", message: read.problem.message, input: duration })
  return z.NEVER
})

const inbound = z.strictObject({
  /** `127.0.0.1` unless told: a mail exchanger on this machine hands the mail over. */
  host: z.string().min(1).default("127.0.0.1"),
  port: z.int().min(0).max(65_535),
  /** Our own addresses, or what says whether one is ours; mail for any other is refused. */
  accept: z.union([
    z.array(z.string().regex(plainAddress)).min(1).readonly(),
    z.custom<(address: string) => boolean>(
      (value) => typeof value === "function",
      "must be a list of addresses or a function",
    ),
  ]),
  /** The longest mail: 10 MB unless told, so that a picture of what is broken does not keep the words about it out. */
  maxBytes: z.int().min(1_024).default(10_485_760),
})

const config = z.strictObject({
  /** `smtp://user:password@mail.example.com:587`, or `smtps://` for TLS from the first byte. */
  url: z.url({ protocol: /^smtps?$/, error: "must be smtp://user:password@host:587 or smtps://…" }),
  /** Who writes: `hola@example.com` or `Hola <hola@example.com>`. */
  from: sender,
  /** The subject of a message that has none; the domain of `from` unless told. */
  subject: z
    .string()
    .regex(/^[^\r\n\0]{1,200}$/, "must be one line")
    .optional(),
  /** Gives the https address where the person unsubscribes with one click (RFC 8058); it goes into the headers of each mail. */
  unsubscribe: z
    .custom<(message: Outgoing) => string>((value) => typeof value === "function", "must be a function")
    .optional(),
  /** How long the server may say nothing: `"30 seconds"` unless told. */
  timeout: patience.prefault("30 seconds"),
  /** Takes mail in, too. */
  inbound: inbound.optional(),
})

const describedSmtp = defineChannel({
  id: "smtp",
  kind: "email",
  scheme: "email",
  config,
  capabilities: {
    parts: { subject: "full" },
    text: { max: longestText, unit: "bytes" },
    inbound: true,
    receipts: [],
    // Message-ID stays the same on every attempt, but nobody is bound to look at it.
    idempotency: { kind: "none" },
  },
  open: async (host, { inbound: mailbox, ...options }) => {
    const domain = options.from.address.slice(options.from.address.indexOf("@") + 1)
    const out = await openSender({ ...options, subject: options.subject ?? domain, unsubscribe: options.unsubscribe })
    if (!mailbox) return out
    const closeReceiver = await openReceiver(mailbox, host)
    return {
      send: out.send,
      close: async () => {
        await Promise.all([out.close(), closeReceiver()])
      },
    }
  },
})

/**
 * E-mail through any mail server; with `inbound` customers' mail comes in as well. The sender of a mail is what the mail says: take
 * it in behind a mail exchanger that checks it (SPF, DKIM, DMARC).
 *
 * @example
 * smtp({ url: env.SMTP_URL, from: "Hola <hola@example.com>", inbound: { port: 2525, accept: ["hola@example.com"] } })
 */
export const smtp: typeof describedSmtp = (options) => {
  const channel = describedSmtp(options)
  return options.inbound ? channel : { ...channel, capabilities: { ...channel.capabilities, inbound: false } }
}
