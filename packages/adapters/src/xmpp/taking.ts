// What a line brings is made safe before anybody is told that it arrived.
import type { ConnectionHost, Inbound } from "@escucha/core"
import type { Element } from "@xmpp/client"
import type { Session } from "./session.ts"
import { askedFor, inboundIn, space } from "./stanza.ts"

/** Pauses between tries, in milliseconds. */
const pauses = [1_000, 2_000, 5_000, 15_000, 60_000] as const

const isPassing = (failure: unknown): boolean =>
  failure instanceof Error && "retryable" in failure && failure.retryable === true

/** Waits; gives whether it is still worth trying then. */
type Wait = (milliseconds: number) => Promise<boolean>

/** The server does not bring a stanza again: where there is no room for it, it is held and tried again for some time. */
const keepSafe = async (host: ConnectionHost, found: readonly Inbound[], wait: Wait): Promise<void> => {
  for (const pause of pauses) {
    try {
      return await host.receive(found)
    } catch (failure) {
      if (!isPassing(failure) || !(await wait(pause))) throw failure
    }
  }
  await host.receive(found)
}

/** Takes in what a stanza brings, and says that it arrived once it is safe, where the sender asks. */
const take = async (
  host: ConnectionHost,
  own: string,
  stanza: Element,
  { xml, send }: Session,
  wait: Wait,
): Promise<void> => {
  const found = inboundIn(stanza, { own, now: host.now() })
  if (found.length === 0) return
  await keepSafe(host, found, wait)
  const [{ from: to }, asked] = [stanza.attrs, askedFor(stanza)]
  if (asked === undefined || !found.some(({ type }) => type === "message" || type === "edit")) return
  await send(xml("message", { to, id: `received-${asked}` }, xml("received", { xmlns: space.receipts, id: asked })))
}

/** Takes in what the lines of an account bring, until its end. */
export const createTaking = (host: ConnectionHost, own: string) => {
  let isOver = false
  const held = new Set<() => void>()
  const wait: Wait = (milliseconds) =>
    new Promise((resolve) => {
      const go = () => {
        clearTimeout(alarm)
        held.delete(go)
        resolve(!isOver)
      }
      const alarm = setTimeout(go, milliseconds)
      held.add(go)
    })
  return {
    heard: (stanza: Element, session: Session): void =>
      void take(host, own, stanza, session, wait).catch((failure: unknown) => host.report(failure)),
    end: (): void => {
      isOver = true
      for (const go of held) go()
    },
  }
}
