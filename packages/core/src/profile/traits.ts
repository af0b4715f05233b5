import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** What was told of a customer, by whom, and how much their word weighs: the higher priority holds. A trait that is `null` is forgotten. */
export interface TraitsTold {
  readonly traits: { readonly [name: string]: unknown }
  readonly source: string
  readonly priority: number
}

/** The most traits that are kept of one identifier: as many as an application may declare. */
export const mostTraits = 500

/** Where the first version did not say who told a trait, it was the app. */
const usualSource = "app"

const fromFirst = (data: unknown): TraitsTold => ({
  traits: (data as Pick<TraitsTold, "traits">).traits, // version 1 had nothing but them
  source: usualSource,
  priority: 0,
})

/** The app, or the customer, told us something about the customer. */
export const traitsSet = defineEntry<TraitsTold>()(
  "traits-set",
  2,
  (data, version) => (version === 1 ? fromFirst(data) : (data as TraitsTold)), // version 2 was written by this very definition
)

interface Known {
  readonly value: unknown
  readonly at: number
  /** Left out where it is the app's. */
  readonly source?: string
  /** Left out where it is 0: most applications rank nobody. */
  readonly priority?: number
}

/** What we know of a customer, by trait, each with the moment from which it holds. What was forgotten is `null`. */
export interface TraitMemory {
  readonly [name: string]: Known
}

/** A name that every object has, such as `toString`, is no trait that we know. */
const ownOf = (known: TraitMemory, name: string): Known | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

// Of two words at one moment a word to forget holds; among others the choice must not depend on who came first.
const isLater = (one: Known, two: Known): boolean => {
  if (two.at !== one.at) return two.at > one.at
  if ((one.value === null) !== (two.value === null)) return two.value === null
  const [before, after] = [one, two].map(({ value, source = usualSource }) => JSON.stringify([value, source]))
  return (after ?? "") > (before ?? "")
}

/** Which of two words on a trait holds: that of the higher priority; among equals the later one. */
const stronger = (one: Known | undefined, two: Known): Known => {
  if (!one) return two
  const [before, after] = [one.priority ?? 0, two.priority ?? 0]
  return after > before || (after === before && isLater(one, two)) ? two : one
}

/** The word on each trait that holds: by priority of who told it, then by when it happened. */
export const traits = defineFold(traitsSet)<TraitMemory>({
  initial: {},
  on: {
    "traits-set": (known, { data: { traits: told, source, priority }, occurredAt, receivedAt }) => {
      const at = Math.min(occurredAt, receivedAt) // a clock that is ahead must not outlast what is told later
      const next: Record<string, Known> = { ...known }
      const by = { ...(source !== usualSource && { source }), ...(priority !== 0 && { priority }) }
      for (const [name, value] of Object.entries(told)) next[name] = stronger(ownOf(next, name), { value, at, ...by })
      return next
    },
  },
  merge: (one, two) => {
    const next: Record<string, Known> = { ...one }
    for (const [name, known] of Object.entries(two)) next[name] = stronger(ownOf(next, name), known)
    return next
  },
})

const heldIn = (known: TraitMemory): readonly (readonly [name: string, known: Known])[] =>
  Object.entries(known).filter(([, { value }]) => value !== null)

/** The traits as they hold now. */
export const traitValues = (known: TraitMemory): { readonly [name: string]: unknown } =>
  Object.fromEntries(heldIn(known).map(([name, { value }]) => [name, value]))

/** Each trait that holds, with who told it and since when. */
export const traitSourcesOf = (
  known: TraitMemory,
): { readonly [name: string]: { readonly value: unknown; readonly at: number; readonly source: string } } =>
  Object.fromEntries(heldIn(known).map(([name, { value, at, source = usualSource }]) => [name, { value, at, source }]))

/** A trait that is a text, for names, languages and zones; `undefined` otherwise. */
export const textTrait = (known: TraitMemory, name: string): string | undefined => {
  const value = ownOf(known, name)?.value
  return typeof value === "string" && value !== "" ? value : undefined
}

/** The draft that tells traits; none where there is nothing to tell. */
export const tell = (told: TraitsTold): readonly DraftOf<typeof traitsSet>[] =>
  Object.keys(told.traits).length === 0 ? [] : [{ kind: "traits-set", data: told }]
