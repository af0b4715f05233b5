// A line that is opened again when it breaks.
import { type ConnectionHost, DeliveryError } from "@escucha/core"
import type { Element } from "@xmpp/client"
import { type LineOptions, openLine, type Session } from "./session.ts"
import { askedFor, inboundIn, space } from "./stanza.ts"

const pauses = [1_000, 2_000, 5_000, 15_000, 60_000] as const
const longestTry = 30_000

/** Takes in what a stanza brings, and says that it arrived once it is safe, where the sender asks. */
const take = async (host: ConnectionHost, own: string, stanza: Element, { xml, send }: Session): Promise<void> => {
  const found = inboundIn(stanza, { own, now: host.now() })
  if (found.length === 0) return
  await host.receive(found)
  const [{ from: to }, asked] = [stanza.attrs, askedFor(stanza)]
  if (asked === undefined || !found.some(({ type }) => type === "message" || type === "edit")) return
  await send(xml("message", { to, id: `received-${asked}` }, xml("received", { xmlns: space.receipts, id: asked })))
}

/** A line that is kept. */
export interface KeptLine {
  /** `undefined` while it is broken. */
  readonly session: () => Session | undefined
  /** Tells once that this session is no more. */
  readonly onEnd: (session: Session, tell: () => void) => () => void
  readonly close: () => Promise<void>
}

/** Opens a line and keeps it; resolves when it is there, or when the first try failed and others follow. */
export const keepLine = async (options: LineOptions, host: ConnectionHost): Promise<KeptLine> => {
  const own = `${options.username}@${options.domain}`
  const heard = (stanza: Element, session: Session) =>
    void take(host, own, stanza, session).catch((failure: unknown) => host.report?.(failure))
  const waiting = new Set<() => void>()
  let current: Session | undefined
  let isKept = true
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    current = undefined
    for (const tell of waiting) tell()
    clearTimeout(timer)
    if (isKept) timer = setTimeout(() => void attempt(), pauses[Math.min(failures++, pauses.length - 1)])
  }
  const attempt = async (): Promise<void> => {
    const patience = new AbortController()
    const alarm = setTimeout(() => patience.abort(), longestTry)
    try {
      const ended = () => current && later()
      const session = await openLine(options, { heard, ended, signal: patience.signal })
      if (!isKept) return await session.close()
      current = session
      failures = 0
    } catch (failure) {
      const isRefused = failure instanceof Error && failure.name === "SASLError"
      const reason = isRefused ? "auth" : "network"
      // told when it begins: what goes on failing is not told at every try
      if (failures === 0) host.report?.(new DeliveryError("xmpp", reason, { retryable: true, sent: "no" }))
      later()
    } finally {
      clearTimeout(alarm)
    }
  }
  await attempt()
  return {
    session: () => current,
    onEnd: (session, tell) => {
      if (session !== current) tell()
      else waiting.add(tell)
      return () => waiting.delete(tell)
    },
    close: async () => {
      isKept = false
      clearTimeout(timer)
      const last = current
      current = undefined
      await last?.close()
    },
  }
}
