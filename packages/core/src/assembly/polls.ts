import type { HttpShape } from "../channel/channel.ts"
import { milliseconds } from "../kernel/duration.ts"
import type { DeliveryError } from "../kernel/errors.ts"
import type { Loop } from "./loop.ts"

type Poll = NonNullable<HttpShape["poll"]>

/** The calls that ask networks without webhooks for what came. */
export interface Polls {
  /** Asks each for the first time, and again and again; resolves at once. */
  readonly start: () => void
  /** Asks no more; resolves when nothing is under way. */
  readonly stop: () => Promise<void>
}

/** However often a network fails, it is asked again after this long. */
const longestPause = milliseconds("5 minutes")

const pauseAfter = (poll: Poll, failures: number, { retryAfter = 0 }: Partial<DeliveryError> = {}): number =>
  Math.max(Math.min(poll.every * 2 ** failures, Math.max(poll.every, longestPause)), retryAfter)

/** Asks once and takes in what came; gives the error where nothing could be read. What is taken in is safe before the next is asked for. */
const ask = async (
  loop: Loop,
  name: string,
  { access }: HttpShape,
  poll: Poll,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly cursor: string | undefined } | { readonly error: DeliveryError }> => {
  const token = access ? await loop.tokens.of(name, access) : { token: "" }
  if ("error" in token) return token
  const request = poll.request(cursor, { now: loop.clock.now(), access: token.token })
  const called = await loop.transport(name, request, { signal, clock: loop.clock })
  if ("error" in called) return called
  const read = poll.read(called.response)
  if ("error" in read) {
    if (access && read.error.reason === "auth") loop.tokens.drop(name, token.token)
    return read
  }
  await loop.receive(name, read.inbound)
  for (const call of read.calls ?? []) await loop.transport(name, call, { signal, clock: loop.clock })
  return { cursor: read.cursor ?? cursor }
}

/** Asks one channel for ever. What fails is reported when it begins, and asked again after a longer pause. */
const follow = (loop: Loop, name: string, channel: HttpShape, poll: Poll) => {
  const stopping = new AbortController()
  let cursor: string | undefined
  let failures = 0
  let ring: (() => void) | undefined
  let busy: Promise<void> = Promise.resolve()
  const later = (pause: number) => {
    if (!stopping.signal.aborted) ring = loop.clock.at(loop.clock.now() + pause, next)
  }
  const round = async (): Promise<void> => {
    try {
      const asked = await ask(loop, name, channel, poll, cursor, stopping.signal)
      const error = "error" in asked ? asked.error : undefined
      if (!("error" in asked)) cursor = asked.cursor
      // told once: what goes on failing is not told at every call
      if (error && failures === 0 && !stopping.signal.aborted) loop.report(error)
      failures = error ? failures + 1 : 0
      later(pauseAfter(poll, failures, error))
    } catch (failure) {
      // the store, or an adapter that threw: the same page is asked for again
      loop.report(failure)
      failures += 1
      later(pauseAfter(poll, failures))
    }
  }
  const next = () => {
    busy = round()
  }
  next()
  return async () => {
    stopping.abort()
    ring?.()
    await busy
  }
}

/** The polls of a house that are not running yet. */
export const createPolls = (house: () => Loop): Polls => {
  let running: readonly (() => Promise<void>)[] = []
  return {
    start: () => {
      const loop = house()
      running = Object.entries(loop.setting.channels).flatMap(([name, channel]) =>
        channel.shape === "http" && channel.poll ? [follow(loop, name, channel, channel.poll)] : [],
      )
    },
    stop: async () => {
      await Promise.all(running.map((end) => end()))
    },
  }
}
