import type { Clock } from "../../kernel/clock.ts"
import type { WebResponse } from "./request.ts"

/** One event of a stream: `id` is the cursor from which a reader goes on after a break. */
export interface ServerEvent {
  readonly id: number
  readonly data: unknown
}

const beat = 15_000
const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
} as const

/** Encodes an event (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON has no line breaks, so one line is enough. */
export const encodeEvent = ({ id, data }: ServerEvent): string => `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`

/** The cursor after which a reader wants to go on: the header of a reconnect, or the query of a first call. */
export const cursorOf = (lastEventId: string | undefined, after: string | null): number | undefined => {
  const text = lastEventId ?? after ?? ""
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/**
 * Streams events as they come, with a comment every 15 seconds so that a dead connection is noticed. `events` is started with a
 * signal that fires when the reader goes away. The stream ends at `until`, when the session of its reader does.
 */
export const eventStream = (
  clock: Clock,
  until: number,
  events: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
): WebResponse => {
  const gone = new AbortController()
  const body = async function* (): AsyncGenerator<string> {
    const source = events(gone.signal)[Symbol.asyncIterator]()
    try {
      yield "retry: 2000\n\n"
      let news = source.next()
      while (!gone.signal.aborted) {
        let stop = () => {}
        const silence = new Promise<"beat">((resolve) => {
          stop = clock.at(Math.min(clock.now() + beat, until), () => resolve("beat"))
        })
        const first = await Promise.race([news, silence]).finally(stop)
        if (clock.now() >= until) return
        if (first === "beat") yield ": still here\n\n"
        else if (first.done) return
        else {
          yield encodeEvent(first.value)
          news = source.next()
        }
      }
    } finally {
      gone.abort()
    }
  }
  const stream = body()
  return {
    status: 200,
    headers,
    body: {
      [Symbol.asyncIterator]: () => ({
        next: () => stream.next(),
        return: () => {
          // the reader went away: what waits for news has to be woken before the generator can end
          gone.abort()
          return stream.return(undefined)
        },
      }),
    },
  }
}
