import type { Connection } from "../channel/channel.ts"
import type { Inbound } from "../channel/inbound.ts"
import type { MediaBytes } from "../channel/media.ts"
import type { KeysAt } from "../channel/signature-source.ts"
import type { Clock } from "../kernel/clock.ts"
import { type CustomerId, inputId, type StreamId } from "../kernel/ids.ts"
import type { Alone } from "../runtime/alone.ts"
import type { Gates } from "../runtime/gates.ts"
import type { Transport } from "../runtime/http.ts"
import type { House, Whole } from "../runtime/house.ts"
import type { SharedClock } from "../runtime/shared-clock.ts"
import type { Spending } from "../runtime/spending.ts"
import type { Tokens } from "../runtime/tokens.ts"
import type { TurnLimits } from "../runtime/turn.ts"
import type { Attempt, Engine } from "../timeline/engine.ts"
import type { Store, StreamRow } from "../timeline/store.ts"
import type { Setting } from "./decide/setting.ts"
import type { Draining, Life } from "./draining.ts"
import type { AnyEntry, State } from "./entries.ts"
import type { Forgetting } from "./own-data/forgetting.ts"
import type { Files } from "./media/files.ts"
import type { Input, SurveyMoment } from "./inputs.ts"
import type { FetchMedia } from "./media/fetch.ts"
import type { Presence } from "./presence.ts"
import type { Reader } from "./reader.ts"
import type { ReceiveOptions } from "./receive.ts"
import type { Watch } from "./telemetry/watch.ts"

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
  /** Told how it goes, where somebody asked for figures or spans. */
  readonly watch?: Watch
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
  /** Told how it goes, where somebody asked for figures or spans. */
  readonly watch?: Watch
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

/** The id of an input made from outside: the caller's own where given, so that a retry is the same input. */
export const idFor = (kind: string, given: string | undefined, loop: Pick<Loop, "freshId">) =>
  inputId(`${kind}:${given ?? loop.freshId()}`)
