import type { AddressInfo, Server as NetServer } from "node:net"
import { loopback } from "./free-port.ts"
import { installed } from "./installed.ts"
import type { Server } from "./server.ts"

/** A mail as it was taken. */
export interface TakenMail {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
}

/** The answer to one step of a delivery, instead of taking it. */
export interface Refusal {
  readonly at: "mail" | "recipient" | "data"
  readonly code: number
  readonly words: string
}

/** A mail server that takes what it gets, or refuses one step as long as it is told to. */
export interface SmtpServer extends Server {
  readonly mails: readonly TakenMail[]
  readonly refuse: (refusal: Refusal | undefined) => void
  /** The next mail, also where it came already and nobody asked. */
  readonly next: () => Promise<TakenMail>
}

type Done = (error?: Error | null) => void
interface Envelope {
  readonly mailFrom: { readonly address: string } | false
  readonly rcptTo: readonly { readonly address: string }[]
}
type OnData = (stream: AsyncIterable<Buffer>, session: { readonly envelope: Envelope }, done: Done) => void
type SMTPServer = new (options: object) => {
  readonly server: NetServer
  readonly listen: (port: number, host: string, done: () => void) => void
  readonly close: (done: () => void) => void
  readonly on: (event: "error", hear: (error: Error) => void) => void
}

/** Starts npm's smtp-server in this process, or gives undefined where it is not installed. */
export const startSmtpServer = async (): Promise<SmtpServer | undefined> => {
  const found = installed("smtp-server")
  if (found === undefined) return undefined
  const { SMTPServer } = found as { readonly SMTPServer: SMTPServer } // what smtp-server 3 exports
  const mails: TakenMail[] = []
  const waiting: ((mail: TakenMail) => void)[] = []
  let given = 0
  let refusal: Refusal | undefined
  const verdict = (at: Refusal["at"]): Error | null =>
    refusal?.at === at ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null
  const take = (mail: TakenMail): void => {
    mails.push(mail)
    const waiter = waiting.shift()
    if (!waiter) return
    given += 1
    waiter(mail)
  }
  const onData: OnData = async (stream, { envelope }, done) => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    const no = verdict("data")
    const to = envelope.rcptTo.map(({ address }) => address)
    const from = envelope.mailFrom ? envelope.mailFrom.address : ""
    if (!no) take({ from, to, raw: Buffer.concat(chunks).toString() })
    done(no)
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onMailFrom: (_: unknown, _session: unknown, done: Done) => done(verdict("mail")),
    onRcptTo: (_: unknown, _session: unknown, done: Done) => done(verdict("recipient")),
    onData,
  })
  server.on("error", () => undefined) // a client that hangs up is the client's affair
  await new Promise<void>((resolve) => {
    server.listen(0, loopback, resolve)
  })
  const { port } = server.server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    host: loopback,
    port,
    mails,
    refuse: (next) => {
      refusal = next
    },
    next: async () => {
      const mail = mails[given]
      if (mail === undefined) return new Promise((resolve) => void waiting.push(resolve))
      given += 1
      return mail
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
      }),
  }
}
