import type { Condition } from "../kernel/condition.ts"
import { refusedNames } from "../kernel/condition.ts"
import { fields, type Fields } from "../kernel/condition-fields.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { Localized } from "../kernel/localized.ts"
import type { Asked, Draft, Question } from "./question.ts"
import { versionOf } from "./version.ts"

/** What was answered, by id of the question; `null` where the person passed it over. */
export interface Answers {
  readonly [question: string]: unknown
}

/** A survey as plain JSON: what travels, is stored and is asked, whatever its answers are. */
export interface AnyDefinition {
  readonly name: string
  /** A fingerprint of the content (FNV-1a, 64 bits, 16 hexadecimal digits): other content, other version. */
  readonly version: string
  readonly questions: readonly Question[]
  /** What is said when no question is left. */
  readonly thanks?: Localized
}

declare const answers: unique symbol

/** A survey whose name and answers the compiler knows. It is its own definition. */
export type Survey<Name extends string = string, Given = Answers> = AnyDefinition & {
  readonly name: Name
  readonly [answers]?: Given
}

/** The answers of a survey: what is asked of everybody is there, what depends or may be passed over is optional. */
export type AnswersOf<Of> = Of extends { readonly [answers]?: infer Inferred } ? NonNullable<Inferred> : Answers

/** The names of these surveys. */
export type SurveyNames<Surveys extends readonly AnyDefinition[]> = Surveys[number]["name"]

/** The answers of each of these surveys, by its name: the facts that conditions ask about. */
export type AnswersByName<Surveys extends readonly AnyDefinition[]> = {
  readonly [Each in Surveys[number] as Each["name"]]?: AnswersOf<Each>
}

/** When a question is asked, and whether it may be passed over. */
export interface AskOptions<Earlier> {
  /** Asked only if this holds; it sees the answers to earlier questions. */
  readonly when?: (answers: Fields<Earlier>) => Condition
  /** `false`: the person may pass it over. */
  readonly required?: boolean
}

type AnswerTo<Id extends string, Value, Options> = Options extends { readonly required: true }
  ? Told<Id, Value, Options>
  : Options extends { readonly required: boolean }
    ? { readonly [Key in Id]?: Value | null }
    : Told<Id, Value, Options>

type Told<Id extends string, Value, Options> = Options extends { readonly when: unknown }
  ? { readonly [Key in Id]?: Value }
  : { readonly [Key in Id]: Value }

type Unused<Id extends string, Earlier> = Id extends keyof Earlier
  ? `"${Id}" is asked already; give this question another id`
  : Id

/** A survey while it is written, one question after the other. */
export interface SurveyBuilder<Earlier> {
  /** Asks one more question. Its id names the answer for ever; an id that is taken does not compile. */
  ask<const Id extends string, Value, Options extends AskOptions<Earlier>>(
    id: Unused<Id, Earlier>,
    question: Draft<Value>,
    options?: Options,
  ): SurveyBuilder<Earlier & AnswerTo<Id, Value, Options>>
  /** What is said when no question is left. */
  thank(text: Localized): SurveyBuilder<Earlier>
  /** What was written so far. */
  readonly written: { readonly questions: readonly Question[]; readonly thanks?: Localized }
}

type Flat<Type> = { readonly [Key in keyof Type]: Type[Key] }

const placed = <Earlier>(id: string, asked: Asked, { when, required = true }: AskOptions<Earlier>): Question => ({
  ...asked,
  id,
  required,
  ...(when && { when: when(fields<Earlier>()) }),
})

const builder = <Earlier>(written: SurveyBuilder<Earlier>["written"]): SurveyBuilder<Earlier> => ({
  written,
  ask: (id, question, options) =>
    builder({ ...written, questions: [...written.questions, placed<Earlier>(id, question, options ?? {})] }),
  thank: (thanks) => builder({ ...written, thanks }),
})

const idPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/

const isId = (id: string): boolean => idPattern.test(id) && !refusedNames.has(id)

const repeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index)

// What the compiler tells whoever writes TypeScript is told to everybody else when the program starts.
const refuse = (name: string, { questions }: { readonly questions: readonly Question[] }): void => {
  const shape = "begin with a letter; then letters, digits, - and _, at most 64 in all"
  if (!isId(name)) throw new ConfigurationError("surveys", `${shape} (the name of a survey)`)
  if (questions.length === 0) throw new ConfigurationError(`surveys.${name}`, "ask at least one question")
  const twice = repeated(questions.map(({ id }) => id))
  if (twice !== undefined)
    throw new ConfigurationError(`surveys.${name}.${twice}`, "is asked twice; give one of them another id")
  for (const question of questions) {
    const option = `surveys.${name}.${question.id}`
    if (!isId(question.id)) throw new ConfigurationError(option, shape)
    if (question.kind !== "choice") continue
    const double = repeated(question.options.map(({ value }) => value))
    if (double !== undefined) throw new ConfigurationError(option, `offers "${double}" twice; leave one out`)
  }
}

/**
 * Describes a survey: its questions in order, each with the condition under which it is asked. The answers are inferred, also for
 * questions that are not asked of everybody; a condition sees earlier answers only. Throws `ConfigurationError` for a name or an id
 * that cannot be one, for an id or an option that is there twice, and for a survey without questions.
 *
 * @example
 * import { defineSurvey, nps, openText } from "@escucha/core"
 *
 * const postPurchase = defineSurvey("postPurchase", (s) => s
 *   .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
 *   .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: (a) => a.score.lessThan(9) }))
 */
export const defineSurvey = <const Name extends string, Written>(
  name: Name,
  write: (survey: SurveyBuilder<Record<never, never>>) => SurveyBuilder<Written>,
): Survey<Name, Flat<Written>> => {
  const { written } = write(builder<Record<never, never>>({ questions: [] }))
  refuse(name, written)
  return { name, version: versionOf(written), ...written }
}
