import type { ChannelSubject } from "@escucha/core/testing"
import type { AddressInfo } from "node:net"
import { smpp } from "../../src/channels/smpp.ts"

interface Pdu {
  readonly command: string
  readonly [field: string]: unknown
  readonly response: (fields?: object) => object
}
interface Session {
  readonly on: (event: string, hear: (pdu: Pdu) => void) => void
  readonly send: (pdu: object) => void
  readonly enquire_link: (fields: object, answered: (pdu: { readonly command_status: number }) => void) => void
  readonly deliver_sm: (fields: object, answered: (pdu: { readonly command_status: number }) => void) => void
  readonly destroy: () => void
}
interface Library {
  readonly createServer: (listen: (session: Session) => void) => {
    readonly listen: (port: number, host: string, done: () => void) => void
    readonly address: () => AddressInfo
    readonly unref: () => void
    readonly close: () => void
  }
}
const { default: library } = (await import("smpp" as string)) as { readonly default: Library } // it has no types

/** A message centre that takes everything unless it is told otherwise. */
export const messageCentre = async () => {
  const sessions = new Set<Session>()
  const submitted: Pdu[] = []
  const state = { next: 0 as number | "silence", ids: 0, isDumb: false, binds: 0 }
  const server = library.createServer((session) => {
    session.on("error", () => {})
    session.on("close", () => sessions.delete(session))
    session.on("bind_transceiver", (pdu) => {
      state.binds += 1
      if (state.isDumb) return
      const isKnown = pdu["password"] === "pass-one"
      if (isKnown) sessions.add(session)
      session.send(pdu.response({ command_status: isKnown ? 0 : 0x0e }))
    })
    session.on("submit_sm", (pdu) => {
      submitted.push(pdu)
      if (state.next === "silence") return
      session.send(pdu.response({ command_status: state.next, message_id: state.next === 0 ? `m${++state.ids}` : "" }))
    })
    session.on("enquire_link", (pdu) => session.send(pdu.response()))
    session.on("unbind", (pdu) => session.send(pdu.response()))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `smpp://shop:pass-one@127.0.0.1:${server.address().port}`,
    unref: () => server.unref(),
    submitted,
    answer: (next: number | "silence") => (state.next = next),
    /** Writes to whoever is bound; gives the status of the answer. */
    deliver: (fields: object) =>
      Promise.all(
        [...sessions].map(
          (session) =>
            new Promise<number>((resolve) =>
              session.deliver_sm(fields, ({ command_status: status }) => resolve(status)),
            ),
        ),
      ),
    /** Asks whoever is bound for a sign of life; gives the status of the answer. */
    enquire: () =>
      Promise.all(
        [...sessions].map(
          (session) =>
            new Promise<number>((resolve) => session.enquire_link({}, ({ command_status: status }) => resolve(status))),
        ),
      ),
    /** From now on it lets nobody in, and says nothing. */
    fallDumb: () => (state.isDumb = true),
    binds: () => state.binds,
    breakOff: () => {
      for (const session of sessions) session.destroy()
    },
    close: () => {
      for (const session of sessions) session.destroy()
      server.close()
    },
  }
}

const taking = await messageCentre()
taking.unref()

const config = { url: taking.url, from: "+34910000000" }

export const subject: ChannelSubject<Parameters<typeof smpp>[0]> = {
  make: smpp,
  config,
  otherConfig: { url: "smpp://shop:pass-two@127.0.0.1:1", from: "+34910000000" },
  secrets: ["url"],
  address: "+34600000001",
  freshIds: true,
  wrong: [
    { option: "url", config: { ...config, url: "http://127.0.0.1" } },
    { option: "url", config: { ...config, url: "smpp://shop:secret@sms.example:2775" } },
    { option: "url", config: { ...config, url: "smpps://sms.example:3550" } },
    { option: "from", config: { ...config, from: "a name that is too long" } },
  ],
}
