import type { Scalar } from "../../kernel/condition.ts"
import type { Dialect } from "./dialect.ts"
import { call, foreign, literal, type Comparing, type Doing, type Expression } from "./expression.ts"
import { joins, joinsNot, joinsNothing, parseFormula, piecesOf, type Between, type Grammar } from "./formula.ts"

const pieces = piecesOf(
  /(?<number>\d+(?:\.\d+)?|\.\d+)(?![\w.])/,
  /(?<text>'[^']*'|"[^"]*")/,
  /\$\{(?<name>[^{}]+)\}/,
  /(?<word>[a-z_][\w-]*(?::[\w-]+)?)/,
  /(?<sign><=|>=|!=|\/\/|::|\.\.|[-+*/=<>(),.|[\]@])/,
)

const [orBinds, andBinds, equalBinds, orderBinds, sumBinds, productBinds] = [1, 2, 3, 4, 5, 6]
const noPaths = "answers are named, and not looked for along a path"

const between: { readonly [sign: string]: Between } = {
  or: joins(orBinds, "or"),
  and: joins(andBinds, "and"),
  "=": joins(equalBinds, "equals"),
  "!=": joinsNot(equalBinds, "equals"),
  "<": joins(orderBinds, "less-than"),
  "<=": joins(orderBinds, "at-most"),
  ">": joins(orderBinds, "greater-than"),
  ">=": joins(orderBinds, "at-least"),
  "+": joins(sumBinds, "sum"),
  "-": joins(sumBinds, "difference"),
  "*": joins(productBinds, "product"),
  div: joins(productBinds, "quotient"),
  mod: joinsNothing(productBinds, "mod", "there is no remainder"),
  "/": joinsNothing(productBinds, "/", noPaths),
  "//": joinsNothing(productBinds, "//", noPaths),
  "|": joinsNothing(productBinds, "|", noPaths),
}

const own = <Value>(table: { readonly [name: string]: Value }, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

const same: { readonly [name: string]: { readonly doing: Doing; readonly takes: number } } = {
  not: { doing: "not", takes: 1 },
  boolean: { doing: "truth", takes: 1 },
  if: { doing: "if", takes: 3 },
  selected: { doing: "contains", takes: 2 },
  "count-selected": { doing: "count", takes: 1 },
}

const called = (name: string, of: readonly Expression[]): Expression => {
  const known = own(same, name)
  if (known) return of.length === known.takes ? call(known.doing, ...of) : foreign(`${name}()`, "it takes other values")
  const [one, other] = of
  switch (name) {
    case "true":
    case "false":
      return literal(name === "true")
    case "coalesce":
      return one && other
        ? call("if", call("not", call("empty", one)), one, other)
        : foreign(`${name}()`, "it takes two values")
    case "number":
    case "int":
      return one && name === "number" ? one : foreign(`${name}()`, "it is a function that we do not have")
    case "round":
      return one ? call("round", one, other ?? literal(0)) : foreign(`${name}()`, "it takes a number")
    case "min":
    case "max":
      return of.length > 1 ? call(name, ...of) : foreign(`${name}()`, "it takes several numbers")
  }
  return foreign(`${name}()`, "it is a function that we do not have")
}

/** What the answer is called to which a constraint belongs. */
export const itself = "."

const grammar: Grammar = {
  pieces,
  between: (piece) => own(between, piece),
  before: (piece) =>
    piece === "-"
      ? (of) => (of.kind === "literal" ? literal(-Number(of.value)) : call("difference", literal(0), of))
      : undefined,
  behind: () => undefined,
  alone: (word) => foreign(word, noPaths),
  called,
  quoted: (text) => text.slice(1, -1),
  itself,
}

/** What an expression of XLSForm says: XPath 1.0, as OpenRosa has it (https://xlsform.org/en/#relevant). */
export const parseXPath = (formula: string, names?: (word: string) => Expression | undefined): Expression =>
  parseFormula(formula, names ? { ...grammar, alone: (word) => names(word) ?? grammar.alone(word) } : grammar)

const numberOf = (value: Scalar): number => {
  if (typeof value !== "string") return Number(value)
  return /^\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(value) ? Number(value) : Number.NaN
}

const compares = (how: Comparing, one: Scalar, given: Scalar | null): boolean => {
  const other = given ?? ""
  const [left, right] = [numberOf(one), numberOf(other)]
  switch (how) {
    case "equals":
      if (typeof one === "boolean" || typeof other === "boolean") return Boolean(one) === Boolean(other)
      return typeof one === "number" || typeof other === "number" ? left === right : one === other
    case "less-than":
      return left < right
    case "at-most":
      return left <= right
    case "greater-than":
      return left > right
    case "at-least":
      return left >= right
  }
}

/** How XPath compares: as numbers where one side is a number, else as texts; what was not answered is the empty text. */
export const xpathDialect: Dialect = {
  compares,
  absent: (how, value) => how === "equals" && (value === null || value === ""),
  alike: (value) => {
    if (typeof value === "number") return [value, String(value)]
    const read = typeof value === "string" ? numberOf(value) : Number.NaN
    return Number.isNaN(read) ? [value] : [value, read]
  },
  isTrue: (value) => (typeof value === "number" ? value !== 0 && !Number.isNaN(value) : Boolean(value)),
  // what was selected is a whole word
  hasIn: (text, part) => String(text) === String(part),
  takesAny: true,
  absentIsZero: false,
}
