// Handing mail to a server: https://www.rfc-editor.org/rfc/rfc5321#section-4.2 (replies),
// https://www.rfc-editor.org/rfc/rfc1047 (why a lost answer after the message is `unknown`),
// https://www.rfc-editor.org/rfc/rfc8058 (one click)
import { DeliveryError, type Connection, type Outgoing, type Sent } from "@escucha/core"
import type { Readable } from "node:stream"

/** How mail leaves. */
export interface SenderOptions {
  readonly url: string
  readonly from: { readonly name: string; readonly address: string }
  /** The subject of a message that has none. */
  readonly subject: string
  /** The https address at which this person unsubscribes with one click. */
  readonly unsubscribe: ((message: Outgoing) => string) | undefined
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
const isAddress = (address: string): boolean => /^[^\s<>,;:"()[\]\\@]{1,64}@[^\s<>,;:"()[\]\\@]{1,190}$/.test(address)

const headersOf = (
  message: Outgoing,
  unsubscribe: SenderOptions["unsubscribe"],
): { readonly [name: string]: string } => {
  const link = unsubscribe?.(message)
  return {
    // https://www.rfc-editor.org/rfc/rfc3834#section-5: a machine must not answer it
    ...(message.automatic && { "Auto-Submitted": "auto-replied" }),
    ...(link !== undefined && {
      "List-Unsubscribe": `<${link}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  }
}

/** The same for every attempt: some receivers know by it that they have the mail already. */
const messageIdOf = (message: Outgoing, from: string): string => {
  const plain = encodeURIComponent(message.id).replaceAll(
    /[()'.]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `<${plain}@${from.slice(from.indexOf("@") + 1)}>`
}

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

const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/** Credentials go over an encrypted line only, unless the server is this machine. */
const needsTls = (url: string): boolean => {
  const { protocol, password, hostname } = new URL(url.replace(/^smtp/, "http"))
  return protocol === "http:" && password !== "" && !isLoopback(hostname)
}

const mailOf = (message: Outgoing, { from, subject, unsubscribe }: SenderOptions) => {
  const { address, content, inReplyTo } = message
  const thread = inReplyTo !== undefined && /^<[^\s<>]+>$/.test(inReplyTo) ? { inReplyTo, references: inReplyTo } : {}
  return {
    from,
    to: { name: "", address },
    envelope: { from: from.address, to: [address] },
    subject: content.subject ?? subject,
    text: content.text,
    headers: headersOf(message, unsubscribe),
    ...thread,
  }
}

const refusalOf = (mail: ReturnType<typeof mailOf>): DeliveryError | undefined => {
  if (!isAddress(mail.to.address))
    return new DeliveryError("smtp", "invalid-recipient", { retryable: false, sent: "no" })
  const lines = { subject: mail.subject, ...mail.headers }
  const broken = Object.entries(lines).find(([, value]) => !isOneLine(value))
  return broken && refusedLine(broken[0])
}

/** The mail, or why it cannot be one: a field that breaks out of its line, or an `unsubscribe` of the application that threw. */
const written = (message: Outgoing, options: SenderOptions): ReturnType<typeof mailOf> | DeliveryError => {
  try {
    const mail = mailOf(message, options)
    return refusalOf(mail) ?? mail
  } catch (cause) {
    return new DeliveryError("smtp", "rejected", { retryable: false, sent: "no" }, { cause })
  }
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
    requireTLS: needsTls(url),
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
      const id = messageIdOf(message, options.from.address)
      const mail = written(message, options)
      if (mail instanceof DeliveryError) return { status: "failed", error: mail }
      try {
        await transport.sendMail({ ...mail, messageId: id, signal })
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
