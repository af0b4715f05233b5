import { parseCondition } from "../../kernel/condition-parser.ts"
import { ConfigurationError } from "../../kernel/errors.ts"
import type { AnyDefinition } from "../definition.ts"
import { refuse } from "../definition-problem.ts"
import { contactFields } from "../question-form.ts"
import { calculationFault } from "./shape-calculation.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"

type Json = { readonly [name: string]: unknown }
/** What is wrong with a part, or nothing. */
type Fault = string | undefined
type Test = (value: unknown) => Fault

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const text: Test = (value) => (typeof value === "string" ? undefined : "must be a text")
const number: Test = (value) => (Number.isFinite(value) ? undefined : "must be a number")
const truth: Test = (value) => (typeof value === "boolean" ? undefined : "must be true or false")
const words: Test = (value) => {
  if (typeof value === "string") return undefined
  const isText =
    isObject(value) && Object.keys(value).length > 0 && Object.values(value).every((each) => typeof each === "string")
  return isText ? undefined : 'must be a text, or one for each language: { "es": "…", "en": "…" }'
}
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined ? undefined : test(value)
const list =
  (test: Test, least = 0): Test =>
  (value) => {
    if (!Array.isArray(value) || value.length < least)
      return least > 0 ? "must be a list with something in it" : "must be a list"
    for (const [place, each] of value.entries()) {
      const fault = test(each)
      if (fault !== undefined) return `its part ${place + 1} ${fault}`
    }
    return undefined
  }
const shape =
  (parts: { readonly [name: string]: Test }): Test =>
  (value) => {
    if (!isObject(value)) return "must be an object"
    for (const [name, test] of Object.entries(parts)) {
      const fault = test(value[name])
      if (fault !== undefined) return `\`${name}\` ${fault}`
    }
    return undefined
  }
const oneOf =
  (values: readonly string[]): Test =>
  (value) =>
    typeof value === "string" && values.includes(value) ? undefined : `must be one of ${values.join(", ")}`

const condition: Test = (value) => {
  const read = parseCondition(value)
  return "problem" in read ? `(${read.problem.field}) ${read.problem.message}` : undefined
}

const option = { value: text, label: words, when: maybe(condition), alone: maybe(truth) }
const order: Test = (value) =>
  value === undefined || value === "mixed" ? undefined : shape({ last: list(text) })(value)
const listed = { options: list(shape(option), 1), order }
const ends = maybe(shape({ low: words, high: words }))

/** What a question of each kind has beside its text. */
const kinds: { readonly [kind: string]: { readonly [name: string]: Test } } = {
  nps: {},
  csat: {},
  ces: {},
  rating: { high: number, ends },
  slider: { low: number, high: number, step: number, ends },
  number: { low: maybe(number), high: maybe(number), whole: maybe(truth), unit: maybe(words) },
  choice: listed,
  dropdown: listed,
  "image-choice": { options: list(shape({ ...option, image: text, alt: words }), 1), order },
  choices: { ...listed, least: number, most: number },
  ranking: { ...listed, top: number },
  matrix: { rows: list(shape(option), 1), columns: list(shape(option), 1), order },
  "max-diff": { ...listed, sets: list(list(text)) },
  text: { minLength: number, maxLength: number },
  "open-text": { maxLength: number },
  date: { earliest: maybe(text), latest: maybe(text) },
  time: {},
  email: {},
  phone: {},
  file: { accept: list(text), maxBytes: number, most: number },
  consent: { purpose: maybe(text) },
  contact: { fields: list(oneOf(contactFields), 1), optional: list(oneOf(contactFields)) },
  statement: {},
  panel: { questions: (value) => list(question, 1)(value), least: number, most: number, another: words },
}

const placed = {
  id: text,
  text: words,
  required: truth,
  when: maybe(condition),
  requiredWhen: maybe(condition),
  help: maybe(words),
  wording: maybe(
    shape({ web: maybe(words), email: maybe(words), sms: maybe(words), chat: maybe(words), voice: maybe(words) }),
  ),
  checks: maybe(list(shape({ that: condition, message: words }))),
  trait: maybe(text),
}

const question: Test = (value) => {
  if (!isObject(value)) return "must be an object"
  const kind = value["kind"]
  const own = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (!own) return `\`kind\` must be one of ${Object.keys(kinds).join(", ")}`
  const fault = shape({ ...placed, ...own })(value)
  return fault === undefined ? undefined : `(${quoted(value["id"])}) ${fault}`
}

const change: Test = (value) => {
  const fault = shape({ change: oneOf(["rename", "drop", "map"]), question: text })(value)
  if (fault !== undefined || !isObject(value)) return fault
  if (value["change"] === "rename") return shape({ to: text })(value)
  return value["change"] === "map"
    ? shape({ options: (map) => (isObject(map) ? undefined : "must be an object") })(value)
    : undefined
}

const definition = shape({
  name: text,
  questions: list(question, 1),
  values: maybe(
    list(shape({ name: text, is: calculationFault, after: (value) => (value === null ? undefined : text(value)) })),
  ),
  mixed: maybe(list(list(text))),
  endings: maybe(
    list(shape({ id: text, text: words, when: maybe(condition), early: maybe(truth), link: maybe(text) })),
  ),
  thanks: maybe(words),
  quotas: maybe(list(shape({ id: text, when: condition, limit: number, text: maybe(words) }))),
  confidentiality: maybe(oneOf(["identified", "confidential", "anonymous"])),
  languages: maybe(list(text, 1)),
  migrations: maybe(list(shape({ from: text, changes: list(change) }))),
})

const deepest = 24

const isTooDeep = (value: unknown, left: number): boolean => {
  if (typeof value !== "object" || value === null) return false
  return left === 0 || Object.values(value).some((each) => isTooDeep(each, left - 1))
}

const malformed = (message: string): readonly Diagnostic[] => [
  found("malformed", undefined, message, "see the reference of AnyDefinition in @escucha/core/survey"),
]

/** Whether something is a definition of a survey at all. What comes from a file may be anything. */
export const shapeOf = (
  given: unknown,
): { readonly definition: AnyDefinition } | { readonly malformed: readonly Diagnostic[] } => {
  if (isTooDeep(given, deepest * 2)) return { malformed: malformed("It is nested too deep for a survey.") }
  const fault = definition(given)
  if (fault !== undefined) return { malformed: malformed(`It is no definition of a survey: ${fault}.`) }
  const read = given as AnyDefinition // each part of it was looked at
  try {
    refuse(read.name, read)
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure
    return { malformed: malformed(`It cannot be asked: ${failure.message}.`) }
  }
  return { definition: read }
}
