import type { CustomerId, Endpoint, Identifier, StreamId } from "../kernel/ids.ts"
import type { Decision, InputBase, Rejection } from "../timeline/decision.ts"
import type { Entry } from "../timeline/entry.ts"
import type { Project } from "../timeline/fold.ts"
import type { Shadow } from "../timeline/shadow.ts"
import type { Job } from "../timeline/job.ts"
import type { Count, Row, StreamRow } from "../timeline/store.ts"

/** A customer as a whole: their name, their streams and what those come to when they are merged. */
export interface Whole<State> {
  readonly id: CustomerId
  readonly streams: ReadonlyMap<StreamId, StreamRow<State>>
  readonly state: State
}

/** A customer out of their streams, oldest first: what they come to must not depend on the order in which they were loaded. */
export const wholeOf = <State>(
  { merge }: Pick<Project<State>, "merge">,
  id: CustomerId,
  rows: ReadonlyMap<StreamId, StreamRow<State>>,
): Whole<State> => {
  const streams = rows.size < 2 ? rows : new Map([...rows].sort(([one], [two]) => (one < two ? -1 : 1)))
  const states: State[] = []
  for (const { state } of streams.values()) states.push(state)
  return { id, streams, state: merge(states) }
}

/** What `decide` is told: where the input came in, its customer as a whole, and the moment. */
export interface Situation<State> {
  readonly stream: StreamId
  /** The memory of that stream alone. */
  readonly own: State
  readonly customer: Whole<State>
  /** The streams that the input names beside its own, each with the customer that it belongs to. */
  readonly others: readonly { readonly stream: StreamId; readonly customer: Whole<State> }[]
  /** What is left of those among its endpoints who were erased; nothing, nearly always. */
  readonly shadows?: ReadonlyMap<Endpoint, Shadow>
  /** How many streams have a say in who is who here; of an input that may change that. */
  readonly reach?: number
  /** When the input happened, for an import; when it was received, otherwise. */
  readonly now: number
}

/**
 * How an input may change who is who: by saying that some are one, or two; by taking back what was said between those that it names; or
 * by taking back all that was said of one, also where the others lie.
 */
export type Tying = "joining" | "loosening" | "unlinking"

/** What an input came to, for whoever says where its customers stand now. */
export interface Conclusion<State, Input> {
  readonly input: Input
  /** The customer before the input. */
  readonly before: Whole<State>
  /** Whom it concerned, as they are after it: two after an unlink, none where nobody has the name. */
  readonly customers: readonly Whole<State>[]
  /** The stream by which the input came. */
  readonly stream: StreamId
  readonly received: number
}

/** Where customers stand by what is known of them. */
export interface Standing<State, Input> {
  /** Whether an input, or what it wrote, can change where anybody stands; a `review` asks anew, whatever changed. */
  readonly concerns: (input: Input, entries: readonly Entry[]) => "change" | "review" | undefined
  /** What is written because somebody stands somewhere else now. */
  readonly conclude: (conclusion: Conclusion<State, Input>) => Decision
  /** The jobs that wait for the moment at which time alone changes it, by the state of a customer alone. */
  readonly timers: (customer: Whole<State>, now: number) => readonly Job[]
}

/** The pure half of a house: what the rooms, closed by the assembly, say. */
export interface House<State, Input extends InputBase> extends Project<State> {
  /** Grows with every change of what entries are folded into, so that rows of older code are folded anew; 1 where it is left out. */
  readonly revision?: number
  /** The schema version that entries of this kind are written with. */
  readonly schema: (kind: string) => number
  /** The entry with its data brought up to the version of today; one of a later version becomes a kind that nobody knows. */
  readonly read: (entry: Entry) => Entry
  readonly decide: (situation: Situation<State>, input: Input) => Decision | Rejection
  /** What an entry sets off at once (rules): facts and jobs. */
  readonly react: (entry: Entry, customer: Whole<State>, input: Input) => Decision
  /** Whether an input may change who is one person with whom, and how. */
  readonly ties?: (input: Input) => Tying | undefined
  /** The streams that have a say in whose a stream is: all that is reached from it has to be known where who is who may change. */
  readonly neighbours?: (stream: StreamId, state: State, looking: "through" | Tying) => readonly StreamId[]
  /** Which customer each stream belongs to, by the links that hold now. */
  readonly customers: (streams: ReadonlyMap<StreamId, State>) => ReadonlyMap<StreamId, CustomerId>
  /** The lines that this customer has in lists. */
  readonly rows: (customer: Whole<State>) => readonly Row[]
  /**
   * The lines that an entry leaves in lists, given the memory of its stream before and after. They stay when the memory moves on: only
   * a later line with the same key, or the erasure of the stream that the key begins with, takes one away.
   */
  readonly lines?: (entry: Entry, before: State, after: State) => readonly Row[]
  /** What an entry adds to the counters, given the memory of its stream before and after. */
  readonly counts: (entry: Entry, before: State, after: State) => readonly Count[]
  /** When an entry of a place is said to have been received: the moment itself, where it is left out. */
  readonly receivedAt?: (place: Identifier, moment: number) => number
  /** The text by which an entry can be searched. */
  readonly passage: (entry: Entry) => string | undefined
  /** Where customers stand (segments, stages) by what is known of them, and when that changes by time alone. */
  readonly standing?: Standing<State, Input>
}

/** Nothing to say: shared, because most entries set nothing off. */
export const nothing: Decision = { entries: [] }
