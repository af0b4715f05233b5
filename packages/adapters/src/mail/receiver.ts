// The door for mail: https://www.rfc-editor.org/rfc/rfc5321. It stands behind a mail exchanger or on the local machine, takes mail
// for our own addresses only, and says 250 when the message is safe.
import type { ConnectionHost } from "@escucha/core"
import type { Readable } from "node:stream"
import { handOver, isFinal } from "./hand-over.ts"
import { incoming } from "./incoming.ts"

/** Where mail comes in and for whom. */
export interface ReceiverOptions {
  readonly host: string
  readonly port: number
  /** Our own addresses. Mail for any other is refused: this is no relay. */
  readonly accept: readonly string[] | ((address: string) => boolean)
  readonly maxBytes: number
  /** The mail exchanger whose word we take for who a mail is from. */
  readonly exchanger: string | undefined
}

/** A refusal with its reply code. */
class Refusal extends Error {
  readonly responseCode: number
  constructor(responseCode: number, remedy: string) {
    super(remedy)
    this.name = "Refusal"
    this.responseCode = responseCode
  }
}

const mostRecipients = 100

const collected = async (stream: Readable, longest: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = chunk as Buffer // a stream without an encoding gives bytes: https://nodejs.org/api/stream.html#event-data
    size += bytes.length
    if (size <= longest) chunks.push(bytes) // the rest is read and forgotten: the protocol has no way to interrupt it
  }
  return size <= longest ? Buffer.concat(chunks) : undefined
}

const take = async (
  stream: Readable,
  sender: string,
  { maxBytes, exchanger, isOurs }: ReceiverOptions & { readonly isOurs: (address: string) => boolean },
  host: ConnectionHost,
): Promise<Refusal | undefined> => {
  const raw = await collected(stream, maxBytes)
  if (!raw) return new Refusal(552, `the mail is longer than ${maxBytes} bytes`)
  const read = await incoming(raw, { sender, now: host.now(), exchanger })
  if ("refused" in read) return new Refusal(read.refused.code, read.refused.remedy)
  try {
    await handOver(read, host, isOurs)
  } catch (error) {
    // a refusal for good is told as one, so that the sender hears of it now and not after days of trying
    return isFinal(error)
      ? new Refusal(554, "the message cannot be taken")
      : new Refusal(451, "it cannot be kept right now; try again later")
  }
  return undefined
}

/** Says of an address whether it is one of our own. */
const mailboxesOf = (accept: ReceiverOptions["accept"]): ((address: string) => boolean) => {
  if (typeof accept === "function") return accept
  const ours = new Set(accept.map((address) => address.toLowerCase()))
  return (address) => ours.has(address.toLowerCase())
}

/** Why a mail for this address is not taken, before a byte of it is read. */
const refusalOf = (address: string, recipients: number, isOurs: (address: string) => boolean): Refusal | undefined => {
  try {
    if (!isOurs(address)) return new Refusal(550, "there is no such mailbox here")
  } catch {
    return new Refusal(451, "the mailbox cannot be looked up right now; try again later") // `accept` is the application's own
  }
  return recipients < mostRecipients ? undefined : new Refusal(452, "too many recipients")
}

/** Opens the door for mail; what comes back closes it. Rejects when the port cannot be had. */
export const openReceiver = async (options: ReceiverOptions, host: ConnectionHost): Promise<() => Promise<void>> => {
  const { SMTPServer } = await import("smtp-server")
  const isOurs = mailboxesOf(options.accept)
  const server = new SMTPServer({
    size: options.maxBytes,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    maxClients: 20, // a mail exchanger brings no more at once, and each may hold a whole mail in memory
    socketTimeout: 60_000,
    closeTimeout: 2_000,
    onRcptTo: ({ address }, { envelope }, done) => done(refusalOf(address, envelope.rcptTo.length, isOurs)),
    onData: (stream, { envelope }, done) => {
      const sender = envelope.mailFrom ? envelope.mailFrom.address : ""
      void (async () => {
        const refusal = await take(stream, sender, { ...options, isOurs }, host).catch(
          () => new Refusal(451, "the mail was cut off; try again"),
        )
        done(refusal)
      })()
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port, options.host, () => {
      server.off("error", reject)
      resolve()
    })
  })
  // A caller who breaks the protocol or the line costs us their own mail and nothing else; they will come again.
  server.on("error", () => undefined)
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
    })
}
