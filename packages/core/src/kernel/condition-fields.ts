import type { Comparison, Condition, Path, Scalar } from "./condition.ts"
import type { Duration } from "./duration.ts"
import { longestWindow, windowDays } from "./condition-window.ts"
import { ConfigurationError } from "./errors.ts"

interface Existing {
  /** Whether the fact is there at all. */
  exists(): Condition
}

interface Comparable<Value extends Scalar> extends Existing {
  is(value: Value): Condition
  isNot(value: Value): Condition
  isOneOf(values: readonly Value[]): Condition
}

interface Measured<Value extends number> {
  lessThan(value: Value): Condition
  atMost(value: Value): Condition
  greaterThan(value: Value): Condition
  atLeast(value: Value): Condition
  /** Whether it lies between these two, or is one of them. */
  between(from: Value, to: Value): Condition
}

interface Ordered<Value extends number> extends Comparable<Value>, Measured<Value> {}

/** The days of something that happens: how often on each of them, and what its numbers come to. */
interface Happening {
  readonly count: number
  readonly days: readonly (readonly [day: number, value: number])[]
}

/** What can be asked about the days of a window. */
type Window<Value> = {
  /** How often it happened in the window. */
  readonly count: Measured<number>
} & (Value extends { readonly sums?: infer Sums }
  ? {
      /** What a number of it comes to in the window. */
      readonly sums: { readonly [Name in keyof NonNullable<Sums>]-?: Measured<number> }
    }
  : unknown)

interface Happened<Value> {
  /** The last so many whole days in UTC, today included: 90 at most. */
  during(duration: Duration): Window<Value>
}

interface Instant {
  /** Whether this instant (milliseconds since 1970) lies at most this far back, and not in the future. */
  within(duration: Duration): Condition
}

interface Wording extends Comparable<string> {
  /** Whether the text has this in it, letter for letter. */
  contains(part: string): Condition
}

interface Listed<Value> extends Existing {
  includes(value: Extract<Value, Scalar>): Condition
}

/** What can be asked about a fact of this type. A fact that may be absent is asked about as if it were there. */
export type Field<Value> = FieldOf<NonNullable<Value>>

// Each test is in a tuple, so that a union is looked at as a whole: "a" | "b" is one field, not two.
type FieldOf<Value> = [Value] extends [number]
  ? number extends Value
    ? Ordered<Value> & Instant
    : Ordered<Value>
  : [Value] extends [string]
    ? string extends Value
      ? Wording
      : Comparable<Value>
    : [Value] extends [Scalar]
      ? Comparable<Value>
      : [Value] extends [readonly (infer Element)[]]
        ? Listed<Element>
        : [Value] extends [Happening]
          ? Existing & Fields<Omit<Value, "days">> & Happened<Value>
          : [Value] extends [object]
            ? Existing & Fields<Value>
            : Existing

/** The facts by name, each with what can be asked about it. */
export type Fields<Facts> = { readonly [Name in keyof Facts]-?: Field<Facts[Name]> }

const operators: { readonly [name: string]: Comparison["op"] } = {
  is: "equals",
  isNot: "not-equals",
  isOneOf: "in",
  contains: "contains",
  includes: "contains",
  within: "within",
  exists: "exists",
  lessThan: "less-than",
  atMost: "at-most",
  greaterThan: "greater-than",
  atLeast: "at-least",
  between: "between",
}

const measuring: ReadonlySet<string> = new Set(["less-than", "at-most", "greater-than", "at-least", "between"])

/** The days of a window, and how many names lead to what happened in it. */
interface Opened {
  readonly during: Duration
  readonly depth: number
}

const operandsOf = (op: Comparison["op"], [first, second]: readonly unknown[]): object => {
  switch (op) {
    case "exists":
      return {}
    case "within":
      return { duration: first }
    case "between":
      return { from: first, to: second }
    default:
      return { value: first }
  }
}

// What happened holds its days itself, and each of its sums those of its own: the word "count" leads nowhere.
const askedPath = (path: Path, opened: Opened | undefined): Path =>
  opened && path.length === opened.depth + 1 && path.at(-1) === "count" ? path.slice(0, -1) : path

const compare = (said: Path, operands: readonly unknown[], opened?: Opened): Comparison => {
  const name = said.at(-1) ?? ""
  const op = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!op || (opened && !measuring.has(op)))
    throw new ConfigurationError(
      said.join("."),
      `there is no such comparison; use one of ${Object.keys(operators).join(", ")}`,
    )
  const window = opened && { during: opened.during }
  // the types of `Fields` chose the operands
  return { op, path: askedPath(said.slice(0, -1), opened), ...operandsOf(op, operands), ...window } as Comparison
}

const openWindow = (said: Path, duration: unknown): object => {
  const during = duration as Duration // what is none has no days
  if (Number.isNaN(windowDays(during)))
    throw new ConfigurationError(said.join("."), `give whole days, at most ${longestWindow}, such as "30 days"`)
  return reference(said.slice(0, -1), { during, depth: said.length - 1 })
}

const names: unique symbol = Symbol("names")

/** The path of a reference that `fields` gave; what is none has no names. */
export const pathOf = (given: object): Path => {
  const path: unknown = Reflect.get(given, names)
  return Array.isArray(path) ? path : []
}

// Every reference is a function, so that only the call decides whether its last name is a comparison: a fact may be called "is".
const reference = (path: Path, opened?: Opened): object =>
  new Proxy(() => undefined, {
    get: (_, name) => {
      if (name === names) return path
      return typeof name === "string" ? reference([...path, name], opened) : undefined
    },
    apply: (_, __, operands) =>
      path.at(-1) === "during" && !opened ? openWindow(path, operands[0]) : compare(path, operands, opened),
  })

/**
 * The facts as references: conditions are written with them as one would say them, and come out as JSON. A fact, a value or a
 * comparison that the type does not have does not compile.
 *
 * @example
 * const { mood, score } = fields<{ mood: "upset" | "calm"; score?: number }>()
 * all(mood.is("upset"), score.atMost(6)) // { op: "all", of: [{ op: "equals", path: ["mood"], value: "upset" }, …] }
 */
export const fields = <Facts>(): Fields<Facts> => reference([]) as Fields<Facts> // the proxy answers to every name of the type
