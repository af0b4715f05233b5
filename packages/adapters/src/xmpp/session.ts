// One line to a server: https://www.rfc-editor.org/rfc/rfc6120
import type { Client, Element, xml as makeElement } from "@xmpp/client"
import { space } from "./stanza.ts"

/** How a line is opened. */
export interface LineOptions {
  readonly service: string
  readonly domain: string
  readonly username: string
  readonly password: string
}

/** A line that is open. */
export interface Session {
  readonly xml: typeof makeElement
  /** Resolves when it is on its way. */
  readonly send: (element: Element) => Promise<void>
  /** Resolves when the server has taken everything that was sent before: it answers in order (RFC 6120 §10.1). */
  readonly taken: () => Promise<void>
  readonly close: () => Promise<void>
}

/** So long a server may take for one step, in milliseconds. */
const patience = 10_000

type Authenticate = (credentials: object, mechanism: string) => Promise<void>

/** The password itself is shown only where nothing better is there: the line is private, or does not leave the machine. */
const signIn =
  ({ username, password }: LineOptions) =>
  (authenticate: Authenticate, mechanisms: readonly string[]) =>
    authenticate({ username, password }, mechanisms.includes("SCRAM-SHA-1") ? "SCRAM-SHA-1" : "PLAIN")

const sessionOf = (client: Client, xml: typeof makeElement, domain: string): Session => ({
  xml,
  send: (element) => client.send(element),
  taken: async () => {
    const ping = xml("iq", { type: "get", to: domain }, xml("ping", { xmlns: space.ping }))
    try {
      await client.iqCaller.request(ping, patience)
    } catch (failure) {
      // a server that knows no ping says so in its turn
      if (!(failure instanceof Error) || failure.name !== "StanzaError") throw failure
    }
  },
  close: async () => {
    await client.stop().catch(() => client.socket?.end()) // the server says no good-bye, or is not there
  },
})

/** What waits for a line, and is told of it. */
export interface Listening {
  readonly heard: (stanza: Element, session: Session) => void
  readonly ended: () => void
  /** Ends the waiting for a server that says nothing. */
  readonly signal: AbortSignal
}

/** Opens a line and shows that we are there. Rejects where we are not let in, or where nobody is there. */
export const openLine = async (options: LineOptions, { heard, ended, signal }: Listening): Promise<Session> => {
  const { client: create, xml } = await import("@xmpp/client")
  const { service, domain } = options
  const client = create({ service, domain, credentials: signIn(options), timeout: patience })
  client.reconnect.stop() // each try has a line of its own: one that is resumed would send again what may have left
  const session = sessionOf(client, xml, domain)
  client.on("error", () => {}) // whoever waits is told by a promise, and of the end by its own event
  client.on("disconnect", ended)
  client.on("stanza", (stanza) => heard(stanza, session))
  const lost = new Promise<never>((_, reject) => {
    const give = () => reject(new TypeError("the server closed the line, or said nothing"))
    client.on("disconnect", give)
    signal.addEventListener("abort", give, { once: true })
  })
  try {
    await Promise.race([client.start(), lost])
    await client.send(xml("presence"))
    return session
  } catch (failure) {
    await session.close()
    throw failure
  }
}
