import type { Scalar } from "../../kernel/condition.ts"
import type { Dialect } from "./dialect.ts"
import { call, foreign, literal, type Comparing, type Doing, type Expression } from "./expression.ts"
import { joins, joinsNot, joinsNothing, parseFormula, piecesOf, type Between, type Grammar } from "./formula.ts"

const pieces = piecesOf(
  /(?<number>0x[\da-f]+|\d+(?:\.\d+)?)(?!\w)/,
  /(?<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")/,
  /\{(?<name>[^{}]*)\}/,
  /(?<word>[a-z_]\w*)/,
  /(?<sign><=|>=|==|!=|<>|=<|=>|\|\||&&|\*=|[-+*/%^()!=<>,[\]])/,
)

const orBinds = 1
const andBinds = 2
const comparisonBinds = 3
const sumBinds = 4
const productBinds = 5
const powerBinds = 6

// What was not answered is none of a list, also where the empty text is in it.
const withoutEmpty = (list: Expression): Expression =>
  list.kind === "list"
    ? { ...list, of: list.of.filter((each) => each.kind !== "literal" || (each.value !== "" && each.value !== null)) }
    : list

const has = (one: Expression, other: Expression): Expression =>
  other.kind === "literal" && (other.value === "" || other.value === null)
    ? foreign("contains ''", "nothing is looked for")
    : call("contains", one, other)
const containing: Between = { power: comparisonBinds, join: has }
const notContaining: Between = { power: comparisonBinds, join: (one, other) => call("not", has(one, other)) }

const between: { readonly [sign: string]: Between } = {
  "||": joins(orBinds, "or"),
  or: joins(orBinds, "or"),
  "&&": joins(andBinds, "and"),
  and: joins(andBinds, "and"),
  "<=": joins(comparisonBinds, "at-most"),
  "=<": joins(comparisonBinds, "at-most"),
  lessorequal: joins(comparisonBinds, "at-most"),
  ">=": joins(comparisonBinds, "at-least"),
  "=>": joins(comparisonBinds, "at-least"),
  greaterorequal: joins(comparisonBinds, "at-least"),
  "<": joins(comparisonBinds, "less-than"),
  less: joins(comparisonBinds, "less-than"),
  ">": joins(comparisonBinds, "greater-than"),
  greater: joins(comparisonBinds, "greater-than"),
  "=": joins(comparisonBinds, "equals"),
  "==": joins(comparisonBinds, "equals"),
  equal: joins(comparisonBinds, "equals"),
  equals: joins(comparisonBinds, "equals"),
  "!=": joinsNot(comparisonBinds, "equals"),
  "<>": joinsNot(comparisonBinds, "equals"),
  notequal: joinsNot(comparisonBinds, "equals"),
  notequals: joinsNot(comparisonBinds, "equals"),
  "*=": containing,
  contains: containing,
  contain: containing,
  notcontains: notContaining,
  notcontain: notContaining,
  anyof: { power: comparisonBinds, join: (one, other) => call("any-of", one, withoutEmpty(other)) },
  noneof: { power: comparisonBinds, join: (one, other) => call("not", call("any-of", one, withoutEmpty(other))) },
  allof: joins(comparisonBinds, "all-of"),
  "+": joins(sumBinds, "sum"),
  "-": joins(sumBinds, "difference"),
  "*": joins(productBinds, "product"),
  "/": joins(productBinds, "quotient"),
  "%": joinsNothing(productBinds, "%", "there is no remainder"),
  "^": joinsNothing(powerBinds, "^", "there is no power"),
  power: joinsNothing(powerBinds, "power", "there is no power"),
}

const functions: { readonly [name: string]: Doing } = {
  iif: "if",
  sum: "total",
  avg: "mean",
  min: "min",
  max: "max",
  round: "round",
}

const words: { readonly [word: string]: Scalar | null } = { true: true, false: false, null: null, undefined: null }

const own = <Value>(table: { readonly [name: string]: Value }, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

const grammar: Grammar = {
  pieces,
  between: (piece) => own(between, piece.toLowerCase()),
  before: (piece) => {
    if (piece === "!" || piece.toLowerCase() === "negate") return (of) => call("not", of)
    return piece === "-"
      ? (of) => (of.kind === "literal" ? literal(-Number(of.value)) : call("difference", literal(0), of))
      : undefined
  },
  behind: (piece) => {
    const word = piece.toLowerCase()
    if (word === "empty") return (of) => call("empty", of)
    return word === "notempty" ? (of) => call("not", call("empty", of)) : undefined
  },
  // a word without quotes is a text there
  alone: (word) => {
    const said = own(words, word.toLowerCase())
    return literal(said === undefined ? word : said)
  },
  called: (name, of): Expression => {
    const known = own(functions, name)
    if (!known) return foreign(`${name}()`, "it is a function that we do not have")
    return known === "if" && of.length !== 3
      ? foreign(`${name}()`, "it takes a condition and two values")
      : call(known, ...of)
  },
  quoted: (text) => text.slice(1, -1).replace(/\\(['"])/g, "$1"),
}

/** What an expression of SurveyJS says (https://surveyjs.io/form-library/documentation/design-survey/conditional-logic). */
export const parseSurveyJs = (formula: string): Expression => parseFormula(formula, grammar)

// An answer is read as the number or the truth that its text spells.
const corrected = (value: Scalar): Scalar => {
  if (typeof value !== "string") return value
  const text = value.trim().toLowerCase()
  if (text === "true" || text === "false") return text === "true"
  const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text)
  return isNumber ? Number(text) : value
}

const same = (one: Scalar, other: Scalar): boolean => {
  if (typeof one === "string" && typeof other === "string")
    return one.trim().toLowerCase() === other.trim().toLowerCase()
  if (typeof one === "boolean" && typeof other === "string") return String(one) === other.toLowerCase()
  if (typeof other === "boolean" && typeof one === "string") return String(other) === one.toLowerCase()
  return one === other || (one !== "" && other !== "" && Number(one) === Number(other))
}

const compares = (how: Comparing, given: Scalar, other: Scalar | null): boolean => {
  const one = corrected(given)
  if (other === null || other === "undefined") return false
  switch (how) {
    case "equals":
      return same(one, other)
    case "less-than":
      return one < other
    case "at-most":
      return same(one, other) || one < other
    case "greater-than":
      return one > other
    case "at-least":
      return same(one, other) || one > other
  }
}

/** How SurveyJS compares: whatever the kinds of both sides, in small letters, and with nothing equal to the empty text. */
export const surveyJsDialect: Dialect = {
  compares,
  absent: (how, value) =>
    (how === "equals" || how === "at-most" || how === "at-least") &&
    (value === null || value === "" || value === "undefined"),
  alike: (value) => {
    if (typeof value === "string") return [...new Set([value, corrected(value)])]
    // 1 is equal to true there, and 0 to false
    const twin = { true: 1, false: 0, 1: true, 0: false }[String(value)]
    const equal = twin === undefined ? [value] : [value, twin]
    return [...equal, ...equal.map(String)]
  },
  isTrue: (value) => Boolean(corrected(value)),
  hasIn: (text, part) => Boolean(part) && String(text).toLowerCase().includes(String(part).toLowerCase()),
  // it depends on what is around it whether 2 is true
  takesAny: false,
  absentIsZero: true,
}
