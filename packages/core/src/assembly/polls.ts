import type { HttpShape } from "../channel/channel.ts"
import type { Inbound } from "../channel/inbound.ts"
import type { Clock } from "../kernel/clock.ts"
import { milliseconds } from "../kernel/duration.ts"
import type { DeliveryError } from "../kernel/errors.ts"
import type { Alone } from "../runtime/alone.ts"
import type { Transport } from "../runtime/http.ts"
import type { Tokens } from "../runtime/tokens.ts"
import type { Channels } from "./app.ts"
import { takeEach } from "./take-each.ts"

type Poll = NonNullable<HttpShape["poll"]>

/** What polls need of the house. */
export interface PollHost {
  readonly setting: { readonly channels: Channels }
  readonly clock: Clock
  readonly transport: Transport
  readonly tokens: Tokens
  /** Takes in what came; resolves when it is safe. */
  readonly receive: (channel: string, inbound: readonly Inbound[]) => Promise<readonly unknown[]>
  readonly report: (failure: unknown) => void
  /** Does something in one process at a time. */
  readonly alone: Alone
}

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
  host: PollHost,
  name: string,
  { access }: HttpShape,
  poll: Poll,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly cursor: string | undefined } | { readonly error: DeliveryError }> => {
  const read = await host.tokens.use(name, access, async (context) => {
    const called = await host.transport(name, poll.request(cursor, context), { signal, clock: host.clock })
    return "error" in called ? called : poll.read(called.response)
  })
  if ("error" in read) return read
  const { refused } = await takeEach(host, name, read.inbound)
  for (const refusal of refused) host.report(refusal) // it holds up nothing that comes later
  for (const call of read.calls ?? []) await host.transport(name, call, { signal, clock: host.clock })
  return { cursor: read.cursor ?? cursor }
}

interface Followed {
  readonly name: string
  readonly channel: HttpShape
  readonly poll: Poll
}

const fired = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener("abort", () => resolve(), { once: true })
  })

/** Asks one channel until `ending` fires. What fails is reported when it begins, and asked again after a longer pause. */
const followUntil = async (host: PollHost, { name, channel, poll }: Followed, ending: AbortSignal): Promise<void> => {
  let cursor: string | undefined
  let failures = 0
  let ring: (() => void) | undefined
  let busy: Promise<void> = Promise.resolve()
  const later = (pause: number) => {
    if (!ending.aborted) ring = host.clock.at(host.clock.now() + pause, next)
  }
  const round = async (): Promise<void> => {
    try {
      const asked = await ask(host, name, channel, poll, cursor, ending)
      const error = "error" in asked ? asked.error : undefined
      if (!("error" in asked)) cursor = asked.cursor
      // told once: what goes on failing is not told at every call
      if (error && failures === 0 && !ending.aborted) host.report(error)
      failures = error ? failures + 1 : 0
      later(pauseAfter(poll, failures, error))
    } catch (failure) {
      // the store, or an adapter that threw: the same page is asked for again
      host.report(failure)
      failures += 1
      later(pauseAfter(poll, failures))
    }
  }
  const next = () => {
    busy = round()
  }
  next()
  await fired(ending)
  ring?.()
  await busy
}

/** Asks one channel for ever, in one process at a time: a network that is asked by two gives each the half. */
const follow = (host: PollHost, followed: Followed) => {
  const stopping = new AbortController()
  const following = host.alone(`poll:${followed.name}`, (held) => followUntil(host, followed, held), stopping.signal)
  return () => {
    stopping.abort()
    return following
  }
}

/** The polls of a house that are not running yet. */
export const createPolls = (house: () => PollHost): Polls => {
  let running: readonly (() => Promise<void>)[] = []
  return {
    start: () => {
      const host = house()
      running = Object.entries(host.setting.channels).flatMap(([name, channel]) =>
        channel.shape === "http" && channel.poll ? [follow(host, { name, channel, poll: channel.poll })] : [],
      )
    },
    stop: async () => {
      await Promise.all(running.map((end) => end()))
    },
  }
}
