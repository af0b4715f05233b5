// A line that is opened again when it breaks.
import { type ConnectionHost, DeliveryError } from "@escucha/core"
import type { Pdu, Session } from "smpp"
import { inboundIn } from "./message.ts"
import { type LineOptions, openLine } from "./session.ts"

const firstPause = 1_000
const longestPause = 60_000
/** So long a message centre may take to let us in. */
const longestTry = 30_000

/** ESME_RX_T_APPN (§5.1.3): it could not be kept, and is to come again. */
const comeAgain = 0x64

/** Takes what the message centre brings, and answers once it is safe. */
const taking = (host: ConnectionHost, line: string) => (pdu: Pdu, session: Session) => {
  if (pdu.command === "enquire_link") session.send(pdu.response()) // who gives no sign of life is cut off (§2.8)
  if (pdu.command !== "deliver_sm") return
  const found = inboundIn(pdu, line)
  const safe = found ? host.receive([found]) : Promise.resolve()
  safe.then(
    () => session.send(pdu.response()),
    (failure: unknown) => {
      host.report(failure)
      session.send(pdu.response({ command_status: comeAgain }))
    },
  )
}

/** A line that is kept. */
export interface KeptLine {
  /** `undefined` while it is broken. */
  readonly session: () => Session | undefined
  /** Told when the line breaks: whoever waits for an answer on it. Each is told once, and takes itself out when it has its answer. */
  readonly waiting: Set<() => void>
  readonly close: () => void
}

/** Opens a line and keeps it; resolves when it is there, or when the first try failed and others follow. */
export const keepLine = async (options: LineOptions, host: ConnectionHost): Promise<KeptLine> => {
  let isOpen = true
  let session: Session | undefined
  let later: ReturnType<typeof setTimeout> | undefined
  let lines = 0
  const waiting = new Set<() => void>()
  const refused = (status: number) =>
    host.report(new DeliveryError("smpp", "auth", { retryable: true, sent: "no" }, { cause: status }))
  const connect = async (pause: number): Promise<void> => {
    const again = () => {
      session = undefined
      for (const broke of waiting) broke()
      waiting.clear()
      clearTimeout(later)
      if (isOpen) later = setTimeout(() => void connect(Math.min(pause * 2, longestPause)), pause)
    }
    const patience = new AbortController()
    const alarm = setTimeout(() => patience.abort(), longestTry)
    try {
      const heard = taking(host, `${host.now()}-${++lines}`)
      const bound = await openLine(options, { ended: again, heard, signal: patience.signal })
      if (bound.status === 0 && isOpen) {
        session = bound.session
        return
      }
      if (isOpen) refused(bound.status)
      bound.session.destroy() // its end is where the next try begins
    } catch {
      again() // the line broke before it was ours
    } finally {
      clearTimeout(alarm)
    }
  }
  await connect(firstPause)
  return {
    session: () => session,
    waiting,
    close: () => {
      isOpen = false
      clearTimeout(later)
      session?.destroy()
      session = undefined
    },
  }
}
