import { parseCondition } from "../../kernel/condition-parser.ts"
import { refusedNames } from "../../kernel/condition.ts"

type Json = { readonly [name: string]: unknown }

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)
const isScalar = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)

const isPath = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((name) => typeof name === "string" && name !== "" && !refusedNames.has(name))

const path = "must name a fact: a list of names"

const among = (parts: unknown, count?: number): string | undefined => {
  if (!Array.isArray(parts) || (count !== undefined && parts.length !== count))
    return count === undefined ? "`of` must be a list of calculations" : `\`of\` must be ${count} calculations`
  for (const part of parts) {
    const fault = calculationFault(part)
    if (fault !== undefined) return fault
  }
  return undefined
}

const chosen = ({ when, is, otherwise }: Json): string | undefined => {
  const read = parseCondition(when)
  if ("problem" in read) return `(${read.problem.field}) ${read.problem.message}`
  return calculationFault(is) ?? calculationFault(otherwise)
}

/** What is wrong with a calculation that comes from outside. */
export const calculationFault = (value: unknown): string | undefined => {
  if (!isObject(value)) return "must be a calculation: an object with an op"
  switch (value["op"]) {
    case "value":
      return isScalar(value["value"]) ? undefined : "`value` must be a text, a number, true or false"
    case "fact":
    case "count":
      return isPath(value["path"]) ? undefined : path
    case "place":
      if (!isPath(value["path"])) return path
      return isScalar(value["value"]) ? undefined : "`value` must be a text, a number, true or false"
    case "points": {
      if (!isPath(value["path"])) return path
      const table = value["table"]
      return isObject(table) && Object.values(table).every(Number.isFinite)
        ? undefined
        : "`table` must give each value a number"
    }
    case "sum":
    case "product":
    case "mean":
    case "min":
    case "max":
      return among(value["of"])
    case "difference":
    case "quotient":
      return among(value["of"], 2)
    case "round":
      return Number.isInteger(value["decimals"]) ? calculationFault(value["of"]) : "`decimals` must be a whole number"
    case "if":
      return chosen(value)
    default:
      return "`op` must be one of value, fact, sum, product, mean, min, max, difference, quotient, round, count, place, points, if"
  }
}
