import type { AddressInfo } from "node:net"
import { loopback } from "./free-port.ts"
import { installed } from "./installed.ts"
import type { Server } from "./server.ts"

/** A protocol data unit as npm's smpp reads and writes it. */
export interface Pdu {
  readonly command: string
  readonly command_status: number
  readonly [field: string]: unknown
  readonly response: (fields?: { readonly [field: string]: unknown }) => Pdu
}

/** One bound client, as the message centre sees it. */
export interface SmppSession {
  readonly on: (event: string, hear: (pdu: Pdu) => void) => void
  readonly send: (pdu: Pdu) => boolean
  readonly deliver_sm: (fields: { readonly [field: string]: unknown }, answered?: (answer: Pdu) => void) => boolean
  readonly close: () => void
  readonly destroy: () => void
}

/** What the message centre answers to the next `submit_sm`s: 0 takes them, 0x58 is "throttled", "silence" answers nothing. */
export type SubmitAnswer = number | "silence"

/** A message centre for SMS: it knows one account, takes texts, and can write to whoever is bound. */
export interface SmppServer extends Server {
  readonly systemId: string
  readonly password: string
  /** Every `submit_sm` that came, those that were refused too. */
  readonly submitted: readonly Pdu[]
  readonly answer: (next: SubmitAnswer) => void
  /** Writes to every bound client: a text of a person, or a receipt (`esm_class: 4`). */
  readonly deliver: (fields: { readonly [field: string]: unknown }) => Promise<readonly Pdu[]>
}

interface Library {
  readonly createServer: (listen: (session: SmppSession) => void) => {
    readonly listen: (port: number, host: string, done: () => void) => void
    readonly address: () => AddressInfo | string | null
    readonly close: (done: () => void) => void
  }
}

const systemId = "shop"
const password = "smpppass" // the protocol has room for eight characters
const bindFailed = 0x0d

/** Starts npm's smpp in this process, or gives undefined where it is not installed. */
export const startSmpp = async (): Promise<SmppServer | undefined> => {
  const found = installed("smpp")
  if (found === undefined) return undefined
  const { createServer } = found as Library // what smpp 0.5 exports
  const [open, bound] = [new Set<SmppSession>(), new Set<SmppSession>()]
  const submitted: Pdu[] = []
  let next: SubmitAnswer = 0
  const hear = (session: SmppSession): void => {
    open.add(session)
    session.on("error", () => undefined) // a client that breaks off is the client's affair
    session.on("close", () => [open, bound].forEach((set) => set.delete(session)))
    const bind = (pdu: Pdu): void => {
      const isIn = pdu["system_id"] === systemId && pdu["password"] === password
      if (isIn) bound.add(session)
      session.send(pdu.response({ command_status: isIn ? 0 : bindFailed, system_id: systemId }))
    }
    for (const kind of ["transceiver", "transmitter", "receiver"]) session.on(`bind_${kind}`, bind)
    session.on("enquire_link", (pdu) => void session.send(pdu.response()))
    session.on("unbind", (pdu) => {
      bound.delete(session)
      session.send(pdu.response())
      session.close()
    })
    session.on("submit_sm", (pdu) => {
      submitted.push(pdu)
      if (next === "silence") return
      session.send(pdu.response({ command_status: next, ...(next === 0 && { message_id: `sm-${submitted.length}` }) }))
    })
  }
  const server = createServer(hear)
  await new Promise<void>((resolve) => {
    server.listen(0, loopback, resolve)
  })
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    host: loopback,
    port,
    systemId,
    password,
    submitted,
    answer: (wanted) => {
      next = wanted
    },
    deliver: (fields) =>
      Promise.all([...bound].map((session) => new Promise<Pdu>((resolve) => void session.deliver_sm(fields, resolve)))),
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        for (const session of open) session.destroy()
      }),
  }
}
