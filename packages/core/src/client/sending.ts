import { isRefusal } from "./problem.ts"
import type { Session } from "./session.ts"
import { type Line, withLine } from "./thread.ts"

interface SendingParts {
  readonly session: Session
  readonly signal: AbortSignal
  readonly lines: () => readonly Line[]
  readonly change: (lines: readonly Line[]) => void
}

const accepted = (): true => true

/**
 * Sends the lines that are `sending`, one after the other, whenever it is called. After a failure that may pass, what is behind it
 * fails too: nothing overtakes. What the server refuses for good stays behind alone.
 */
export const createSending = ({ session, signal, lines, change }: SendingParts): (() => Promise<void>) => {
  let isBusy = false
  const waiting = () => lines().find(({ state }) => state === "sending")
  const send = async (line: Line) => {
    const { id, text } = line
    const sent = await session.ask({ path: "messages", body: { id, text }, signal }, accepted)
    if ("value" in sent) {
      change(withLine(lines(), { ...(lines().find((known) => known.id === id) ?? line), state: "sent" }))
    } else {
      const { problem } = sent
      const isHit = (known: Line) => known.state === "sending" && (known.id === id || !isRefusal(problem))
      change(lines().map((known) => (isHit(known) ? { ...known, state: "failed", problem } : known)))
    }
  }
  return async () => {
    if (isBusy) return
    isBusy = true
    try {
      for (let line = waiting(); line && !signal.aborted; line = waiting()) await send(line)
    } finally {
      isBusy = false
    }
  }
}
