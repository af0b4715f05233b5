import type { Connection } from "../channel/channel.ts"
import type { Inbound, InboundTally } from "../channel/inbound.ts"
import type { MediaBytes } from "../channel/media.ts"
import type { KeysAt } from "../channel/signature-source.ts"
import type { Clock } from "../kernel/clock.ts"
import { type CustomerId, type Endpoint, inputId, type StreamId, streamId } from "../kernel/ids.ts"
import type { Alone } from "../runtime/alone.ts"
import { cached, uncached } from "../runtime/cache.ts"
import { createFollower } from "../runtime/follower.ts"
import type { Gates } from "../runtime/gates.ts"
import type { Transport } from "../runtime/http.ts"
import type { House, Whole } from "../runtime/house.ts"
import { packed } from "../runtime/packed.ts"
import { shadowed } from "../runtime/shadow.ts"
import type { SharedClock } from "../runtime/shared-clock.ts"
import type { Spending } from "../runtime/spending.ts"
import type { Tokens } from "../runtime/tokens.ts"
import { createTurn, type TurnLimits } from "../runtime/turn.ts"
import type { Attempt, Engine } from "../timeline/engine.ts"
import type { Store, StreamRow } from "../timeline/store.ts"
import type { Setting } from "./decide/setting.ts"
import type { Draining } from "./draining.ts"
import type { AnyEntry, State } from "./entries.ts"
import { createForgetting, type Forgetting } from "./own-data/forgetting.ts"
import { createHandOver } from "./hand-over.ts"
import { tellErased } from "./hearing.ts"
import type { Files } from "./media/files.ts"
import { createOutlet } from "./outlet.ts"
import { takePollTally } from "./jobs/tally.ts"
import { type Alive, createLife, type Life } from "./life.ts"
import { createLook } from "./look.ts"
import { lookAround } from "./identity/around.ts"
import type { Input, SurveyMoment } from "./inputs.ts"
import type { FetchMedia } from "./media/fetch.ts"
import { placed } from "./identity/place.ts"
import type { Presence } from "./presence.ts"
import { createReader, known, type Reader } from "./reader.ts"
import { createReceive, type ReceiveOptions } from "./receive.ts"
import { momentAt } from "./survey/anonymous.ts"
import { createSurveyMoments, type SurveyMoments } from "./survey/moment.ts"

/** What is stored of a state: the rooms that were used. */
export interface Stored extends Partial<State> {}

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
  /** The clock, where the time of other processes puts it right. */
  readonly sharedClock?: SharedClock
  /** Told of failures that no caller waits for. */
  readonly report: (failure: unknown) => void
  readonly limits?: TurnLimits
  /** Looks whether the house may start, before anything is opened; a rejection says why not. */
  readonly inspect?: () => Promise<void>
  /** Begins what goes on behind everything else, once the loop is open. */
  readonly background?: (loop: Loop) => Background
  /** Calls providers; `callProvider`, where it is left out. */
  readonly transport?: Transport
  /** Brings the bytes of files, for channels that take no address. */
  readonly fetchMedia?: FetchMedia
  /** Keeps files, and gives them to whoever has a link. */
  readonly files?: Files
  /** Takes in what a connection brought, with the files that came along. */
  readonly receiveWithFiles?: (
    loop: Loop,
    channel: string,
    inbound: readonly Inbound[],
    files: { readonly [url: string]: MediaBytes },
  ) => Promise<unknown>
  /** Brings what providers publish to check their signatures by. */
  readonly keysAt?: KeysAt
}

/** Work that goes on behind everything else. */
export interface Background {
  /** Resolves when it is done; it never rejects. */
  readonly ended: Promise<void>
  /** Lets it end at the next place where it can go on later. */
  readonly stop: () => Promise<void>
}

/** What became of an input, with the entries that it made. */
export type Posted =
  { readonly status: "committed"; readonly entries: readonly AnyEntry[] } | { readonly status: "duplicate" }

/** The loop at work: what every service posts to and reads from. */
export interface Loop extends Forgetting {
  readonly setting: Setting
  readonly house: House<State, Input>
  readonly store: Store<Stored>
  readonly engine: Engine
  readonly clock: Clock
  readonly read: Reader
  readonly connections: ReadonlyMap<string, Connection>
  readonly transport: Transport
  readonly fetchMedia?: FetchMedia
  readonly files?: Files
  readonly keysAt?: KeysAt
  /** Who may call a provider now, and who comes back when. */
  readonly gates: Gates
  readonly tokens: Tokens
  /** What the budget for messages that cost was spent on. */
  readonly spending: Spending
  /** What is true now and not kept. */
  readonly presence: Presence
  /** Does something in one process at a time. */
  readonly alone: Alone
  /** Which quotas are full at this moment, and which incentives are spent. */
  readonly surveyMoment: () => Promise<SurveyMoment>
  /** Told of failures that no caller waits for. */
  readonly report: (failure: unknown) => void
  /** Resolves when the store is ready, connections are open and the jobs of the last process were taken over. */
  readonly ready: () => Promise<void>
  readonly post: (input: Input) => Promise<Posted>
  /** Takes in what a channel brought; resolves after it is committed. */
  readonly receive: (
    channel: string,
    inbound: readonly Inbound[],
    options?: ReceiveOptions,
  ) => Promise<readonly Posted[]>
  /** A customer by any of their names; `undefined` where nobody has it. */
  readonly whole: (reference: string) => Promise<Whole<State> | undefined>
  /** A customer's streams, everything that has a say in whose they are, and what their links name. */
  readonly around: (customer: Whole<State>) => Promise<ReadonlyMap<StreamId, StreamRow<State>>>
  /** What we call a customer now, by any of their names: for those who need not know more. */
  readonly named: (reference: string) => Promise<CustomerId | undefined>
  /** A fresh id that says nothing. */
  readonly freshId: () => string
  /** Resolves when no input and no job that is due is left. */
  readonly settled: () => Promise<void>
  /** How the end of this process stands. */
  readonly draining: Draining
  /** How far it is: whether it was opened, and why it could not be. */
  readonly life: () => Life
  /** How many inputs wait for their turn. */
  readonly waiting: () => number
  readonly close: () => Promise<void>
}

const receiving = (
  { setting, clock, report }: LoopOptions,
  post: Loop["post"],
  present: Presence["tell"],
  tallied: (channel: string, tally: InboundTally) => Promise<void>,
): Loop["receive"] =>
  createReceive<Posted>({
    setting,
    clock,
    post,
    report,
    present,
    tallied,
    passedOver: { status: "committed", entries: [] },
  })

/** Takes inputs in, once the loop is open, each with what surveys have to know of the moment. */
const postingOf = (
  { setting }: LoopOptions,
  moments: SurveyMoments,
  {
    turn,
    follower,
    state,
    ready,
  }: Pick<Alive, "turn" | "follower"> & { readonly state: { readonly isOpen: boolean }; readonly ready: Loop["ready"] },
): Loop["post"] => {
  const commit = async (input: Input): Promise<Posted> => {
    const outcome = await turn.post(placed(setting.identifiers, input))
    if (outcome.status === "duplicate") return outcome
    follower.wake()
    const entries = outcome.entries.map(known)
    moments.heard(entries)
    return { status: "committed", entries }
  }
  const take = (input: Input): Promise<Posted> => {
    const put = moments.put(input)
    return put instanceof Promise ? put.then(commit) : commit(put)
  }
  return (input) => (state.isOpen ? take(input) : ready().then(() => take(input)))
}

/** Starts a loop. Nothing touches the store before the first call needs it. */
export const createLoop = (options: LoopOptions): Loop => {
  const { setting, house, store, engine, clock, random, report } = options
  const kept = (store.coordination ? uncached<State> : cached<State>)(packed(store, house))
  const jobs = createHandOver(options)
  const fresh = (place?: Endpoint) => streamId(momentAt(place, clock.now()), random)
  const turn = createTurn<State, Input>({
    house,
    store: shadowed(kept, (list, keys) => store.rows(list, keys), setting.secret),
    now: clock.now,
    fresh,
    handOver: jobs.handOver,
    ...(options.limits && { limits: options.limits }),
  })
  const look = createLook(house, kept, setting.identifiers)
  const follower = createFollower(store)
  const { state, connections, ready, ...ending } = createLife(options, {
    turn,
    follower,
    jobs,
    loop: () => loop,
  })

  const moments = createSurveyMoments(setting, store, clock)
  const post = postingOf(options, moments, { turn, follower, state, ready })
  const loop: Loop = {
    setting,
    house,
    store,
    engine,
    read: createReader(house, store, follower),
    connections,
    surveyMoment: () => ready().then(moments.now),
    ...createOutlet(options, () => loop),
    report,
    ready,
    post,
    receive: receiving(
      options,
      post,
      (present) => loop.presence.tell(present),
      (channel, tally) => ready().then(() => takePollTally(loop, channel, tally)),
    ),
    ...ending,
    waiting: turn.waiting,
    ...createForgetting([kept, follower], store.coordination && tellErased(store.coordination, report)),
    freshId: () => fresh().slice(2),
    around: (customer) => lookAround(house, kept, customer),
    whole: async (reference) => {
      if (!state.isOpen) await ready()
      return look.whole(reference)
    },
    named: async (reference) => {
      if (!state.isOpen) await ready()
      return look.named(reference)
    },
  }
  return loop
}

/** The id of an input made from outside: the caller's own where given, so that a retry is the same input. */
export const idFor = (kind: string, given: string | undefined, loop: Pick<Loop, "freshId">) =>
  inputId(`${kind}:${given ?? loop.freshId()}`)
