import type { ConnectionShape, Inbound } from "@escucha/core"
import { SMTPServer } from "smtp-server"
import { afterEach } from "vitest"
import { smtp } from "../../src/channels/smtp.ts"

type Reply = { readonly at: "mail" | "recipient" | "data"; readonly code: number; readonly words?: string }
/** What a test opened; it is closed after it, the last first. */
export const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Lets a server listen where there is room, and gives its port. */
export const listen = async (server: SMTPServer): Promise<number> => {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const address = server.server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

/** A mail server that takes everything, or answers one step with one code. */
export const mailServer = async (reply?: Reply) => {
  const mails: { readonly raw: string; readonly to: readonly string[]; readonly from: string }[] = []
  const refuse = (at: Reply["at"]) =>
    reply?.at === at ? Object.assign(new Error(reply.words ?? "no"), { responseCode: reply.code }) : null
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    onAuth: (_, _session, done) => done(null, { user: "x" }),
    onMailFrom: (_, _session, done) => done(refuse("mail")),
    onRcptTo: (_, _session, done) => done(refuse("recipient")),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => {
          mails.push({
            raw: Buffer.concat(chunks).toString(),
            to: envelope.rcptTo.map(({ address }) => address),
            from: envelope.mailFrom ? envelope.mailFrom.address : "",
          })
          done(refuse("data"))
        })
    },
  })
  server.on("error", () => undefined)
  const port = await listen(server)
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(resolve)
    })
  return { url: `smtp://u:s3cret-pass@127.0.0.1:${port}`, mails, close, unref: () => server.server.unref() }
}

/** The connection of a channel with these options. */
export const opened = async (
  options: Parameters<typeof smtp>[0],
  receive: (inbound: readonly Inbound[]) => Promise<void> = async () => undefined,
) => {
  const channel = smtp(options) as ReturnType<typeof smtp> & ConnectionShape // smtp is described with `open`
  const connection = await channel.open({
    now: () => Date.UTC(2026, 2, 2),
    receive,
    report: (failure) => {
      throw failure
    },
    call: async () => Promise.reject(new TypeError("it makes no calls")),
  })
  closing.push(connection.close)
  return connection
}

/** Who writes. */
export const from = "Tienda <hola@shop.example>"
