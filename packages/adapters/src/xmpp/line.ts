// A line that is opened again when it breaks.
import { type ConnectionHost, DeliveryError } from "@escucha/core"
import { type LineOptions, openLine, type Session } from "./session.ts"
import { createTaking } from "./taking.ts"

const pauses = [1_000, 2_000, 5_000, 15_000, 60_000] as const
const longestTry = 30_000

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
  const taking = createTaking(host, `${options.username}@${options.domain}`)
  const waiting = new Set<() => void>()
  let current: Session | undefined
  let isKept = true
  let failures = 0
  let isTold = false
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
      const session = await openLine(options, { heard: taking.heard, ended, signal: patience.signal })
      if (!isKept) return await session.close()
      current = session
      failures = 0
      isTold = false
    } catch (failure) {
      const isRefused = failure instanceof Error && failure.name === "SASLError"
      const reason = isRefused ? "auth" : "network"
      // told when it begins: what goes on failing is not told at every try
      if (!isTold) host.report(new DeliveryError("xmpp", reason, { retryable: true, sent: "no" }))
      isTold = true
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
      taking.end()
      const last = current
      current = undefined
      await last?.close()
    },
  }
}
