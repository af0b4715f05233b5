// E-mail: out by SMTP submission (https://www.rfc-editor.org/rfc/rfc6409), in by SMTP (https://www.rfc-editor.org/rfc/rfc5321) or from a
// mailbox by IMAP (https://www.rfc-editor.org/rfc/rfc9051).
import { type ConnectionHost, defineChannel, type Duration, parseDuration } from "@escucha/core"
import * as z from "zod"
import { mailParts, mailText } from "../mail/letter.ts"
import { domainOf, plainAddress, senderOption, subjectOption } from "../mail/mailbox-address.ts"
import { openMailbox } from "../mail/mailbox.ts"
import { openReceiver } from "../mail/receiver.ts"
import { openSender } from "../mail/sender.ts"

const patience = z.custom<Duration>().transform((duration, context) => {
  const read = parseDuration(duration, "timeout")
  if ("value" in read) return read.value
  context.issues.push({ code: "custom", message: read.problem.message, input: duration })
  return z.NEVER
})

const ours = z.union([
  z.array(z.string().regex(plainAddress)).min(1).readonly(),
  z.custom<(address: string) => boolean>(
    (value) => typeof value === "function",
    "must be a list of addresses or a function",
  ),
])
const shared = {
  /** The longest mail: 10 MB unless told, so that a picture of what is broken does not keep the words about it out. */
  maxBytes: z.int().min(1_024).default(10_485_760),
  /**
   * The name under which your mail exchanger writes `Authentication-Results` (its authserv-id). What it found to pass DMARC or DKIM is
   * believed to be from whom it says; without it nobody's address is.
   */
  exchanger: z.string().min(1).optional(),
}
const listener = z.strictObject({
  /** `127.0.0.1` unless told: a mail exchanger on this machine hands the mail over. */
  host: z.string().min(1).default("127.0.0.1"),
  port: z.int().min(0).max(65_535),
  /** Our own addresses, or what says whether one is ours; mail for any other is refused. */
  accept: ours,
  ...shared,
})
const mailbox = z.strictObject({
  imap: z.strictObject({
    /** `imaps://user:password@mail.example.com`, or `imap://` for STARTTLS. */
    url: z.url({ protocol: /^imaps?$/, error: "must be imaps://user:password@host or imap://…" }),
    /** `INBOX` unless told. */
    folder: z.string().min(1).default("INBOX"),
    /** Where mails are moved that were taken in; without it they stay, marked as seen. */
    moveTo: z.string().min(1).optional(),
  }),
  ...shared,
})

const config = z.strictObject({
  /** `smtp://user:password@mail.example.com:587`, or `smtps://` for TLS from the first byte. */
  url: z.url({ protocol: /^smtps?$/, error: "must be smtp://user:password@host:587 or smtps://…" }),
  /** Who writes: `hola@example.com` or `Hola <hola@example.com>`. Mail servers tell this address what became of a mail. */
  from: senderOption,
  /** The subject of a message that has none; the domain of `from` unless told. */
  subject: subjectOption,
  /** How long the server may say nothing: `"30 seconds"` unless told. */
  timeout: patience.prefault("30 seconds"),
  /** Asks mail programs to tell us when a mail was read (RFC 8098). Most people are asked by their program, and many refuse. */
  readReceipts: z.boolean().default(false),
  /** Takes mail in, too: as a mail server of its own, or out of a mailbox by IMAP. */
  inbound: z.union([listener, mailbox]).optional(),
})
type Config = z.output<typeof config>

/** Opens the way in, and gives what closes it. */
const openInbound = async ({ inbound, from, timeout }: Config, host: ConnectionHost): Promise<() => Promise<void>> => {
  if (!inbound) return async () => undefined
  const { exchanger, maxBytes } = inbound
  if (!("imap" in inbound)) return openReceiver({ ...inbound, exchanger }, host)
  const { moveTo, ...box } = inbound.imap
  return openMailbox({ ...box, moveTo, exchanger, maxBytes, timeout, own: from.address }, host)
}

const describedSmtp = defineChannel({
  id: "smtp",
  kind: "email",
  scheme: "email",
  config,
  capabilities: {
    parts: mailParts(10_485_760),
    text: mailText,
    together: true,
    inbound: true,
    receipts: ["delivered", "read"],
    // Message-ID stays the same on every attempt, but nobody is bound to look at it.
    idempotency: { kind: "none" },
    optOut: "list-unsubscribe",
  },
  open: async (host, options) => {
    const { from, subject = domainOf(from.address), inbound, readReceipts } = options
    const hears = inbound !== undefined
    const out = await openSender({ ...options, subject, asksDelivery: hears, asksReading: hears && readReceipts })
    const closeInbound = await openInbound(options, host)
    return {
      send: out.send,
      close: async () => {
        await Promise.all([out.close(), closeInbound()])
      },
    }
  },
})

/**
 * E-mail through any mail server. With `inbound`, customers' mail comes in as well, and so do the reports of mail servers: delivered,
 * bounced, complained about. The sender of a mail is only what the mail says, unless `exchanger` names the server that checks it (SPF,
 * DKIM, DMARC). SMTP itself has no key against sending twice: after a line that broke behind the message nobody knows whether it left.
 *
 * @example
 * smtp({ url: env.SMTP_URL, from: "Hola <hola@example.com>", inbound: { port: 2525, accept: ["hola@example.com"] } })
 */
export const smtp: typeof describedSmtp = (options) => {
  const channel = describedSmtp(options)
  const { capabilities } = channel
  if (!options.inbound) return { ...channel, capabilities: { ...capabilities, inbound: false, receipts: [] } }
  return options.readReceipts ? channel : { ...channel, capabilities: { ...capabilities, receipts: ["delivered"] } }
}
