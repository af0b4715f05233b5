import { sumDuring, windowDays } from "./condition-window.ts"
import { milliseconds, type Duration } from "./duration.ts"

/** What a condition compares with. A fact that is `null` counts as absent. */
export type Scalar = string | number | boolean

/** Where a fact stands: the names from the outermost inwards, each an object's own property. */
export type Path = readonly string[]

// One member for each operator, so that a switch narrows to it.
type About<Op extends string, Value> = Op extends string
  ? { readonly op: Op; readonly path: Path; readonly value: Value }
  : never

// A number is asked about as it stands or, with `during`, as the sum of the days of a window.
interface Windowed {
  readonly during?: Duration
}

/**
 * A question about a number. With `during` the path names what holds `days` (pairs of a day in UTC and a value), and their sum is
 * asked about.
 */
export type NumericComparison =
  | (About<"less-than" | "at-most" | "greater-than" | "at-least", number> & Windowed)
  | ({ readonly op: "between"; readonly path: Path; readonly from: number; readonly to: number } & Windowed)

/**
 * A question about one fact. `contains` looks into a text or a list; `within` asks whether an instant lies that far back at most;
 * `between` takes both ends in.
 */
export type Comparison =
  | About<"equals" | "not-equals" | "contains", Scalar>
  | NumericComparison
  | About<"in", readonly Scalar[]>
  | { readonly op: "within"; readonly path: Path; readonly duration: Duration }
  | { readonly op: "exists"; readonly path: Path }

/**
 * A condition as plain JSON, to store, to show and to compile. It is true, false or unknown (Kleene's three values,
 * https://en.wikipedia.org/wiki/Three-valued_logic): what is asked about an absent fact is unknown, and so is its negation.
 */
export type Condition =
  | Comparison
  | { readonly op: "all"; readonly of: readonly Condition[] }
  | { readonly op: "any"; readonly of: readonly Condition[] }
  | { readonly op: "not"; readonly of: Condition }

/** Names that no path may hold: they would reach what objects inherit. */
export const refusedNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"])

/** True if each of these is; without any, true. */
export const all = (...of: readonly Condition[]): Condition => ({ op: "all", of })

/** True if one of these is; without any, false. */
export const any = (...of: readonly Condition[]): Condition => ({ op: "any", of })

/** True if this is false. What is unknown stays unknown: `not(score.lessThan(7))` asks for a score that is 7 or more. */
export const not = (of: Condition): Condition => ({ op: "not", of })

/** True, false, or unknown. */
export type Truth = boolean | undefined
type Test = (facts: unknown, now: number) => Truth

const own = (holder: unknown, name: string): unknown =>
  typeof holder === "object" && holder !== null && !Array.isArray(holder) && Object.hasOwn(holder, name)
    ? (holder as { readonly [name: string]: unknown })[name] // an object that has this very property
    : undefined

/** Reads what stands at a path: own properties only, nothing that objects inherit. */
export const reader = (path: Path): ((facts: unknown) => unknown) => {
  const [first, second] = path
  if (first === undefined || path.some((name) => refusedNames.has(name))) return () => undefined
  if (second === undefined) return (facts) => own(facts, first)
  if (path.length === 2) return (facts) => own(own(facts, first), second)
  return (facts) => {
    let value = facts
    for (const name of path) value = own(value, name)
    return value
  }
}

/** Whether a fact is a number that can be compared. */
export const isNumber = (value: unknown): value is number => typeof value === "number" && !Number.isNaN(value)
/** Whether a fact can be compared with. */
export const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || isNumber(value)

const ofNumber = (path: Path, test: (value: number, now: number) => Truth): Test => {
  const read = reader(path)
  return (facts, now) => {
    const value = read(facts)
    return isNumber(value) ? test(value, now) : undefined
  }
}

// How what depends on the moment is asked about. It is handed in, so that who asks about nothing of the kind carries none of it along.
interface Timed {
  readonly during: (path: Path, duration: Duration, test: (value: number) => boolean) => Test
  readonly within: (path: Path, duration: Duration) => Test
}

const during: Timed["during"] = (path, duration, test) => {
  const read = reader(path)
  const days = windowDays(duration)
  return (facts, now) => {
    const sum = sumDuring(read(facts), days, now)
    return sum === undefined ? undefined : test(sum)
  }
}

const within: Timed["within"] = (path, duration) => {
  const span = milliseconds(duration)
  return ofNumber(path, (at, now) => (Number.isNaN(now - span) ? undefined : at <= now && now - at <= span))
}

const ofTime: Timed = { during, within }
const unknown: Test = () => undefined
const outOfTime: Timed = { during: () => unknown, within: () => unknown }

const numeric = (condition: NumericComparison, timed: Timed, test: (value: number) => boolean): Test =>
  condition.during === undefined ? ofNumber(condition.path, test) : timed.during(condition.path, condition.during, test)

const ofScalar = (path: Path, test: (value: Scalar) => boolean): Test => {
  const read = reader(path)
  return (facts) => {
    const value = read(facts)
    return isScalar(value) ? test(value) : undefined
  }
}

const containing = (path: Path, wanted: Scalar): Test => {
  const read = reader(path)
  return (facts) => {
    const value = read(facts)
    if (Array.isArray(value)) return value.includes(wanted)
    return typeof value === "string" && typeof wanted === "string" ? value.includes(wanted) : undefined
  }
}

const existing = (path: Path): Test => {
  const read = reader(path)
  return (facts) => (read(facts) ?? undefined) !== undefined
}

// `decisive` is the truth that settles the matter alone: false for "all", true for "any".
const joined =
  (parts: readonly Test[], decisive: boolean): Test =>
  (facts, now) => {
    let truth: Truth = !decisive
    for (const part of parts) {
      const found = part(facts, now)
      if (found === decisive) return decisive
      if (found === undefined) truth = undefined
    }
    return truth
  }

const negated =
  (test: Test): Test =>
  (facts, now) => {
    const truth = test(facts, now)
    return truth === undefined ? undefined : !truth
  }

const testOf = (condition: Condition, timed: Timed): Test => {
  const part = (inner: Condition) => testOf(inner, timed)
  switch (condition.op) {
    case "all":
      return joined(condition.of.map(part), false)
    case "any":
      return joined(condition.of.map(part), true)
    case "not":
      return negated(part(condition.of))
    case "exists":
      return existing(condition.path)
    case "within":
      return timed.within(condition.path, condition.duration)
    case "contains":
      return containing(condition.path, condition.value)
    case "in": {
      const values = new Set(condition.value)
      return ofScalar(condition.path, (value) => values.has(value))
    }
    case "equals":
      return ofScalar(condition.path, (value) => value === condition.value)
    case "not-equals":
      return ofScalar(condition.path, (value) => value !== condition.value)
    case "less-than":
      return numeric(condition, timed, (value) => value < condition.value)
    case "at-most":
      return numeric(condition, timed, (value) => value <= condition.value)
    case "greater-than":
      return numeric(condition, timed, (value) => value > condition.value)
    case "at-least":
      return numeric(condition, timed, (value) => value >= condition.value)
    case "between":
      return numeric(condition, timed, (value) => value >= condition.from && value <= condition.to)
  }
}

/** The condition with its three values as a function of the facts and the moment: `undefined` is unknown. */
export const compileTruth = (condition: Condition): ((facts: unknown, now: number) => Truth) =>
  testOf(condition, ofTime)

/** The same for facts that know no moment, such as answers: what asks about one is unknown. */
export const compileTimeless = (condition: Condition): ((facts: unknown) => Truth) => {
  const test = testOf(condition, outOfTime)
  return (facts) => test(facts, Number.NaN)
}

/**
 * The condition as a function of the facts and the moment (milliseconds since 1970), compiled once. What is unknown in the end is
 * false. A fact of another kind than the comparison reads (a text where a number is compared) counts as absent.
 *
 * @example
 * const isDetractor = compile({ op: "at-most", path: ["score"], value: 6 })
 * isDetractor({ score: 3 }, Date.now()) // true
 * isDetractor({}, Date.now()) // false
 */
export const compile = (condition: Condition): ((facts: unknown, now: number) => boolean) => {
  const test = testOf(condition, ofTime)
  return (facts, now) => test(facts, now) === true
}
