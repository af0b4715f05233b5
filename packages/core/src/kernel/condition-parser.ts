import { isRecord } from "./record.ts"
import { refusedNames, type Condition, type Path, type Scalar } from "./condition.ts"
import { longestWindow, windowDays } from "./condition-window.ts"
import { parseDuration, type Duration, type Parsed, type Problem } from "./duration.ts"

/** How deep a condition that comes from outside may be nested. */
export const deepestCondition = 16

/** How many parts a condition that comes from outside may have, all levels together. */
export const mostConditionParts = 200

const longestPath = 16
const mostValues = 1000

type Json = { readonly [key: string]: unknown }

interface Budget {
  left: number
}

interface Place {
  readonly field: string
  readonly depth: number
}

const problem = (field: string, message: string): { readonly problem: Problem } => ({ problem: { field, message } })

const isFinite = (value: unknown): value is number => Number.isFinite(value)

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || isFinite(value)

const isPath = (value: unknown): value is Path =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= longestPath &&
  value.every((name) => typeof name === "string" && name !== "" && !refusedNames.has(name))

const surplusKey = (part: Json, ...allowed: readonly string[]): boolean =>
  Object.keys(part).some((key) => !allowed.includes(key))

/** What a comparison may hold beside its operator and its path. */
const operandsOf = (op: unknown): readonly string[] => {
  switch (op) {
    case "exists":
      return []
    case "within":
      return ["duration"]
    case "between":
      return ["from", "to", "during"]
    case "less-than":
    case "at-most":
    case "greater-than":
    case "at-least":
      return ["value", "during"]
    default:
      return ["value"]
  }
}

const windowProblem = `must be whole days, at most ${longestWindow}, such as "30 days"`

/** A question about a number, where its window, if it has one, can be looked at. */
const numeric = (
  op: "less-than" | "at-most" | "greater-than" | "at-least" | "between",
  path: Path,
  { value, from, to, during }: Json,
  field: string,
): Parsed<Condition> => {
  const isWindow = during === undefined || !Number.isNaN(windowDays(during as Duration)) // what is no duration has no days
  if (!isWindow) return problem(`${field}.during`, windowProblem)
  const window = during === undefined ? {} : { during: during as Duration } // it has days, so it is one
  if (op !== "between")
    return isFinite(value) ? { value: { op, path, value, ...window } } : problem(`${field}.value`, "must be a number")
  if (!isFinite(from)) return problem(`${field}.from`, "must be a number")
  return isFinite(to) && to >= from
    ? { value: { op, path, from, to, ...window } }
    : problem(`${field}.to`, "must be a number, not below from")
}

const comparison = (part: Json, field: string): Parsed<Condition> => {
  const { op, path, value, duration } = part
  if (!isPath(path))
    return problem(
      `${field}.path`,
      `name the fact: a list of 1 to ${longestPath} names, none of ${[...refusedNames].join(", ")}`,
    )
  const allowed = ["op", "path", ...operandsOf(op)]
  if (surplusKey(part, ...allowed)) return problem(field, `may hold only ${allowed.join(", ")}`)
  switch (op) {
    case "exists":
      return { value: { op, path } }
    case "equals":
    case "not-equals":
    case "contains":
      return isScalar(value)
        ? { value: { op, path, value } }
        : problem(`${field}.value`, "must be a text, a number, true or false")
    case "less-than":
    case "at-most":
    case "greater-than":
    case "at-least":
    case "between":
      return numeric(op, path, part, field)
    case "in":
      return Array.isArray(value) && value.length <= mostValues && value.every(isScalar)
        ? { value: { op, path, value } }
        : problem(`${field}.value`, `must be a list of at most ${mostValues} texts, numbers, true or false`)
    case "within": {
      const read = parseDuration(duration, `${field}.duration`)
      return "problem" in read ? read : { value: { op, path, duration: duration as Duration } } // it was just read as one
    }
    default:
      return problem(`${field}.op`, "there is no such operator")
  }
}

const joined = (op: "all" | "any", parts: readonly unknown[], place: Place, budget: Budget): Parsed<Condition> => {
  const of: Condition[] = []
  for (const [index, part] of parts.entries()) {
    const read = parsed(part, { field: `${place.field}.of[${index}]`, depth: place.depth + 1 }, budget)
    if ("problem" in read) return read
    of.push(read.value)
  }
  return { value: { op, of } }
}

const parsed = (part: unknown, place: Place, budget: Budget): Parsed<Condition> => {
  const { field, depth } = place
  if (!isRecord(part)) return problem(field, "must be an object with an op")
  if (depth > deepestCondition) return problem(field, `is nested too deep; at most ${deepestCondition} levels`)
  budget.left -= 1
  if (budget.left < 0) return problem(field, `there are too many parts; at most ${mostConditionParts}`)
  const { op, of } = part
  if (op !== "all" && op !== "any" && op !== "not") return comparison(part, field)
  if (surplusKey(part, "op", "of")) return problem(field, "may hold only op, of")
  if (op === "not") {
    const read = parsed(of, { field: `${field}.of`, depth: depth + 1 }, budget)
    return "problem" in read ? read : { value: { op, of: read.value } }
  }
  return Array.isArray(of) ? joined(op, of, place, budget) : problem(`${field}.of`, "must be a list of conditions")
}

/**
 * Reads a condition that comes from outside. The problem's field is the way to the part that is wrong (`condition.of[1].value`).
 * What is nested deeper than 16 levels or has more than 200 parts is refused before it costs anything.
 *
 * @example
 * parseCondition({ op: "at-most", path: ["answers", "visit", "score"], value: 6 }) // { value: … }, as a rule's `when` gives it
 */
export const parseCondition = (json: unknown): Parsed<Condition> =>
  parsed(json, { field: "condition", depth: 1 }, { left: mostConditionParts })
