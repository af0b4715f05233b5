import { backOff } from "./back-off.ts"
import type { Browser } from "./browser.ts"
import { parseJson, readConversation, readEvent } from "./incoming.ts"
import { type ClientProblem, type Result, unreachable } from "./problem.ts"
import { createEventReader } from "./server-events.ts"
import type { Session } from "./session.ts"
import type { ClientConversation, ClientEvent } from "./wire.ts"

/** How the page and the server are joined. `offline`: not now; it is tried again by itself. */
export type ConnectionStatus = "connecting" | "live" | "offline"

/** Who is told what the server says. */
export interface Listener {
  readonly status: (status: ConnectionStatus, problem?: ClientProblem) => void
  readonly conversation: (conversation: ClientConversation) => void
  readonly event: (event: ClientEvent) => void
}

/** The one stream of events of this page, whoever watches. */
export interface Live {
  /** Keeps the stream open until the returned function is called, and so are those of all others who watch. */
  readonly watch: () => () => void
}

// The server sends a sign of life every 15 seconds; without three of them the connection is dead, whatever the browser believes.
const longestSilence = 45_000

interface LiveParts {
  readonly session: Session
  readonly browser: Browser
  readonly listener: Listener
  /** Fires when the client is closed. */
  readonly signal: AbortSignal
}

/** Resolves when the browser has a network. */
const network = (browser: Browser, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted || browser.isOnline()) return resolve()
    const done = new AbortController()
    const settle = () => {
      if (!signal.aborted && !browser.isOnline()) return
      done.abort()
      resolve()
    }
    browser.onNetwork(settle, done.signal)
    signal.addEventListener("abort", settle, { signal: done.signal })
  })

/** Reads one connection until it ends, breaks or falls silent; each event goes to `heard`. */
const read = async (
  response: Response,
  browser: Browser,
  gone: AbortController,
  heard: (id: string, data: string) => void,
): Promise<void> => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  const events = createEventReader()
  const cancel = () => void reader.cancel().catch(() => {}) // what cannot be cancelled has ended already
  gone.signal.addEventListener("abort", cancel, { once: true }) // not every fetch minds the signal
  try {
    while (!gone.signal.aborted) {
      const came = new AbortController()
      void browser.pause(longestSilence, came.signal).then(() => came.signal.aborted || gone.abort())
      const piece = await reader.read().catch(() => undefined) // it broke, or we left it: the caller goes on after the last event
      came.abort()
      if (!piece || piece.done) return
      for (const { id, data } of events(piece.value)) heard(id, data)
    }
  } finally {
    cancel()
  }
}

/** Makes one connection after the other, each going on after the last event of the one before. */
const createConnector = ({ session, browser, listener }: LiveParts) => {
  let cursor: string | undefined
  const load = async (left: AbortSignal): Promise<Result<string>> => {
    const loaded = await session.ask({ path: "conversation", signal: left }, readConversation)
    if ("problem" in loaded) return loaded
    if (!left.aborted) listener.conversation(loaded.value)
    return { value: String(loaded.value.cursor) }
  }
  /** One connection from beginning to end. The problem is why there was none, or that it ended. */
  return async (gone: AbortController, opened: () => void): Promise<ClientProblem> => {
    const from: Result<string> = cursor === undefined ? await load(gone.signal) : { value: cursor }
    if ("problem" in from) return from.problem
    cursor = from.value
    const stream = await session.open({ path: "events", lastEventId: cursor, signal: gone.signal })
    if ("problem" in stream) return stream.problem
    opened()
    await read(stream.value, browser, gone, (id, data) => {
      if (gone.signal.aborted) return // nobody heard it: the next connection begins before it
      const event = readEvent(parseJson(data))
      if (event) listener.event(event)
      cursor = id || cursor
    })
    return unreachable().problem
  }
}

/** Follows the server while anybody watches: it goes on after the last event, waits for the network, and backs off from failures. */
export const createLive = (parts: LiveParts): Live => {
  const { browser, listener, signal } = parts
  const connect = createConnector(parts)
  const follow = async (left: AbortSignal): Promise<void> => {
    for (let failures = 0; !left.aborted;) {
      if (!browser.isOnline()) listener.status("offline")
      await network(browser, left)
      if (left.aborted) return
      if (failures === 0) listener.status("connecting")
      const gone = new AbortController()
      const leave = () => gone.abort()
      left.addEventListener("abort", leave, { signal: gone.signal })
      browser.onNetwork(() => {
        if (!browser.isOnline()) leave()
      }, gone.signal)
      const problem = await connect(gone, () => {
        failures = 0
        listener.status("live")
      })
      leave()
      if (left.aborted) return
      failures++
      if (failures > 1 || !browser.isOnline()) listener.status("offline", problem)
      else listener.status("connecting")
      await browser.pause(problem.retryAfter ?? backOff(failures, browser.random()), left)
    }
  }
  let watchers = 0
  let leave = () => {}
  return {
    watch: () => {
      if (watchers++ === 0) {
        const left = new AbortController()
        leave = () => left.abort()
        void follow(AbortSignal.any([signal, left.signal]))
      }
      return () => {
        if (--watchers === 0) leave()
      }
    },
  }
}
