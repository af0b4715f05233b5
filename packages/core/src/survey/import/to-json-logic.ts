import type { Comparison, Condition, Path } from "../../kernel/condition.ts"
import type { Unsupported } from "./unsupported.ts"

/** A rule of JSONLogic: a value, or an object with one operator. */
export type JsonLogic =
  null | string | number | boolean | readonly JsonLogic[] | { readonly [operator: string]: JsonLogic }

/** The rule, or why there is none. */
export type ToJsonLogic = { readonly rule: JsonLogic } | { readonly unsupported: readonly Unsupported[] }

const fact = (path: Path): JsonLogic => ({ var: path.join(".") })
const isThere = (path: Path): JsonLogic => ({ "!=": [fact(path), null] })

const orders = {
  "less-than": { holds: "<", fails: ">=" },
  "at-most": { holds: "<=", fails: ">" },
  "greater-than": { holds: ">", fails: "<=" },
  "at-least": { holds: ">=", fails: "<" },
} as const

type Refuse = (what: string, reason: string) => JsonLogic

// The rule that is true where the comparison is known and is what is wanted.
const compared = (comparison: Comparison, wanted: boolean, refuse: Refuse): JsonLogic => {
  const { path } = comparison
  if (path.some((name) => name === "" || name.includes(".") || /^\d+$/.test(name)))
    return refuse(
      path.join("."),
      "a name with a dot, without a letter or of digits alone cannot be told from a path there",
    )
  const known = (rule: JsonLogic): JsonLogic => ({ and: [isThere(path), rule] })
  switch (comparison.op) {
    case "exists":
      return wanted ? isThere(path) : { "==": [fact(path), null] }
    case "within":
      return refuse("within", "it depends on the moment, and there is no clock there")
    case "equals":
    case "not-equals":
      return (comparison.op === "equals") === wanted
        ? { "===": [fact(path), comparison.value] }
        : known({ "!==": [fact(path), comparison.value] })
    case "in":
      return wanted ? { in: [fact(path), comparison.value] } : known({ "!": { in: [fact(path), comparison.value] } })
    case "contains":
      return wanted ? { in: [comparison.value, fact(path)] } : known({ "!": { in: [comparison.value, fact(path)] } })
  }
  if (comparison.during !== undefined) return refuse("during", "it depends on the moment, and there is no clock there")
  if (comparison.op !== "between") {
    const { holds, fails } = orders[comparison.op]
    return known({ [wanted ? holds : fails]: [fact(path), comparison.value] })
  }
  const { from, to } = comparison
  return known(
    wanted ? { "<=": [from, fact(path), to] } : { or: [{ "<": [fact(path), from] }, { ">": [fact(path), to] }] },
  )
}

const joined = (operator: "and" | "or", of: readonly JsonLogic[]): JsonLogic => {
  const [only, ...more] = of
  if (only === undefined) return operator === "and"
  return more.length === 0 ? only : { [operator]: of }
}

const ruleOf = (condition: Condition, wanted: boolean, refuse: Refuse): JsonLogic => {
  switch (condition.op) {
    case "not":
      return ruleOf(condition.of, !wanted, refuse)
    case "all":
    case "any":
      return joined(
        (condition.op === "all") === wanted ? "and" : "or",
        condition.of.map((each) => ruleOf(each, wanted, refuse)),
      )
    default:
      return compared(condition, wanted, refuse)
  }
}

/**
 * A condition as a rule in JSONLogic (https://jsonlogic.com) that is true for the same facts. What is unknown is false there too: the
 * rule asks whether a fact is there wherever that makes a difference. What depends on the moment cannot be said.
 *
 * @example
 * toJsonLogic({ op: "at-most", path: ["score"], value: 6 })
 * // { rule: { and: [{ "!=": [{ var: "score" }, null] }, { "<=": [{ var: "score" }, 6] }] } }
 */
export const toJsonLogic = (condition: Condition): ToJsonLogic => {
  const unsupported: Unsupported[] = []
  const rule = ruleOf(condition, true, (what, reason) => {
    unsupported.push({ where: "condition", what, reason })
    return false
  })
  return unsupported.length > 0 ? { unsupported } : { rule }
}
