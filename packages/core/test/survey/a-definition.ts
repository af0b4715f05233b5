import * as fc from "fast-check"
import { all, any, not, type Condition } from "../../src/kernel/condition.ts"
import type { AnyDefinition, Ending, Quota, SurveyValue } from "../../src/survey/definition.ts"
import { refuse } from "../../src/survey/definition-problem.ts"
import type { Check, Question, QuestionKind } from "../../src/survey/question.ts"
import { scaleOf } from "../../src/survey/question-scale.ts"
import { versionOf } from "../../src/survey/version.ts"
import { anAsked, kinds } from "./a-question.ts"

/** Takes one thing after another from a list of numbers that fast-check drew; 0 where it is at its end, so that shrinking works. */
type Pick = <Item>(items: readonly Item[]) => Item | undefined

const picking = (drawn: readonly number[]): Pick => {
  let at = 0
  return (items) => items[(drawn[at++] ?? 0) % Math.max(1, items.length)]
}

const measured = (path: readonly string[], values: readonly number[], pick: Pick): Condition => {
  const value = pick(values) ?? 0
  const op = pick(["at-most", "less-than", "greater-than", "at-least", "equals", "not-equals", "between"] as const)
  return op === "between" || op === undefined
    ? { op: "between", path, from: Math.min(value, pick(values) ?? 0), to: value }
    : { op, path, value }
}

const scores = (question: Question): readonly number[] => {
  if (question.kind === "number") return [0, 1, 5, 10]
  if (!("low" in question) && !["nps", "csat", "ces", "rating"].includes(question.kind)) return []
  const scale = scaleOf(question as Parameters<typeof scaleOf>[0]) // one of the kinds that have a scale
  return Array.from(
    { length: Math.min(11, (scale.high - scale.low) / scale.step + 1) },
    (_, place) => scale.low + place * scale.step,
  )
}

/** A condition about one earlier question. */
const about = (question: Question, pick: Pick): Condition => {
  const { id } = question
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
    case "number":
      return measured([id], scores(question), pick)
    case "choice":
    case "dropdown":
    case "image-choice": {
      const value = pick(question.options)?.value ?? ""
      return (
        pick([
          { op: "equals", path: [id], value },
          { op: "not-equals", path: [id], value },
          { op: "in", path: [id], value: [value, pick(question.options)?.value ?? ""] },
        ] as const) ?? { op: "exists", path: [id] }
      )
    }
    case "choices":
    case "ranking":
      return { op: "contains", path: [id], value: pick(question.options)?.value ?? "" }
    case "matrix":
      return { op: "equals", path: [id, pick(question.rows)?.value ?? ""], value: pick(question.columns)?.value ?? "" }
    case "consent":
      return { op: "equals", path: [id], value: pick([true, false]) ?? true }
    default:
      return { op: "exists", path: [id] }
  }
}

/** A condition about earlier questions, and about values worked out from them. */
const conditionOn = (
  earlier: readonly Question[],
  values: readonly SurveyValue[],
  pick: Pick,
): Condition | undefined => {
  const one = (): Condition | undefined => {
    const value = pick([undefined, undefined, undefined, ...values])
    if (value) return measured([value.name], [0, 1, 5, 9], pick)
    const question = pick(earlier.filter(({ kind }) => kind !== "statement"))
    return question && about(question, pick)
  }
  const [first, second] = [one(), one()]
  if (!first || !second) return first
  return pick([first, first, first, all(first, second), any(first, second), not(first)])
}

// One that an answer can pass: all but one number of a scale, or all but one of the options.
const checkOf = (question: Question, pick: Pick): Check | undefined => {
  const message = { es: "Eso no puede ser.", en: "That cannot be." }
  const [path, values] = [[question.id], scores(question)]
  if (values.length > 1) return { that: not({ op: "equals", path, value: pick(values) ?? 0 }), message }
  if (question.kind === "choice" && question.options.length > 1)
    return { that: { op: "not-equals", path, value: pick(question.options)?.value ?? "" }, message }
  return undefined
}

const namesIn = (condition: Condition | undefined): readonly string[] => {
  if (!condition) return []
  if (condition.op === "not") return namesIn(condition.of)
  if (condition.op === "all" || condition.op === "any") return condition.of.flatMap(namesIn)
  return condition.path.slice(0, 1)
}

const namesOf = (question: Question): readonly string[] => [
  ...namesIn(question.when),
  ...namesIn(question.requiredWhen),
  ...("options" in question ? question.options.flatMap(({ when }) => namesIn(when)) : []),
]

// Two that follow each other, of which none asks about the other or about what is worked out behind it.
const mixedIn = (
  questions: readonly Question[],
  values: readonly SurveyValue[],
  pick: Pick,
): readonly (readonly string[])[] => {
  const first = pick([...questions.keys()]) ?? 0
  const two = questions.slice(first, first + 2)
  const ids = two.map(({ id }) => id)
  const isTied = (name: string) => ids.includes(name) || values.some((value) => value.name === name)
  const isFree = two.length === 2 && two.every((each) => each.kind !== "statement" && !namesOf(each).some(isTied))
  return isFree && !values.some(({ after }) => after !== null && ids.includes(after)) ? [ids] : []
}

const withOffers = (question: Question, when: Condition): Question => {
  if (question.kind !== "choice" || question.options.length < 3) return question
  return { ...question, options: question.options.map((option, index) => (index === 0 ? { ...option, when } : option)) }
}

interface Written {
  readonly questions: readonly Question[]
  readonly values: readonly SurveyValue[]
}

type Draft = readonly [asked: Question, drawn: readonly number[]]

const placed = ({ questions, values }: Written, [asked, drawn]: Draft): Written => {
  const pick = picking(drawn)
  const id = `q${questions.length}`
  const isSaid = asked.kind === "statement"
  const bare: Question = { ...asked, id, required: !isSaid && pick([true, true, false]) === true }
  const when = questions.length > 0 && pick([true, false]) === true ? conditionOn(questions, values, pick) : undefined
  const requiredWhen =
    !bare.required && !isSaid && pick([false, false, true]) === true ? conditionOn(questions, values, pick) : undefined
  const offer = pick([false, false, false, true]) === true ? conditionOn(questions, values, pick) : undefined
  const check = pick([false, false, false, true]) === true ? checkOf(bare, pick) : undefined
  const question: Question = {
    ...(offer ? withOffers(bare, offer) : bare),
    ...(when && { when }),
    ...(requiredWhen && { requiredWhen }),
    ...(check && { checks: [check] }),
  }
  const isWorked = scores(question).length > 0 && pick([false, false, true]) === true
  const value: SurveyValue = {
    name: `v${values.length}`,
    is: {
      op: "sum",
      of: [
        { op: "fact", path: [id] },
        { op: "value", value: 1 },
      ],
    },
    after: id,
  }
  return { questions: [...questions, question], values: isWorked ? [...values, value] : values }
}

const whole = ([drafts, drawn]: readonly [readonly Draft[], readonly number[]]): AnyDefinition => {
  const { questions, values } = drafts.reduce<Written>(placed, { questions: [], values: [] })
  const pick = picking(drawn)
  const condition = () => conditionOn(questions, values, pick)
  const mixed = mixedIn(questions, values, pick)
  const when = condition()
  const ending: Ending | undefined = when && {
    id: "e0",
    text: { es: "Hasta luego", en: "Good-bye" },
    when,
    early: pick([false, false, true]) === true,
  }
  const full = condition()
  const quota: Quota | undefined = full && {
    id: "k0",
    when: full,
    limit: 10,
    text: { es: "Ya somos muchos", en: "We have enough" },
  }
  const content = {
    questions,
    ...(values.length > 0 && { values }),
    ...(mixed.length > 0 && pick([true, false]) === true && { mixed }),
    ...(ending && pick([true, false]) === true && { endings: [ending] }),
    ...(quota && pick([true, false, false]) === true && { quotas: [quota] }),
    thanks: { es: "Gracias", en: "Thank you" },
  }
  refuse("survey", content)
  return { name: "survey", version: versionOf(content), ...content }
}

/**
 * A survey with one to `most` questions of these kinds (all, if none are named), with conditions over one and over two earlier answers,
 * questions that may be passed over, options that are not always offered, checks, values, two questions mixed, an ending, a quota.
 */
export const aDefinition = ({
  of = kinds,
  most = 6,
}: { readonly of?: readonly QuestionKind[]; readonly most?: number } = {}): fc.Arbitrary<AnyDefinition> => {
  const drawn = fc.array(fc.nat({ max: 1000 }), { minLength: 24, maxLength: 24 })
  const draft = fc.tuple(
    anAsked(of).map((asked): Question => ({ ...asked, id: "q", required: true })),
    drawn,
  )
  return fc.tuple(fc.array(draft, { minLength: 1, maxLength: most }), drawn).map(whole)
}
