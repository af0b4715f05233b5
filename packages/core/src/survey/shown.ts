import { compileTimeless, isScalar } from "../kernel/condition.ts"
import { textIn, type Localized } from "../kernel/localized.ts"
import { render } from "../kernel/template.ts"
import type { AnyDefinition } from "./definition.ts"
import { planOf, type Step } from "./plan.ts"
import type { Question } from "./question.ts"
import type { Option, Order } from "./question-list.ts"
import { mixed, seedOf } from "./seed.ts"

interface Shown {
  readonly seed?: number
  readonly names?: { readonly [name: string]: unknown }
}

const labelled = (question: Question | undefined, value: unknown, language: string): unknown => {
  if (Array.isArray(value)) {
    const list = value.map((each) => labelled(question, each, language)).filter(isScalar)
    return list.length === value.length ? list.join(", ") : undefined
  }
  const options = question && "options" in question ? question.options : []
  const option: Option | undefined = options.find((each) => each.value === value)
  return option ? textIn(option.label, language) : value
}

// The words for what was answered, in one language: the label of what was chosen, not its value.
const wordsFor = (
  definition: AnyDefinition,
  facts: Readonly<Record<string, unknown>>,
  names: object,
  language: string,
) => {
  const { byId } = planOf(definition)
  return {
    ...names,
    ...Object.fromEntries(
      Object.entries(facts).map(([id, value]) => [id, labelled(byId.get(id)?.question, value, language)]),
    ),
  }
}

type Fill = (text: Localized) => Localized

const filler = (definition: AnyDefinition, facts: Readonly<Record<string, unknown>>, names: object): Fill => {
  const fill = (text: string, language: string) =>
    text.includes("{") ? render(text, wordsFor(definition, facts, names, language)).text : text
  return (text) => {
    if (typeof text === "string") return fill(text, "en")
    return Object.fromEntries(Object.entries(text).map(([language, said]) => [language, fill(said, language)]))
  }
}

/** A text of a survey as this person reads it: with names and what they answered in it. */
export const filledIn = (
  definition: AnyDefinition,
  text: Localized,
  facts: Readonly<Record<string, unknown>>,
  { names = {} }: Pick<Shown, "names"> = {},
): Localized => filler(definition, facts, names)(text)

/** The options in the order of this response: those that stay at the end stay there. */
const ordered = <Each extends Option>(
  options: readonly Each[],
  order: Order | undefined,
  seed: number,
): readonly Each[] => {
  if (!order) return options
  const last = order === "mixed" ? [] : order.last
  const stays = ({ value, alone }: Each) => last.includes(value) || alone === true
  return [
    ...mixed(
      options.filter((option) => !stays(option)),
      seed,
    ),
    ...options.filter(stays),
  ]
}

const offered = <Each extends Option>(options: readonly Each[], facts: object, fill: Fill): readonly Each[] =>
  options
    .filter(({ when }) => !when || compileTimeless(when)(facts) === true)
    .map((option) => ({ ...option, label: fill(option.label) }))

const arranged = (question: Question, facts: object, fill: Fill, seed: number): Partial<Question> => {
  if (question.kind === "matrix") return { rows: ordered(offered(question.rows, facts, fill), question.order, seed) }
  if (!("options" in question)) return {}
  const order = "order" in question ? question.order : undefined
  const options = ordered(offered<Option>(question.options, facts, fill), order, seed)
  return { options } as Partial<Question> // of the kind that they had
}

/** A question as it is asked of this person. Its conditions were looked at. */
export const shown = (
  definition: AnyDefinition,
  { question, isFixed }: Step,
  facts: Readonly<Record<string, unknown>>,
  { seed = 0, names = {} }: Shown,
): Question => {
  if (isFixed) return question
  const fill = filler(definition, facts, names)
  const { requiredWhen, text, help, wording, ...rest } = question
  const said = wording && Object.fromEntries(Object.entries(wording).map(([on, words]) => [on, fill(words)]))
  return {
    ...rest,
    ...arranged(question, facts, fill, seed ^ seedOf(question.id)),
    text: fill(text),
    required: requiredWhen ? compileTimeless(requiredWhen)(facts) === true : question.required,
    ...(help !== undefined && { help: fill(help) }),
    ...(said && { wording: said }),
  } as Question // each part has the kind of the one that it stands for
}
