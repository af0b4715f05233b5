import { compile } from "../../kernel/condition.ts"
import type { Question, QuestionOf } from "../../survey/question.ts"
import { countField, type Given, hasUnder, oneOf } from "./given.ts"

/** A number as people write it, with a comma too; what is none stays what it was, and is refused as such. */
const numberIn = (text: string | undefined): number | string | undefined => {
  if (text === undefined) return undefined
  const plain = text.trim().replace(",", ".")
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : text
}

const severalIn = ({ id, least, required }: QuestionOf<"choices">, given: Given): unknown => {
  const chosen = given.get(id) ?? []
  return chosen.length > 0 || (required && least === 0) ? chosen : undefined
}

const rankedIn = ({ id, top, options }: QuestionOf<"ranking">, given: Given): unknown => {
  const places = Array.from({ length: Math.min(top, options.length) }, (_, place) => oneOf(given, `${id}.${place + 1}`))
  const ranked = places.filter((value) => value !== undefined)
  return ranked.length === 0 ? undefined : ranked
}

const rowsIn = ({ id, rows }: QuestionOf<"matrix">, given: Given): unknown => {
  const said = rows.flatMap(({ value }) => {
    const column = oneOf(given, `${id}.${value}`)
    return column === undefined ? [] : [[value, column] as const]
  })
  return said.length === 0 ? undefined : Object.fromEntries(said)
}

const pairsIn = ({ id, sets }: QuestionOf<"max-diff">, given: Given): unknown => {
  const pairs = sets.map((_, index) => {
    const [best, worst] = [oneOf(given, `${id}.${index}.best`), oneOf(given, `${id}.${index}.worst`)]
    return best === undefined && worst === undefined ? undefined : { best, worst }
  })
  return pairs.every((pair) => pair === undefined) ? undefined : pairs
}

const contactIn = ({ id, fields, required }: QuestionOf<"contact">, given: Given): unknown => {
  const said = fields.flatMap((name) => {
    const value = oneOf(given, `${id}.${name}`)
    return value === undefined ? [] : [[name, value] as const]
  })
  return said.length === 0 && !required ? undefined : Object.fromEntries(said)
}

/** A question about one thing of a panel, with the way to it for an id. */
export const innerQuestion = ({ id }: QuestionOf<"panel">, index: number, inner: Question): Question => ({
  ...inner,
  id: `${id}.${index}.${inner.id}`,
})

/** How many things of a panel stand on the form: at least those that are asked for, or one. */
export const thingsIn = ({ id, least, most }: QuestionOf<"panel">, given: Given): number => {
  const count = Number(oneOf(given, countField(id)) ?? 0)
  return Math.min(most, Math.max(least, 1, Number.isInteger(count) ? count : 0))
}

/** The questions that are asked about one thing, and what was answered to them. */
export const thingIn = (
  question: QuestionOf<"panel">,
  index: number,
  given: Given,
): { readonly asked: readonly Question[]; readonly said: { readonly [inner: string]: unknown } } => {
  const said: Record<string, unknown> = {}
  const asked: Question[] = []
  for (const inner of question.questions) {
    if (inner.when && !compile(inner.when)(said, Number.NaN)) continue
    asked.push(inner)
    const value = readAnswer(innerQuestion(question, index, inner), given)
    if (value !== undefined) said[inner.id] = value
  }
  return { asked, said }
}

/** The things of a panel moved together: what was left empty is no thing, as long as there are as many as are asked for. */
export const compacted = (question: QuestionOf<"panel">, given: Given, without?: number): Given => {
  const { id, least } = question
  const numbers = Array.from({ length: thingsIn(question, given) }, (_, index) => index)
  const kept = numbers.filter((index) => index !== without)
  for (let at = kept.length - 1; at >= 0 && kept.length > least; at--)
    if (!hasUnder(given, `${id}.${kept[at] ?? 0}`)) kept.splice(at, 1)
  const after = new Map([...given].filter(([name]) => !name.startsWith(`${id}.`) && name !== countField(id)))
  for (const [place, index] of kept.entries()) {
    const [from, to] = [`${id}.${index}.`, `${id}.${place}.`]
    for (const [name, values] of given) if (name.startsWith(from)) after.set(to + name.slice(from.length), values)
  }
  return after.set(countField(id), [String(Math.max(least, kept.length))])
}

const panelIn = (question: QuestionOf<"panel">, given: Given): unknown => {
  const { id, least, most, required } = question
  if (!required && !hasUnder(given, id)) return undefined
  const count = Math.min(most, Math.max(least, Number(oneOf(given, countField(id)) ?? 0)))
  return Array.from({ length: count }, (_, index) => thingIn(question, index, given).said)
}

/**
 * What was answered in a form, to be held against the question: `undefined` where nothing was. The things of a panel stand together
 * (`compacted`); files are no text and are read elsewhere.
 */
export const readAnswer = (question: Question, given: Given): unknown => {
  const { id } = question
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
    case "number":
      return numberIn(oneOf(given, id))
    case "choices":
      return severalIn(question, given)
    case "ranking":
      return rankedIn(question, given)
    case "matrix":
      return rowsIn(question, given)
    case "max-diff":
      return pairsIn(question, given)
    case "contact":
      return contactIn(question, given)
    case "panel":
      return panelIn(question, given)
    case "consent": {
      const word = oneOf(given, id)
      return word === "yes" ? true : word === "no" ? false : undefined
    }
    case "statement":
      return null
    case "file":
      return undefined
    default:
      return oneOf(given, id)
  }
}
