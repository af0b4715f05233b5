import type { StandardSchemaV1 } from "@standard-schema/spec"
import { longestWindow, sumDuring, windowDays } from "../kernel/condition-window.ts"
import { refusedNames } from "../kernel/condition.ts"
import type { Duration, Parsed } from "../kernel/duration.ts"
import { nearestName, type PartialOutput, type Schemas } from "../kernel/standard-schema.ts"
import type { EventFigures } from "./event.ts"

/** Over which days something is computed: the last so many whole days in UTC, today included, 90 at most; ever, where it is left out. */
export interface ComputedWindow {
  readonly during?: Duration
}

/** How often something happened. */
export interface CountOf<Event extends string = string> extends ComputedWindow {
  readonly computes: "count"
  readonly event: Event
}

/** What a number of an event comes to. */
export interface SumOf<Event extends string = string, Property extends string = string> extends ComputedWindow {
  readonly computes: "sum"
  readonly event: Event
  readonly property: Property
}

/** When something happened first or last, in milliseconds since 1970. */
export interface MomentOf<Event extends string = string> {
  readonly computes: "first" | "last"
  readonly event: Event
}

/**
 * A trait that is how often something happened.
 *
 * @example
 * const computed = { orders: count("order-placed"), ordersLately: count("order-placed", { during: "30 days" }) }
 */
export const count = <const Event extends string>(event: Event, options: ComputedWindow = {}): CountOf<Event> => ({
  ...options,
  computes: "count",
  event,
})

/**
 * A trait that is what a number of an event comes to.
 *
 * @example
 * const computed = { spent: sum("order-placed", "total") }
 */
export const sum = <const Event extends string, const Property extends string>(
  event: Event,
  property: Property,
  options: ComputedWindow = {},
): SumOf<Event, Property> => ({ ...options, computes: "sum", event, property })

/** A trait that is when something happened first. */
export const first = <const Event extends string>(event: Event): MomentOf<Event> => ({ computes: "first", event })

/** A trait that is when something happened last. */
export const last = <const Event extends string>(event: Event): MomentOf<Event> => ({ computes: "last", event })

/** What a computed trait is computed from: what is known of the customer, and what they did. */
export interface ComputedFrom<Traits = { readonly [name: string]: unknown }, Event extends string = string> {
  readonly traits: Traits
  readonly events: { readonly [Name in Event]?: EventFigures }
}

/** The properties of an event that are numbers. */
export type NumbersOf<Output> = unknown extends Output
  ? string
  : Output extends unknown
    ? { [Name in keyof Output & string]-?: NonNullable<Output[Name]> extends number ? Name : never }[keyof Output &
        string]
    : never

/**
 * What can be computed of a customer whose events and traits are these: a wrong event, or a property that is no number, does not
 * compile.
 */
export type Computation<Traits extends Schemas = Schemas, Events extends Schemas = Schemas> =
  | CountOf<keyof Events & string>
  | MomentOf<keyof Events & string>
  | {
      [Event in keyof Events & string]: SumOf<Event, NumbersOf<StandardSchemaV1.InferOutput<Events[Event]>>>
    }[keyof Events & string]
  | ((customer: ComputedFrom<PartialOutput<Traits>, keyof Events & string>, now: number) => unknown)

/** Computed traits by their names. */
export interface Computations<Traits extends Schemas = Schemas, Events extends Schemas = Schemas> {
  readonly [name: string]: Computation<Traits, Events>
}

/** What a computation gives; a moment is absent before it came. */
export type ComputedValue<Each> = Each extends { readonly computes: "count" | "sum" }
  ? number
  : Each extends { readonly computes: "first" | "last" }
    ? number | undefined
    : Each extends (...given: never[]) => infer Value
      ? Value
      : never

type AnyFunction = (customer: ComputedFrom, now: number) => unknown
type AnyComputation = CountOf | SumOf | MomentOf | AnyFunction

/** A computed trait, ready to be read. */
export interface ComputedTrait {
  readonly name: string
  /** The event that changes it; `null` of a function, which anything may change. */
  readonly event: string | null
  /** Over how many days it is computed: then it changes at midnight in UTC too, without any event. */
  readonly days: number | null
  readonly compute: (customer: ComputedFrom, now: number) => unknown
}

const figuresIn = ({ events }: ComputedFrom, event: string): EventFigures | undefined =>
  Object.hasOwn(events, event) ? events[event] : undefined

const daysOf = (computation: Exclude<AnyComputation, AnyFunction>): number | null =>
  "during" in computation && computation.during !== undefined ? windowDays(computation.during) : null

const isMoment = (computation: Exclude<AnyComputation, AnyFunction>): computation is MomentOf =>
  computation.computes === "first" || computation.computes === "last"

const compute = (computation: Exclude<AnyComputation, AnyFunction>): ComputedTrait["compute"] => {
  const { event } = computation
  if (isMoment(computation)) {
    const { computes } = computation
    return (customer) => figuresIn(customer, event)?.[computes]
  }
  const days = daysOf(computation)
  if (computation.computes === "count")
    return (customer, now) => {
      const figures = figuresIn(customer, event)
      return days === null ? (figures?.count ?? 0) : (sumDuring(figures, days, now) ?? 0)
    }
  const { property } = computation
  return (customer, now) => {
    const sums = figuresIn(customer, event)?.sums ?? {}
    const found = Object.hasOwn(sums, property) ? sums[property] : undefined
    return days === null ? (found?.total ?? 0) : (sumDuring(found, days, now) ?? 0)
  }
}

const isVerb = (computes: unknown): boolean => ["count", "sum", "first", "last"].some((verb) => verb === computes)

const problemOf = (
  name: string,
  computation: unknown,
  declared: { readonly traits: Schemas; readonly events: Schemas },
) => {
  if (!/^[a-z_$][\w$-]{0,63}$/i.test(name) || refusedNames.has(name))
    return "begin its name with a letter, then letters, digits, hyphens and underscores, 64 at most"
  if (Object.hasOwn(declared.traits, name)) return "a trait has this name already; give it another"
  if (typeof computation === "function") return undefined
  if (
    typeof computation !== "object" ||
    computation === null ||
    !("computes" in computation) ||
    !isVerb(computation.computes)
  )
    return "use count, sum, first or last, or a function"
  if (computation.computes === "sum" && !("property" in computation && typeof computation.property === "string"))
    return "name the property that is summed"
  const { event, during } = computation as Partial<CountOf> // each field is looked at before it is used
  if (typeof event !== "string" || !Object.hasOwn(declared.events, event)) {
    const near = typeof event === "string" ? nearestName(event, Object.keys(declared.events)) : undefined
    return near === undefined ? "declare its event under events" : `there is no such event; did you mean ${near}?`
  }
  return during !== undefined && Number.isNaN(windowDays(during))
    ? `its window must be whole days, at most ${longestWindow}, such as "30 days"`
    : undefined
}

/**
 * Reads the computed traits of an application. A function of the application that throws gives nothing; `failed` hears of it once for
 * each name, because it would be called for every customer.
 */
export const parseComputed = (
  computations: Computations,
  declared: { readonly traits: Schemas; readonly events: Schemas },
  failed: (failure: unknown) => void,
): Parsed<readonly ComputedTrait[]> => {
  const traits: ComputedTrait[] = []
  for (const [name, computation] of Object.entries(computations)) {
    const message = problemOf(name, computation, declared)
    if (message !== undefined) return { problem: { field: `computed.${name}`, message } }
    traits.push(
      typeof computation === "function"
        ? { name, event: null, days: null, compute: guarded(computation, failed) }
        : { name, event: computation.event, days: daysOf(computation), compute: compute(computation) },
    )
  }
  return { value: traits }
}

const guarded = (run: AnyFunction, failed: (failure: unknown) => void): ComputedTrait["compute"] => {
  let isTold = false
  return (customer, now) => {
    try {
      return run(customer, now)
    } catch (failure) {
      if (!isTold) failed(failure) // the application's own code: a fact that cannot be had is absent, and harms no message
      isTold = true
      return undefined
    }
  }
}

/** The computed traits of a customer that have a value. */
export const computedValues = (
  computed: readonly ComputedTrait[],
  customer: ComputedFrom,
  now: number,
): { readonly [name: string]: unknown } => {
  const values: [string, unknown][] = []
  for (const { name, compute: valueOf } of computed) {
    const value = valueOf(customer, now)
    if (value !== undefined && value !== null) values.push([name, value])
  }
  return Object.fromEntries(values)
}
