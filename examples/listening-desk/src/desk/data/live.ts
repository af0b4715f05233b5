import type { DeskEvent } from "@escucha/core"
import type { DeskClient } from "./desk-client.ts"
import { asDeskError } from "./desk-error.ts"
import { readEvents } from "./server-events.ts"

/** Whether what happens reaches us as it happens. */
export type Connection = "connecting" | "live" | "reconnecting"

/** Who is told what the desk's stream says. */
export interface Listener {
  readonly onEvent: (event: DeskEvent) => void
  readonly onConnection: (connection: Connection) => void
  /** The stream is there again after a break: what happened meanwhile may have been too much to replay. */
  readonly onResumed: () => void
}

const silence = 90_000

/** How long to wait before the next attempt, in milliseconds: doubling to half a minute, spread so that a crowd does not return at once. */
export const pause = (attempt: number, random: number): number =>
  Math.min(30_000, 500 * 2 ** attempt) * (0.5 + random / 2)

const isDeskEvent = (value: unknown): value is DeskEvent =>
  typeof value === "object" &&
  value !== null &&
  "customer" in value &&
  typeof value.customer === "string" &&
  "kind" in value

/** The event in one line of the stream, or null where it is not one of ours. */
const parseDeskEvent = (data: string): DeskEvent | null => {
  try {
    const value: unknown = JSON.parse(data)
    return isDeskEvent(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const wait = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener("online", done)
      signal.removeEventListener("abort", done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    addEventListener("online", done)
    signal.addEventListener("abort", done)
  })

interface Reading {
  last: string | null
  attempt: number
  wasLive: boolean
}

const follow = async (client: DeskClient, listener: Listener, reading: Reading, signal: AbortSignal): Promise<void> => {
  const attempt = new AbortController()
  const abort = () => attempt.abort()
  signal.addEventListener("abort", abort)
  let watch = setTimeout(abort, silence)
  try {
    const stream = await client.events(reading.last, attempt.signal)
    listener.onConnection("live")
    if (reading.wasLive) listener.onResumed()
    reading.wasLive = true
    reading.attempt = 0
    let rest = ""
    const decoder = new TextDecoder()
    for await (const bytes of stream) {
      clearTimeout(watch)
      watch = setTimeout(abort, silence)
      const read = readEvents(rest, decoder.decode(bytes, { stream: true }))
      rest = read.rest
      for (const { id, data } of read.events) {
        reading.last = id ?? reading.last
        const event = parseDeskEvent(data)
        if (event !== null) listener.onEvent(event)
      }
    }
  } finally {
    clearTimeout(watch)
    signal.removeEventListener("abort", abort)
    attempt.abort()
  }
}

/** Follows the desk's stream until the returned function is called: resumes where it broke, and waits longer after each failure. */
export const followDesk = (client: DeskClient, listener: Listener): (() => void) => {
  const stop = new AbortController()
  const reading: Reading = { last: null, attempt: 0, wasLive: false }
  const loop = async () => {
    while (!stop.signal.aborted) {
      try {
        await follow(client, listener, reading, stop.signal)
      } catch (cause) {
        if (asDeskError(cause).reason === "unauthorized") return // the client has told the page, which asks for a new sign-in
      }
      if (stop.signal.aborted) return
      listener.onConnection("reconnecting")
      await wait(pause(reading.attempt++, Math.random()), stop.signal)
    }
  }
  void loop()
  return () => stop.abort()
}
