import { type Cooldown, type Limit, milliseconds, parseLimit } from "../kernel/duration.ts"
import type { Parsed, Problem, Rate } from "../kernel/duration.ts"
import type { ContactBudget, PlaceRules } from "./place-rules.ts"
import { mostApproaches } from "./person.ts"

/** What messages by sms and voice may cost. All of it may be left out. */
export interface BudgetOptions {
  /** How many we may start with one number, 50 at most in a window: `"5 per 1 day"`. */
  readonly perNumber?: Limit | Cooldown
  /** How many with numbers that differ in the last three digits alone: `"20 per 1 hour"`. */
  readonly perPrefix?: Limit | Cooldown
  /** How many in all within 24 hours. */
  readonly perDay?: number
}

/** How the application says where it writes, beside when and how often. */
export interface PlaceOptions {
  /**
   * Countries (ISO 3166: `["ES", "MX"]`) to whose numbers you start something by sms and voice. Without it only numbers that wrote to you
   * first are written to: a form of yours must not make a stranger rich.
   */
  readonly countries?: readonly string[]
  /** What messages by sms and voice may cost. */
  readonly budget?: BudgetOptions
  /** Where you can be written to by post; marketing by mail says it, and is not sent without it. */
  readonly postalAddress?: string
  /** The purpose for which people agree that you notice where they are; check-ins of others are refused. */
  readonly checkIns?: string
}

/** What the options say of places, as the policy takes it, and the purpose of check-ins. */
export interface ReadPlaceOptions {
  readonly rules: Pick<PlaceRules, "countries" | "budget" | "postalAddress">
  readonly checkIns?: string
}

/** The names of these options. */
export const placeOptions = [
  "countries",
  "budget",
  "postalAddress",
  "checkIns",
] as const satisfies readonly (keyof PlaceOptions)[]

const problem = (field: string, message: string): { readonly problem: Problem } => ({
  problem: { field: `contact.${field}`, message },
})

const longestAddress = 1_000

const readCountries = (given: unknown): Parsed<readonly string[] | undefined> => {
  if (given === undefined) return { value: undefined }
  const isList = Array.isArray(given) && given.every((each) => typeof each === "string" && /^[A-Z]{2}$/.test(each))
  return isList
    ? { value: given as readonly string[] } // by the test before
    : problem("countries", 'write countries of two capital letters, such as ["ES", "MX"]')
}

const readRate = (name: "perNumber" | "perPrefix", given: unknown, most: number): Parsed<Rate | undefined> => {
  if (given === undefined) return { value: undefined }
  const rate = parseLimit(given, `contact.budget.${name}`)
  if ("problem" in rate || rate.value.count <= most) return rate
  return problem(`budget.${name}`, `must allow ${most} or fewer; leave it out for no limit`)
}

const mostPerPrefix = 100_000
const mostPerDay = 10_000_000
const budgets: readonly string[] = ["perNumber", "perPrefix", "perDay"] satisfies readonly (keyof BudgetOptions)[]

const readBudget = (given: unknown): Parsed<ContactBudget | undefined> => {
  if (given === undefined) return { value: undefined }
  if (typeof given !== "object" || given === null || Object.keys(given).some((name) => !budgets.includes(name)))
    return problem("budget", `give an object with ${budgets.join(", ")}`)
  const { perNumber, perPrefix, perDay } = given as { readonly [name: string]: unknown } // an object, by the test before
  const number = readRate("perNumber", perNumber, mostApproaches)
  if ("problem" in number) return number
  const prefix = readRate("perPrefix", perPrefix, mostPerPrefix)
  if ("problem" in prefix) return prefix
  const isCount = typeof perDay === "number" && Number.isInteger(perDay) && perDay > 0 && perDay <= mostPerDay
  if (perDay !== undefined && !isCount) return problem("budget.perDay", "give a whole number of messages")
  return {
    value: {
      ...(number.value && { perNumber: number.value }),
      ...(prefix.value && { perPrefix: prefix.value }),
      ...(isCount && { perDay: { count: perDay, window: milliseconds("24 hours") } }),
    },
  }
}

const readText = (field: "postalAddress" | "checkIns", remedy: string, given: unknown): Parsed<string | undefined> => {
  if (given === undefined) return { value: undefined }
  return typeof given === "string" && given.trim() !== "" && given.length <= longestAddress
    ? { value: given.trim() }
    : problem(field, remedy)
}

/** What the options say of places; a problem names the option. */
export const parsePlaceOptions = (options: PlaceOptions): Parsed<ReadPlaceOptions> => {
  const countries = readCountries(options.countries)
  if ("problem" in countries) return countries
  const budget = readBudget(options.budget)
  if ("problem" in budget) return budget
  const postal = readText("postalAddress", "write street, town and country", options.postalAddress)
  if ("problem" in postal) return postal
  const checkIns = readText("checkIns", "name one of your purposes", options.checkIns)
  if ("problem" in checkIns) return checkIns
  const rules = {
    ...(countries.value && { countries: countries.value }),
    ...(budget.value && { budget: budget.value }),
    ...(postal.value !== undefined && { postalAddress: postal.value }),
  }
  return { value: { rules, ...(checkIns.value !== undefined && { checkIns: checkIns.value }) } }
}
