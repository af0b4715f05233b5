import type { Condition } from "../../../packages/core/src/kernel/condition.ts" // the door of the core has more than the bench needs

/** A customer of the bench: two values out of few, and eight numbers. */
export interface Profile {
  readonly plan: string
  readonly country: string
  readonly [measure: string]: string | number
}

/** A profile that changes. */
export type Living = { -readonly [Name in keyof Profile]: Profile[Name] }

export const plans = ["free", "pro", "team", "enterprise"] as const
export const countries = ["ES", "MX", "AR", "US", "FR", "DE", "IT", "PT"] as const
export const measures = ["nps", "csat", "ltv", "orders", "daysSince", "tickets", "sessions", "age"] as const

/** One comparison of a number. */
export interface Bound {
  readonly measure: (typeof measures)[number]
  readonly isAbove: boolean
  readonly than: number
}

/** A rule as its numbers: a plan, one of three countries, a bound, and one of two more. Every variant makes its own of it. */
export interface Rule {
  readonly plan: string
  readonly countries: readonly string[]
  readonly must: Bound
  readonly either: readonly [Bound, Bound]
}

/** A measure of a profile takes another value. */
export interface Deed {
  readonly profile: number
  readonly measure: (typeof measures)[number]
  readonly value: number
}

/** What a bench of segments works on: the same for every variant, and the same in every run. */
export interface World {
  readonly profiles: readonly Profile[]
  readonly rules: readonly Rule[]
  readonly deeds: readonly Deed[]
  /** The same measures of the same profiles take values again: done in turn, every deed changes something. */
  readonly backs: readonly Deed[]
}

/** A linear congruential generator: the same numbers in every run. */
const createNumbers = (seed: number) => {
  let state = seed
  return (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x80000000
  }
}

export const createWorld = (profiles: number, rules: number, deeds: number): World => {
  const random = createNumbers(42)
  const below = (limit: number): number => Math.floor(random() * limit)
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[below(items.length)] ?? items[0]
  const bound = (): Bound => ({ measure: pick(measures), isAbove: random() < 0.5, than: below(100) })
  const all = Array.from({ length: deeds }, () => ({
    profile: below(profiles),
    measure: pick(measures),
    value: below(100),
  }))
  return {
    profiles: Array.from({ length: profiles }, () => ({
      plan: pick(plans),
      country: pick(countries),
      // written out, so that the engine knows the shape: an object made of entries would cost every variant more
      nps: below(100),
      csat: below(100),
      ltv: below(100),
      orders: below(100),
      daysSince: below(100),
      tickets: below(100),
      sessions: below(100),
      age: below(100),
    })),
    rules: Array.from({ length: rules }, () => ({
      plan: pick(plans),
      countries: [pick(countries), pick(countries), pick(countries)],
      must: bound(),
      either: [bound(), bound()] as const,
    })),
    deeds: all,
    backs: all.map((deed) => ({ ...deed, value: below(100) })),
  }
}

const boundOf = ({ measure, isAbove, than }: Bound): Condition => ({
  op: isAbove ? "greater-than" : "less-than",
  path: [measure],
  value: than,
})

/** A rule in our language. */
export const conditionOf = ({ plan, countries: some, must, either: [one, two] }: Rule): Condition => ({
  op: "all",
  of: [
    { op: "equals", path: ["plan"], value: plan },
    { op: "in", path: ["country"], value: some },
    boundOf(must),
    { op: "any", of: [boundOf(one), boundOf(two)] },
  ],
})
