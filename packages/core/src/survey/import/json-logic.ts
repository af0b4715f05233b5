import { isRecord } from "../../kernel/record.ts"
import type { Calculation } from "../../kernel/calculation.ts"
import { refusedNames, type Condition, type Scalar } from "../../kernel/condition.ts"
import type { Dialect, Setting } from "./dialect.ts"
import { call, foreign, literal, reference, type Comparing, type Doing, type Expression } from "./expression.ts"
import { holds, isTruth, worth } from "./meaning.ts"
import type { Unsupported } from "./unsupported.ts"

/** What became of a rule: a condition, a calculation, or why it is neither. */
export type FromJsonLogic =
  | { readonly condition: Condition }
  | { readonly calculation: Calculation }
  | { readonly unsupported: readonly Unsupported[] }

const deepest = 64
const coerces =
  "it compares values of different kinds, which are converted there and never here; write both in one kind"

const compares = (how: Comparing, one: Scalar, other: Scalar | null): boolean => {
  switch (how) {
    case "equals":
      return one === other
    case "less-than":
      return Number(one) < Number(other)
    case "at-most":
      return Number(one) <= Number(other)
    case "greater-than":
      return Number(one) > Number(other)
    case "at-least":
      return Number(one) >= Number(other)
  }
}

/**
 * JSONLogic (https://jsonlogic.com) where both sides of a comparison are of one kind. What is absent is null there: equal to null alone,
 * and zero where it is compared with a number.
 */
const dialect: Dialect = {
  compares,
  absent: (how, value) => (how === "equals" ? value === null : compares(how, 0, value)),
  alike: (value) => [value],
  isTrue: Boolean,
  hasIn: (text, part) => String(text).includes(String(part)),
  takesAny: true,
  absentIsZero: false,
}

const names: { readonly [operator: string]: Doing } = {
  "===": "equals",
  "==": "equals",
  "!": "not",
  "!!": "truth",
  and: "and",
  or: "or",
  "+": "sum",
  "*": "product",
  min: "min",
  max: "max",
}
const orders: { readonly [operator: string]: Comparing } = {
  "<": "less-than",
  "<=": "at-most",
  ">": "greater-than",
  ">=": "at-least",
}

const lists = "it works on the elements of a list"
const builds = "it makes a text or a list; a condition and a calculation come to a truth, a number or what was answered"
const reasons: { readonly [operator: string]: string } = {
  ...Object.fromEntries(["map", "filter", "reduce", "all", "some", "none"].map((name) => [name, lists])),
  ...Object.fromEntries(
    ["cat", "substr", "merge", "preserve", "missing", "missing_some"].map((name) => [name, builds]),
  ),
  "%": "there is no remainder",
  throw: "nothing is thrown",
  try: "nothing is thrown",
  log: "nothing is logged",
}

const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given])

const kindOf = (expression: Expression): string | undefined =>
  expression.kind === "literal" ? (expression.value === null ? "null" : typeof expression.value) : undefined

const pathName = (operator: "var" | "val" | "exists", [given, ...more]: readonly unknown[]): string | undefined => {
  const parts = operator === "var" ? (typeof given === "string" ? given.split(".") : []) : [given, ...more]
  const isPath = parts.every(
    (part): part is string => typeof part === "string" && /^(?!\d+$)./.test(part) && !refusedNames.has(part),
  )
  return isPath && parts.length > 0 ? parts.join("\0") : undefined
}

const isThere = (of: Expression): Expression => call("not", call("equals", of, literal(null)))

const variable = (operator: "var" | "val", given: readonly unknown[], depth: number): Expression => {
  const name = pathName(operator, operator === "var" ? given.slice(0, 1) : given)
  if (name === undefined)
    return foreign(operator, "it names no fact: a place in a list, the whole of the data, or a name that is worked out")
  const [, fallback] = operator === "var" ? given : []
  if (fallback === undefined) return reference(name)
  return call("if", isThere(reference(name)), reference(name), read(fallback, depth))
}

const comparing = (operator: string, how: Comparing, given: readonly Expression[]): Expression => {
  const [one, other, last, more] = given
  if (!one || !other || more) return foreign(operator, "it compares two values, or one with two bounds")
  const [left, right] = [kindOf(one), kindOf(other)]
  const isNumber = (kind: string | undefined) => kind === undefined || kind === "number"
  if (how === "equals") {
    if (last) return foreign(operator, "it compares two values")
    if (left !== undefined && right !== undefined && left !== right && operator === "==")
      return foreign(operator, coerces)
    return call(how, one, other)
  }
  if (!isNumber(left) || !isNumber(right) || (last && !isNumber(kindOf(last)))) return foreign(operator, coerces)
  if (!last) return call(how, one, other)
  if (how !== "less-than" && how !== "at-most") return foreign(operator, "only < and <= take two bounds")
  return call("and", call(how, one, other), call(how, other, last))
}

const conditional = (given: readonly Expression[]): Expression => {
  const [when, is, ...rest] = given
  if (!when) return literal(null)
  if (!is) return when
  return call("if", when, is, conditional(rest))
}

const counted = (operator: string, given: readonly Expression[]): Expression => {
  const odd = given.find((each) => !["number", undefined].includes(kindOf(each)) || each.kind === "list")
  if (odd)
    return foreign(operator, "it counts with something that is no number, which is converted there and never here")
  const [one, other, ...more] = given
  if (operator === "-" || operator === "/") {
    if (operator === "-" && one && !other) return call("difference", literal(0), one)
    return one && other && more.length === 0
      ? call(operator === "-" ? "difference" : "quotient", one, other)
      : foreign(operator, "it takes two numbers")
  }
  const name = names[operator]
  if (!one || !name) return foreign(operator, "it takes one number at least")
  if (!other && one.kind !== "literal") return foreign(operator, "it may be the elements of a list that are meant")
  return call(name, ...given)
}

const missing = (given: readonly unknown[], depth: number): Expression => {
  const keys = given.length === 1 ? listOf(given[0]) : given
  const named = keys.map((key) => pathName("var", [key]))
  if (depth === 0 || !named.every((name) => name !== undefined)) return foreign("missing", builds)
  return call("or", ...named.map((name) => call("empty", reference(name))))
}

// What stands where only its truth counts: what is missing is asked for there, and nowhere else.
const asked = (rule: unknown, depth: number): Expression => {
  const [operator, ...more] = isRecord(rule) ? Object.keys(rule) : []
  return isRecord(rule) && operator === "missing" && more.length === 0
    ? missing(listOf(rule["missing"]), depth)
    : read(rule, depth)
}

const applied = (operator: string, raw: unknown, depth: number): Expression => {
  const given = listOf(raw)
  if (operator === "var" || operator === "val") return variable(operator, given, depth)
  if (operator === "exists") {
    const name = pathName(operator, given)
    return name === undefined ? foreign(operator, "it names no fact") : isThere(reference(name))
  }
  const isJoining = ["if", "?:", "and", "or"].includes(operator)
  if (isJoining && !Array.isArray(raw)) return foreign(operator, "it takes a list")
  if (operator === "if" || operator === "?:")
    return conditional(given.map((each, at) => (at % 2 === 0 && at < given.length - 1 ? asked : read)(each, depth)))
  if (operator === "!" || operator === "!!") {
    const [one] = given
    if (Array.isArray(raw) && raw.length !== 1) return foreign(operator, "it takes one value")
    return call(operator === "!" ? "not" : "truth", asked(one, depth))
  }
  const parts = given.map((each) => read(each, depth))
  const order = orders[operator]
  if (order) return comparing(operator, order, parts)
  switch (operator) {
    case "==":
    case "===":
      return comparing(operator, "equals", parts)
    case "!=":
    case "!==": {
      const equal = comparing(operator === "!=" ? "==" : "===", "equals", parts)
      return equal.kind === "foreign" ? foreign(operator, equal.reason) : call("not", equal)
    }
    case "and":
    case "or":
      return parts.length === 0 ? foreign(operator, "it joins nothing") : call(operator, ...parts)
    case "in": {
      const [one, other] = parts
      if (!one || !other || parts.length > 2) return foreign(operator, "it looks for one value in one list")
      return other.kind === "list" ? call("any-of", one, other) : call("contains", other, one)
    }
    case "??":
      return parts.length === 0 ? foreign(operator, "it takes one value at least") : coalesced(parts)
    case "+":
    case "-":
    case "*":
    case "/":
    case "min":
    case "max":
      return counted(operator, parts)
  }
  return foreign(operator, reasons[operator] ?? "it is no operator that we know")
}

const coalesced = ([first, ...rest]: readonly Expression[]): Expression => {
  if (!first) return literal(null)
  if (rest.length === 0) return first
  if (first.kind === "literal") return first.value === null ? coalesced(rest) : first
  if (first.kind !== "reference") return foreign("??", "only a fact can be absent")
  return call("if", isThere(first), first, coalesced(rest))
}

const read = (rule: unknown, depth: number): Expression => {
  if (depth > deepest) return foreign("rule", `it is nested more than ${deepest} deep`)
  if (rule === null || typeof rule === "string" || typeof rule === "boolean" || typeof rule === "number")
    return typeof rule === "number" && !Number.isFinite(rule) ? foreign("number", "it is none") : literal(rule)
  if (Array.isArray(rule)) return { kind: "list", of: rule.map((each) => read(each, depth + 1)) }
  const [operator, ...more] = isRecord(rule) ? Object.keys(rule) : []
  if (!isRecord(rule) || operator === undefined || more.length > 0)
    return foreign("rule", "a rule is an object with one operator, or a value")
  return applied(operator, rule[operator], depth + 1)
}

/**
 * A rule in JSONLogic (https://jsonlogic.com) as a condition, where it comes to true or false, or as a calculation. Exactly what means
 * the same in both is supported; everything else is listed, each with its reason. Facts are read as they are: where JSONLogic converts
 * `"1"` to a number, we do not.
 *
 * @example
 * fromJsonLogic({ "<": [{ var: "score" }, 7] }) // { condition: { op: "any", of: [… "less-than" …] } }
 * fromJsonLogic({ cat: ["a", "b"] }) // { unsupported: [{ where: "rule", what: "cat", reason: "…" }] }
 */
export const fromJsonLogic = (rule: unknown): FromJsonLogic => {
  const unsupported: Unsupported[] = []
  const setting: Setting = {
    dialect,
    refer: (name) => ({ path: name.split("\0"), domain: { kind: "any" } }),
    refuse: (what, reason) => unsupported.push({ where: "rule", what: what.replaceAll("\0", "."), reason }),
  }
  const expression = read(rule, 0)
  const result = isTruth(expression)
    ? { condition: holds(expression, true, setting) }
    : { calculation: worth(expression, setting) }
  return unsupported.length > 0 ? { unsupported } : result
}
