// Handing mail to a server: https://www.rfc-editor.org/rfc/rfc5321#section-4.2 (replies),
// https://www.rfc-editor.org/rfc/rfc1047 (why a lost answer after the message is `unknown`),
// https://www.rfc-editor.org/rfc/rfc3461 (being told of the delivery)
import { DeliveryError, type Connection, type Outgoing, type Sent } from "@escucha/core"
import type { Readable } from "node:stream"
import { letterOf, messageIdOf } from "./letter.ts"
import { domainOf, isMailAddress, type MailSender } from "./mailbox-address.ts"
import { mailServerOf } from "./server-url.ts"

/** How mail leaves. */
export interface SenderOptions {
  readonly url: string
  readonly from: MailSender
  /** The subject of a message that has none. */
  readonly subject: string
  /** Whether servers are asked to tell us of the delivery: we hear it where mail for `from` comes in here. */
  readonly asksDelivery: boolean
  /** Whether mail programs are asked to tell us of the reading; people may refuse. */
  readonly asksReading: boolean
  /** Milliseconds without a word from the server. */
  readonly timeout: number
}

const refusedLine = (name: string) =>
  new DeliveryError(
    "smtp",
    "rejected",
    { retryable: false, sent: "no" },
    { cause: `${name} has a line break or a NUL` },
  )

const notTried = (): Sent => ({
  status: "failed",
  error: new DeliveryError("smtp", "unavailable", { retryable: true, sent: "no" }),
})

const isOneLine = (value: string): boolean => !/[\r\n\0]/.test(value)

// https://www.rfc-editor.org/rfc/rfc3463: 5.1 and 5.2 are about the mailbox. The rest (5.7, say: our own server stands on a list) says
// nothing of the person, whatever it refuses them for.
const isPolicy = (response: unknown): boolean => /^\d{3}[ -]5\.(?![12]\.)\d/.test(String(response))

/** What the server said of it, or where the line was when it broke. `hasLeft`: at least a byte of the message was handed over. */
const failureOfMail = (thrown: unknown, hasLeft: boolean): DeliveryError => {
  const told: {
    readonly code?: unknown
    readonly responseCode?: unknown
    readonly command?: unknown
    readonly response?: unknown
  } = Object(thrown)
  const reply = typeof told.responseCode === "number" ? told.responseCode : undefined
  const cause = { cause: reply ?? (typeof told.code === "string" ? told.code : "unknown") }
  const temporary = reply !== undefined && reply >= 400 && reply < 500
  if (told.code === "EAUTH") return new DeliveryError("smtp", "auth", { retryable: temporary, sent: "no" }, cause)
  if (temporary) return new DeliveryError("smtp", "unavailable", { retryable: true, sent: "no" }, cause)
  if (reply !== undefined && reply >= 500) {
    const unknownHere =
      told.command === "RCPT TO" && (reply === 550 || reply === 551 || reply === 553) && !isPolicy(told.response)
    return new DeliveryError(
      "smtp",
      unknownHere ? "invalid-recipient" : "rejected",
      { retryable: false, sent: "no" },
      cause,
    )
  }
  const slow = told.code === "ETIMEDOUT" || told.code === "EABORT"
  return new DeliveryError(
    "smtp",
    slow ? "timeout" : "network",
    { retryable: true, sent: hasLeft ? "unknown" : "no" },
    cause,
  )
}

/** The longest ENVID: https://www.rfc-editor.org/rfc/rfc3461#section-4.4 */
const longestEnvelopeId = 100

/** What a server that can is asked to tell us. Nodemailer leaves it out at one that cannot. */
const dsnOf = (messageId: string, address: string) => {
  const id = messageId.slice(1, -1)
  return {
    return: "headers" as const,
    notify: ["success" as const, "failure" as const],
    recipient: `rfc822;${address}`,
    ...(id.length <= longestEnvelopeId && { id }),
  }
}

const mailOf = (message: Outgoing, messageId: string, options: SenderOptions) => {
  const { from, subject, asksDelivery, asksReading } = options
  const { address } = message
  const { files, headers, ...letter } = letterOf(message, subject)
  return {
    ...letter,
    messageId,
    from,
    to: { name: "", address },
    envelope: { from: from.address, to: [address] },
    headers: { ...headers, ...(asksReading && { "Disposition-Notification-To": from.address }) },
    attachments: files.map(({ bytes, type, name }) => ({
      content: Buffer.from(bytes),
      contentType: type,
      filename: name,
    })),
    ...(asksDelivery && { dsn: dsnOf(messageId, address) }),
  }
}

/** Why a message cannot be a mail: it has no one address, or a line of its head would become two. */
const refusalOf = ({ address, content, files = {} }: Outgoing): DeliveryError | undefined => {
  if (!isMailAddress(address)) return new DeliveryError("smtp", "invalid-recipient", { retryable: false, sent: "no" })
  if (!isOneLine(content.subject ?? "")) return refusedLine("the subject")
  const isNamed = Object.values(files).every(({ name, type }) => isOneLine(name) && isOneLine(type))
  return isNamed ? undefined : refusedLine("the name or the type of a file")
}

/** Opens a pool of connections to a mail server; the first mail makes the first connection. */
export const openSender = async (options: SenderOptions): Promise<Connection> => {
  const { createTransport } = await import("nodemailer")
  const { url, timeout } = options
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 5,
    maxRequeues: 1,
    requireTLS: mailServerOf(url).needsTls,
    logger: false,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const bodies = new Map<string, Readable>()
  transport.use("stream", (mail, done) => {
    mail.message.processFunc((body: Readable) => {
      bodies.set(mail.message.messageId(), body)
      return body
    })
    done()
  })
  let isOpen = true
  return {
    send: async (message, signal): Promise<Sent> => {
      if (!isOpen || signal.aborted) return notTried()
      const refusal = refusalOf(message)
      if (refusal) return { status: "failed", error: refusal }
      const id = messageIdOf(message.id, domainOf(options.from.address))
      try {
        await transport.sendMail({ ...mailOf(message, id, options), signal })
        return { status: "sent", provider: id }
      } catch (thrown) {
        return { status: "failed", error: failureOfMail(thrown, bodies.get(id)?.readableDidRead ?? false) }
      } finally {
        bodies.delete(id)
      }
    },
    close: async () => {
      isOpen = false
      transport.close()
    },
  }
}
