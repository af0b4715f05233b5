import type { Comparison, Condition, Path, Scalar } from "./condition.ts"
import type { Duration } from "./duration.ts"
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

interface Ordered<Value extends number> extends Comparable<Value> {
  lessThan(value: Value): Condition
  atMost(value: Value): Condition
  greaterThan(value: Value): Condition
  atLeast(value: Value): Condition
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
}

const operandOf = (op: Comparison["op"], operand: unknown): object =>
  op === "exists" ? {} : op === "within" ? { duration: operand } : { value: operand }

const compare = (names: Path, operand: unknown): Comparison => {
  const name = names.at(-1) ?? ""
  const op = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!op)
    throw new ConfigurationError(
      names.join("."),
      `there is no such comparison; use one of ${Object.keys(operators).join(", ")}`,
    )
  return { op, path: names.slice(0, -1), ...operandOf(op, operand) } as Comparison // the types of `Fields` chose the operand
}

// Every reference is a function, so that only the call decides whether its last name is a comparison: a fact may be called "is".
const reference = (names: Path): object =>
  new Proxy(() => undefined, {
    get: (_, name) => (typeof name === "string" ? reference([...names, name]) : undefined),
    apply: (_, __, [operand]) => compare(names, operand),
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
