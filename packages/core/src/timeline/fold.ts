import type { AnyDefinition, Entry, EntryOf } from "./entry.ts"

type Steps<State, Definition extends AnyDefinition> = {
  readonly [Kind in Definition["kind"]]?: (
    state: State,
    entry: EntryOf<Extract<Definition, { readonly kind: Kind }>>,
  ) => State
}

/** One room's memory of one stream. `merge` gives the memory of a customer from those of their streams; it must not depend on order. */
export interface Fold<State, Definition extends AnyDefinition = AnyDefinition> {
  readonly initial: State
  readonly on: Steps<State, Definition>
  readonly merge: (one: State, two: State) => State
}

/** Declares a fold over the entries of these definitions; a kind that is not among them does not compile. */
export const defineFold =
  <const Definitions extends readonly AnyDefinition[]>(..._definitions: Definitions) =>
  <State>(fold: Fold<State, Definitions[number]>): Fold<State, Definitions[number]> =>
    fold

/** Any fold: a step accepts only its own kind, so `never` is what all of them accept at least. */
export interface AnyFold {
  readonly initial: unknown
  readonly on: { readonly [kind: string]: ((state: never, entry: never) => unknown) | undefined }
  readonly merge: (one: never, two: never) => unknown
}

/** The folds of a house by room. */
export interface AnyFolds {
  readonly [room: string]: AnyFold
}

/** What a house remembers of a stream: one part per room. */
export type StateOf<Folds> = {
  readonly [Room in keyof Folds]: Folds[Room] extends { readonly initial: infer State } ? State : never
}

/** The pure step that writes projections, and the merge of the streams of one customer. */
export interface Project<State> {
  readonly initial: State
  readonly project: (state: State, entry: Entry) => State
  readonly merge: (states: readonly State[]) => State
}

type Step = (state: unknown, entry: Entry) => unknown

/** Closes the folds into the only writer of projections: one pure step, the same live and in a rebuild. */
export const createProject = <const Folds extends AnyFolds>(folds: Folds): Project<StateOf<Folds>> => {
  const rooms = Object.entries(folds)
  // one part per room, by construction
  const initial = Object.fromEntries(rooms.map(([room, fold]) => [room, fold.initial])) as StateOf<Folds>
  const steps = new Map<string, readonly (readonly [room: string, step: Step])[]>()
  for (const [room, fold] of rooms) {
    for (const [kind, step] of Object.entries(fold.on)) {
      if (step) steps.set(kind, [...(steps.get(kind) ?? []), [room, step as Step]]) // reached through this very kind only
    }
  }
  const project = (state: StateOf<Folds>, entry: Entry): StateOf<Folds> => {
    const concerned = steps.get(entry.kind)
    if (!concerned) return state
    const next: Record<string, unknown> = { ...state }
    for (const [room, step] of concerned) next[room] = step(next[room], entry)
    return next as StateOf<Folds> // the same rooms, each with its own state
  }
  const merge = (states: readonly StateOf<Folds>[]): StateOf<Folds> => {
    const [first, ...others] = states
    if (!first) return initial
    if (others.length === 0) return first
    return Object.fromEntries(
      rooms.map(([room, fold]) => {
        const join = fold.merge as (one: unknown, two: unknown) => unknown // both are states of this very fold
        return [room, others.reduce<unknown>((one, two) => join(one, two[room]), first[room])]
      }),
    ) as StateOf<Folds> // the same rooms, each with its own state
  }
  return { initial, project, merge }
}
