import { ConfigurationError, StoreError } from "../kernel/errors.ts"
import type { Clock } from "../kernel/clock.ts"
import { endpointOf, type Identifier, inputId, isStream, type StreamId, streamId } from "../kernel/ids.ts"
import type { Connection } from "../channel/channel.ts"
import type { Inbound } from "../channel/inbound.ts"
import { cached } from "../runtime/cache.ts"
import { createFollower, type Follower } from "../runtime/follower.ts"
import type { House, Whole } from "../runtime/house.ts"
import { packed } from "../runtime/packed.ts"
import { createTurn, type Outcome, type TurnLimits } from "../runtime/turn.ts"
import type { Attempt, Engine, Running } from "../timeline/engine.ts"
import type { Store } from "../timeline/store.ts"
import type { Setting } from "./decide/setting.ts"
import type { State } from "./entries.ts"
import type { Input } from "./inputs.ts"
import { inputOfInbound } from "./inbound-input.ts"

/** What is stored of a state: the rooms that were used. */
export type Stored = Partial<State>

/** What a running loop is made of. Everything that touches the world is here and can be replaced. */
export interface LoopOptions {
  readonly setting: Setting
  readonly house: House<State, Input>
  readonly store: Store<Stored>
  readonly engine: Engine
  readonly clock: Clock
  readonly random: () => number
  /** Runs one job; a rejection is a failed attempt. */
  readonly perform: (attempt: Attempt, loop: Loop) => Promise<void>
  /** Told of failures that no caller waits for. */
  readonly report: (failure: unknown) => void
  readonly limits?: TurnLimits
}

/** The loop at work: what every service posts to and reads from. */
export interface Loop {
  readonly setting: Setting
  readonly store: Store<Stored>
  readonly engine: Engine
  readonly clock: Clock
  readonly follower: Follower
  /** Resolves when the store is ready, connections are open and the jobs of the last process were taken over. */
  readonly ready: () => Promise<void>
  readonly post: (input: Input) => Promise<Outcome>
  /** Takes in what a channel brought; resolves after it is committed. */
  readonly receive: (channel: string, inbound: readonly Inbound[], options?: { readonly historic?: boolean }) => Promise<readonly Outcome[]>
  /** A customer by any of their names; `undefined` where nobody has it. */
  readonly whole: (reference: string) => Promise<Whole<State> | undefined>
  readonly connections: ReadonlyMap<string, Connection>
  /** A fresh id that says nothing. */
  readonly freshId: () => string
  /** Forgets what was kept in memory of an erased customer. */
  readonly forget: (streams: Iterable<StreamId>, identifiers: Iterable<Identifier>) => void
  /** Resolves when no input and no job that is due is left. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
  readonly report: (failure: unknown) => void
}

const engineLimits = { concurrency: 64, attempts: 5 }

const relay = async (store: Store<Stored>, engine: Engine): Promise<void> => {
  for (let after: string | undefined; ;) {
    const page = await store.jobs({ limit: 1000, ...after !== undefined && { after } })
    await engine.post(page.items)
    if (page.next === undefined) return
    after = page.next
  }
}

/** Starts a loop. Nothing touches the store before the first call needs it. */
export const createLoop = (options: LoopOptions): Loop => {
  const { setting, house, store, engine, clock, random, perform, report, limits } = options
  const kept = cached(packed(store, house.initial))
  const follower = createFollower(store)
  const connections = new Map<string, Connection>()
  let running: Running | undefined
  let starting: Promise<void> | undefined
  let isReady = false, isClosed = false

  const turn = createTurn<State, Input>({
    house, store: kept, now: clock.now, fresh: () => streamId(clock.now(), random), ...limits && { limits },
    handOver: (posts, cancels) => {
      if (posts.length > 0) engine.post(posts).catch(report) // what a full engine refuses stays in the store, and is taken over at the next start
      if (cancels.length > 0) engine.cancel(cancels).catch(report)
    },
  })
  const start = async () => {
    await store.migrate()
    running = await engine.run((attempt) => perform(attempt, loop), engineLimits)
    await relay(store, engine)
    isReady = true
    for (const [name, channel] of Object.entries(setting.channels)) {
      if (channel.shape === "connection") connections.set(name, await channel.open({ now: clock.now, receive: async (inbound) => void await receive(name, inbound) }))
    }
  }
  const ready = (): Promise<void> => {
    if (isClosed) return Promise.reject(new StoreError("closed"))
    starting ??= start()
    return starting
  }
  const commit = async (input: Input): Promise<Outcome> => {
    const outcome = await turn.post(input)
    if (outcome.status === "committed") follower.wake()
    return outcome
  }
  const post = (input: Input): Promise<Outcome> => {
    if (isReady && !isClosed) return commit(input)
    return ready().then(() => commit(input))
  }
  const receive: Loop["receive"] = async (name, inbound, { historic = false } = {}) => {
    const channel = setting.channels[name]
    if (!channel) throw new ConfigurationError("channels", `there is no channel named ${JSON.stringify(name)}`)
    return Promise.all(inbound.map((each) => post(inputOfInbound(name, channel.scheme, each, clock.now(), historic))))
  }
  const settled = async (): Promise<void> => {
    await ready()
    for (let quiet = 0; quiet < 2;) { // a job that ran may have posted inputs, and an input jobs: quiet twice in a row is quiet
      await turn.idle()
      await running?.settled()
      const { ready: waiting, running: busy } = await engine.stats()
      quiet = waiting + busy === 0 ? quiet + 1 : 0
    }
  }
  const loop: Loop = {
    setting, store, engine, clock, follower, connections, ready, post, receive, settled, report,
    forget: kept.forget,
    freshId: () => streamId(clock.now(), random).slice(2),
    whole: async (reference) => {
      await ready()
      const endpoint = endpointOf(reference)
      const found = await kept.load({ inputs: [], identifiers: isStream(endpoint) ? [] : [endpoint], streams: isStream(endpoint) ? [endpoint] : [] })
      const stream = isStream(endpoint) ? endpoint : found.bound.get(endpoint)
      const row = stream && found.streams.get(stream)
      if (!row) return undefined
      const streams = new Map([...found.streams].filter(([, { customer }]) => customer === row.customer))
      return { id: row.customer, streams, state: house.merge([...streams.values()].map(({ state }) => state)) }
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      await starting?.catch(() => {}) // whoever called before was told; closing goes on
      for (const connection of connections.values()) await connection.close()
      await running?.drain()
      await turn.idle()
      follower.close()
      await store.close()
    },
  }
  return loop
}

/** The id of an input made from outside: the caller's own where given, so that a retry is the same input. */
export const idFor = (kind: string, given: string | undefined, loop: Pick<Loop, "freshId">) => inputId(`${kind}:${given ?? loop.freshId()}`)
