import { refusedNames } from "../kernel/condition.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { AnyDefinition } from "./definition.ts"
import type { Question } from "./question.ts"

const idPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/
const shape = "begin with a letter; then letters, digits, - and _, at most 64 in all"

const isId = (id: string): boolean => idPattern.test(id) && !refusedNames.has(id)

const repeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index)

const bounds = (question: Question): string | undefined => {
  const isBelow = (one: number | undefined, other: number | undefined) =>
    one !== undefined && other !== undefined && !(one <= other)
  const isStep = (value: number) => Number.isInteger(value) && value > 0
  switch (question.kind) {
    case "rating":
      return isStep(question.high) && question.high >= 2 && question.high <= 10 ? undefined : "let high be 2 to 10"
    case "slider":
      return question.low < question.high && question.step > 0
        ? undefined
        : "let low be below high, and step greater than 0"
    case "number":
      return isBelow(question.low, question.high) ? "let low not be above high" : undefined
    case "choices":
      return question.least < 0 ||
        question.most < Math.max(1, question.least) ||
        question.least > question.options.length
        ? "let least be at most most, and no more than there are options"
        : undefined
    case "ranking":
      return isStep(question.top) && question.top <= question.options.length
        ? undefined
        : "let top be 1 or more, and no more than there are options"
    case "panel":
      return isStep(question.most) && question.least >= 0 && question.least <= question.most && question.most <= 50
        ? undefined
        : "let least be at most most, and most at most 50"
    case "text":
    case "open-text":
      return isStep(question.maxLength) ? undefined : "let maxLength be 1 or more"
    case "date":
      return question.earliest !== undefined && question.latest !== undefined && question.earliest > question.latest
        ? "let earliest not be after latest"
        : undefined
    default:
      return undefined
  }
}

const listsOf = (question: Question): readonly (readonly { readonly value: string }[])[] => {
  if (question.kind === "matrix") return [question.rows, question.columns]
  return "options" in question ? [question.options] : []
}

const refuseQuestion = (place: string, question: Question): void => {
  const option = `${place}.${question.id}`
  if (!isId(question.id)) throw new ConfigurationError(option, shape)
  for (const list of listsOf(question)) {
    const double = repeated(list.map(({ value }) => value))
    if (double !== undefined) throw new ConfigurationError(option, `offers "${double}" twice; leave one out`)
  }
  const wrong = bounds(question)
  if (wrong !== undefined) throw new ConfigurationError(option, wrong)
  if (question.kind === "panel") {
    for (const inner of question.questions) {
      if (inner.kind === "panel" || inner.kind === "file")
        throw new ConfigurationError(`${option}.${inner.id}`, `a panel holds no ${inner.kind}; ask it outside`)
    }
    refuseQuestions(option, question.questions)
  }
}

const refuseQuestions = (place: string, questions: readonly Question[], more: readonly string[] = []): void => {
  if (questions.length === 0) throw new ConfigurationError(place, "ask at least one question")
  const twice = repeated([...questions.map(({ id }) => id), ...more])
  if (twice !== undefined)
    throw new ConfigurationError(`${place}.${twice}`, "is there twice; give one of them another id")
  for (const question of questions) refuseQuestion(place, question)
}

const refuseMixed = (place: string, { mixed = [], questions }: Pick<AnyDefinition, "mixed" | "questions">): void => {
  const order = questions.map(({ id }) => id)
  for (const ids of mixed) {
    const first = order.indexOf(ids[0] ?? "")
    if (ids.length < 2 || first < 0 || ids.some((id, index) => order[first + index] !== id))
      throw new ConfigurationError(`${place}.mix`, "name two or more questions that follow each other, in their order")
  }
}

/**
 * What the compiler tells whoever writes TypeScript is told to everybody else when the program starts. Throws `ConfigurationError`. What
 * could be meant, and is most likely a mistake, is for `verify` to say.
 */
export const refuse = (name: string, definition: Omit<AnyDefinition, "name" | "version">): void => {
  if (!isId(name)) throw new ConfigurationError("surveys", `${shape} (the name of a survey)`)
  const place = `surveys.${name}`
  const { questions, values = [], endings = [], quotas = [] } = definition
  refuseQuestions(
    place,
    questions,
    values.map((value) => value.name),
  )
  refuseMixed(place, definition)
  for (const ids of [values.map((value) => value.name), endings.map(({ id }) => id), quotas.map(({ id }) => id)]) {
    const odd = ids.find((id) => !isId(id))
    if (odd !== undefined) throw new ConfigurationError(`${place}.${odd}`, shape)
    const twice = repeated(ids)
    if (twice !== undefined) throw new ConfigurationError(`${place}.${twice}`, "is there twice; rename one of them")
  }
  for (const { id, limit } of quotas)
    if (!Number.isInteger(limit) || limit < 1) throw new ConfigurationError(`${place}.${id}`, "let limit be 1 or more")
}
