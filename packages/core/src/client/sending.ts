import type { Call } from "./calls.ts"
import type { Result } from "./problem.ts"
import { isRefusal } from "./refusal.ts"
import type { Session } from "./session.ts"
import type { Line } from "./thread.ts"
import type { ClientReceipt } from "./wire.ts"

/** What goes from the page to the server beside surveys. */
export interface Sending {
  /** Sends what is `sending`, one after the other. */
  readonly pump: () => Promise<void>
  /** Sends again what failed and may still go through. */
  readonly retry: () => void
  /** Says that the page has what was written to it. */
  readonly delivered: () => void
  /** Says that it was seen. */
  readonly read: () => void
  /** Says that the visitor is writing. */
  readonly typing: () => void
}

/** What sending needs of the client. It is given, not imported: so this file, which is loaded late, has no part of the client twice. */
export interface SendingDesk {
  readonly session: Pick<Session, "ask">
  readonly signal: AbortSignal
  readonly now: () => number
  readonly lines: () => readonly Line[]
  readonly change: (lines: readonly Line[]) => void
}

const pause = 3_000
const longestUpload = 300_000

type Ask = (call: Omit<Call, "signal">) => Promise<Result<true>>

const asking =
  ({ session, signal }: SendingDesk): Ask =>
  (call) =>
    session.ask({ ...call, signal }, (): true => true)

/** A file goes as it is, what is said of it beside it. */
const callOf = ({ id, text, upload }: Line): Omit<Call, "signal"> => {
  if (!upload) return { path: "messages", body: { id, text } }
  const { file, isVoice } = upload
  const name = "name" in file && typeof file.name === "string" ? file.name : "file"
  const query = new URLSearchParams({ id, text, name, ...(isVoice && { as: "voice" }) })
  return { path: `media?${query.toString()}`, body: file, patience: longestUpload }
}

/** The lines with those that failed, and may still go through, on their way again. */
const sendingAgain = (lines: readonly Line[]): readonly Line[] =>
  lines.map((line): Line => {
    const { problem, ...rest } = line
    return line.state !== "failed" || (problem && isRefusal(problem)) ? line : { ...rest, state: "sending" }
  })

/**
 * Sends the lines that are `sending`, one after the other, whenever it is called. After a failure that may pass, what is behind it
 * fails too: nothing overtakes. What the server refuses for good stays behind alone.
 */
const createPump = ({ signal, lines, change }: SendingDesk, ask: Ask): (() => Promise<void>) => {
  let isBusy = false
  const waiting = () => lines().find(({ state }) => state === "sending")
  const send = async (line: Line) => {
    const sent = await ask(callOf(line))
    if ("value" in sent) {
      change(lines().map((known) => (known.id === line.id ? { ...known, state: "sent" } : known)))
    } else {
      const { problem } = sent
      const isHit = (known: Line) => known.state === "sending" && (known.id === line.id || !isRefusal(problem))
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

/** Says each thing once: `read` says `delivered` as well. What did not arrive is said with the next thing. */
const createTelling = ({ lines }: SendingDesk, ask: Ask) => {
  const told = { delivered: 0, read: 0 }
  return async (status: ClientReceipt["status"]): Promise<void> => {
    const upTo = Math.max(0, ...lines().map(({ from, at }) => (from === "team" ? at : 0)))
    if (upTo <= Math.max(told[status], told.read)) return
    told[status] = upTo
    const said = await ask({ path: "receipts", body: { status, upTo } })
    if ("problem" in said) told[status] = 0
  }
}

/** Sends for a conversation. */
export const createSending = (desk: SendingDesk): Sending => {
  const ask = asking(desk)
  const [pump, tell] = [createPump(desk, ask), createTelling(desk, ask)]
  let typedAt = -Infinity
  return {
    pump: () => {
      typedAt = -Infinity // what they write after a message is said anew
      return pump()
    },
    delivered: () => void tell("delivered"),
    read: () => void tell("read"),
    retry: () => {
      desk.change(sendingAgain(desk.lines()))
      void pump()
    },
    typing: () => {
      if (Math.abs(desk.now() - typedAt) < pause) return // a clock may be set back
      typedAt = desk.now()
      void ask({ path: "typing", body: {} }) // true now: if it does not arrive, nobody says it again
    },
  }
}
