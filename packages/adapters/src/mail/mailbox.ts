// A mailbox that is read where it lies: IMAP (https://www.rfc-editor.org/rfc/rfc9051) with IDLE. Nothing is remembered here: what was
// taken is marked as seen, or moved, when it is safe; what is unseen is taken when the line is back.
import type { ConnectionHost } from "@escucha/core"
import type { ImapFlow } from "imapflow"
import { handOver, isFinal } from "./hand-over.ts"
import { incoming } from "./incoming.ts"
import { mailServerOf } from "./server-url.ts"

/** Which mailbox is read, and what becomes of the mails in it. */
export interface MailboxOptions {
  readonly url: string
  readonly folder: string
  /** The folder that mails are moved to when they are safe; they stay and are marked as seen, where it is left out. */
  readonly moveTo: string | undefined
  readonly maxBytes: number
  /** The mail exchanger whose word we take for who a mail is from. */
  readonly exchanger: string | undefined
  /** Milliseconds that the server may take. */
  readonly timeout: number
  /** Our own address. */
  readonly own: string
}

/** Between two attempts to get the line back, in milliseconds: the first, and at most. */
const pauses = { first: 1_000, longest: 60_000 }

const rest = (pause: number, ending: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      ending.removeEventListener("abort", end)
      resolve()
    }
    const timer = setTimeout(end, pause)
    ending.addEventListener("abort", end)
    if (ending.aborted) end()
  })

/** Something rings, and whoever waits goes on; what rang before is not forgotten. */
const createBell = () => {
  let ring: () => void = () => undefined
  let rung = new Promise<void>((resolve) => (ring = resolve))
  return {
    ring: () => ring(),
    wait: async () => {
      await rung
      rung = new Promise((resolve) => (ring = resolve))
    },
  }
}

/** Takes one mail; `false` where it can never be taken and a person has to look at it. */
const take = async (
  client: ImapFlow,
  uid: number,
  { maxBytes, exchanger, own }: MailboxOptions,
  host: ConnectionHost,
): Promise<boolean> => {
  const found = await client.fetchOne(String(uid), { size: true, source: { maxLength: maxBytes + 1 } }, { uid: true })
  if (!found || !found.source) return true // another program took it away
  if (found.source.length > maxBytes) return false
  const read = await incoming(found.source, { now: host.now(), exchanger })
  if ("refused" in read) return false
  try {
    await handOver(read, host, (address) => address.toLowerCase() === own.toLowerCase())
  } catch (error) {
    if (isFinal(error)) return false
    throw error
  }
  return true
}

/** Takes all that is unseen, the oldest first. Rejects when the core cannot keep one right now, or the line breaks. */
const drain = async (client: ImapFlow, options: MailboxOptions, host: ConnectionHost): Promise<void> => {
  const unseen = (await client.search({ seen: false }, { uid: true })) || []
  for (const uid of unseen.toSorted((one, other) => one - other)) {
    const isTaken = await take(client, uid, options, host)
    const range = String(uid)
    // flagged: nothing is lost in silence, the mail program shows it
    await client.messageFlagsAdd(range, isTaken ? ["\\Seen"] : ["\\Seen", "\\Flagged"], { uid: true })
    if (isTaken && options.moveTo !== undefined) await client.messageMove(range, options.moveTo, { uid: true })
  }
}

const connected = async ({ url, folder, timeout }: MailboxOptions): Promise<ImapFlow> => {
  const { ImapFlow } = await import("imapflow")
  const { host, port, isSecure, user, password, needsTls } = mailServerOf(url)
  const client = new ImapFlow({
    host,
    port: port || (isSecure ? 993 : 143),
    secure: isSecure,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: 5 * 60_000, // so that a line that died in silence is noticed
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    ...(needsTls && { doSTARTTLS: true }),
  })
  client.on("error", () => undefined) // told again by `close`, and by the command that was under way
  try {
    await client.connect()
    await client.mailboxOpen(folder)
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/** Reads a mailbox until the line breaks or is closed. */
const attend = async (client: ImapFlow, options: MailboxOptions, host: ConnectionHost, settled: () => void) => {
  const bell = createBell()
  client.on("exists", bell.ring)
  client.on("close", bell.ring)
  while (client.usable) {
    await drain(client, options, host)
    settled()
    void client.idle().catch(bell.ring) // the next command ends it
    await bell.wait()
  }
}

/**
 * Opens a mailbox and reads it from then on; what comes back closes it. Rejects when it cannot be opened at first; later it goes on
 * trying, with pauses that grow. Of several processes one reads, because each would take what is unseen.
 */
export const openMailbox = async (options: MailboxOptions, host: ConnectionHost): Promise<() => Promise<void>> => {
  const closing = new AbortController()
  let client = await connected(options)
  let pause = pauses.first
  const settled = () => {
    pause = pauses.first
  }
  const live = async (ending: AbortSignal) => {
    const leave = () => client.close()
    ending.addEventListener("abort", leave)
    while (!ending.aborted) {
      try {
        if (!client.usable) client = await connected(options)
        if (ending.aborted) break
        await attend(client, options, host, settled)
      } catch (error) {
        if (!ending.aborted) host.report(error)
      }
      client.close()
      if (!ending.aborted) await rest(pause, ending)
      pause = Math.min(pause * 2, pauses.longest)
    }
    ending.removeEventListener("abort", leave)
    client.close()
  }
  if (host.alone) client.close() // it could be opened: whoever reads it opens it again
  const living = host.alone ? host.alone(live, closing.signal) : live(closing.signal)
  return async () => {
    closing.abort()
    client.close()
    await living
  }
}
