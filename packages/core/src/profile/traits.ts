import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** The app, or the customer, told us something about the customer. */
export const traitsSet = defineEntry<{ readonly traits: { readonly [name: string]: unknown } }>()("traits-set", 1)

interface Known {
  readonly value: unknown
  readonly at: number
}

/** What we know of a customer, by trait, each with the moment from which it holds. */
export interface TraitMemory {
  readonly [name: string]: Known
}

/** A name that every object has, such as `toString`, is no trait that we know. */
const ownOf = (known: TraitMemory, name: string): Known | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

const newer = (one: Known | undefined, two: Known): Known => {
  if (!one || two.at > one.at) return two
  if (two.at < one.at) return one
  return JSON.stringify(two.value) > JSON.stringify(one.value) ? two : one // a tie must not depend on who came first
}

/** The last word on each trait wins, by when it happened. */
export const traits = defineFold(traitsSet)<TraitMemory>({
  initial: {},
  on: {
    "traits-set": (known, { data, occurredAt }) => {
      const next: Record<string, Known> = { ...known }
      for (const [name, value] of Object.entries(data.traits))
        next[name] = newer(ownOf(next, name), { value, at: occurredAt })
      return next
    },
  },
  merge: (one, two) => {
    const next: Record<string, Known> = { ...one }
    for (const [name, known] of Object.entries(two)) next[name] = newer(ownOf(next, name), known)
    return next
  },
})

/** The traits as the app gave them. */
export const traitValues = (known: TraitMemory): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(known).map(([name, { value }]) => [name, value]))

/** A trait that is a text, for names, languages and zones; `undefined` otherwise. */
export const textTrait = (known: TraitMemory, name: string): string | undefined => {
  const value = ownOf(known, name)?.value
  return typeof value === "string" && value !== "" ? value : undefined
}
