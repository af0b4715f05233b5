import type { Calculated } from "../kernel/calculated.ts"
import { all, type Condition, type Scalar } from "../kernel/condition.ts"
import { fields, type Fields } from "../kernel/condition-fields.ts"
import type { Localized } from "../kernel/localized.ts"
import type { AnyDefinition, Confidentiality, Ending, Migration, Quota, Survey } from "./definition.ts"
import { refuse } from "./definition-problem.ts"
import type { Draft } from "./draft.ts"
import type { Asked, Medium, PanelQuestion, Question } from "./question.ts"
import { versionOf } from "./version.ts"

/** When a question is asked, whether it may be passed over, and what stands around it. */
export interface AskOptions<Earlier> {
  /** Asked only if this holds; it sees the answers to earlier questions. */
  readonly when?: (answers: Fields<Earlier>) => Condition
  /** `false`: the person may pass it over. A condition: only where it does not hold. */
  readonly required?: boolean | ((answers: Fields<Earlier>) => Condition)
  /** A line below the question. */
  readonly help?: Localized
  /** Other words for one medium. */
  readonly wording?: { readonly [On in Medium]?: Localized }
  /** Options that are offered only if a condition holds, by their value. */
  readonly offer?: (answers: Fields<Earlier>) => { readonly [option: string]: Condition }
  /** The trait that holds the answer: it is not asked where the profile knows it, and written there when it was answered. */
  readonly trait?: string
}

type AnswerTo<Id extends string, Value, Options> = Options extends { readonly required: true }
  ? Told<Id, Value, Options>
  : Options extends { readonly required: unknown }
    ? { readonly [Key in Id]?: Value | null }
    : Told<Id, Value, Options>

type Told<Id extends string, Value, Options> = Options extends { readonly when: unknown }
  ? { readonly [Key in Id]?: Value }
  : { readonly [Key in Id]: Value }

type Unused<Id extends string, Earlier> = Id extends keyof Earlier
  ? `"${Id}" is asked already; give this question another id`
  : Id

type Nothing = Record<never, never>
type AnyBuilder = { readonly written: Written }
type ChoiceIn<Given> = {
  [Key in keyof Given]-?: [NonNullable<Given[Key]>] extends [string] ? Key : never
}[keyof Given] &
  string
type Chosen<Given, On extends keyof Given> = NonNullable<Given[On]> & string

type Arms<Given, Seen, On extends keyof Given> = {
  readonly [Value in Chosen<Given, On>]?: (survey: SurveyBuilder<Nothing, Seen>) => AnyBuilder
}
type ArmOf<Taken, Value> = Value extends keyof Taken
  ? Taken[Value] extends (...given: never) => SurveyBuilder<infer Inner, infer _>
    ? Inner
    : Nothing
  : Nothing
type Branched<Given, On extends keyof Given, Taken> = {
  [Value in Chosen<Given, On>]: { readonly [Key in On]: Value } & ArmOf<Taken, Value>
}[Chosen<Given, On>]
// What conditions behind the branch can ask about: the answers of every arm.
type SeenIn<Taken> = {
  [Value in keyof Taken]: Taken[Value] extends (...given: never) => SurveyBuilder<infer _, infer Seen>
    ? (seen: Seen) => void
    : never
}[keyof Taken] extends (seen: infer All) => void
  ? All
  : unknown

/** What was written so far. */
export type Written = Omit<AnyDefinition, "name" | "version">

/** A survey while it is written, one question after the other. `Given` are its answers, `Seen` is what conditions can ask about. */
export interface SurveyBuilder<Given, Seen = Given> {
  /** Asks one more question. Its id names the answer for ever; an id that is taken does not compile. */
  ask<const Id extends string, Value, Options extends AskOptions<Seen>>(
    id: Unused<Id, Seen>,
    question: Draft<Value, Asked>,
    options?: Options,
  ): SurveyBuilder<Given & AnswerTo<Id, Value, Options>, Seen & { readonly [Key in Id]: Value }>
  /** Says something that asks nothing. */
  say<const Id extends string>(
    id: Unused<Id, Seen>,
    text: Localized,
    options?: Pick<AskOptions<Seen>, "when" | "wording">,
  ): SurveyBuilder<Given, Seen>
  /** What the answer to the question before has to fulfil beside the rules of its kind, and what to do about it. */
  check(that: (answers: Fields<Seen>) => Condition, message: Localized): SurveyBuilder<Given, Seen>
  /** Works out a value from the answers so far. Later conditions and texts can use it. */
  calculate<const Id extends string, Value extends Scalar>(
    id: Unused<Id, Seen>,
    is: (answers: Fields<Seen>) => Calculated<Value>,
  ): SurveyBuilder<Given, Seen & { readonly [Key in Id]: Value }>
  /** Goes on by what was chosen: the answers become a union that the choice tells apart. */
  branch<const On extends ChoiceIn<Given>, const Taken extends Arms<Given, Seen, On>>(
    on: On,
    arms: Taken,
  ): SurveyBuilder<Given & Branched<Given, On, Taken>, Seen & SeenIn<Taken>>
  /** Asks these, which stand side by side, in another order each time. None of them may depend on another. */
  mix(...ids: readonly (keyof Seen & string)[]): SurveyBuilder<Given, Seen>
  /** An ending for those of whom this holds; `early`, as soon as it does. The first that holds is the one. */
  end(
    id: string,
    text: Localized,
    options: {
      readonly when: (answers: Fields<Seen>) => Condition
      readonly early?: boolean
      readonly link?: string
    },
  ): SurveyBuilder<Given, Seen>
  /** What is said when no question is left and no other ending holds. */
  thank(text: Localized): SurveyBuilder<Given, Seen>
  /** At most so many responses of those of whom this holds. */
  quota(
    id: string,
    options: {
      readonly when: (answers: Fields<Seen>) => Condition
      readonly limit: number
      readonly text?: Localized
    },
  ): SurveyBuilder<Given, Seen>
  /** What was written so far. */
  readonly written: Written
}

/** What holds for a survey as a whole. */
export interface SurveyOptions {
  readonly confidentiality?: Confidentiality
  readonly languages?: readonly string[]
  readonly within?: NonNullable<AnyDefinition["within"]>
  readonly migrations?: readonly Migration[]
  readonly unverified?: true
}

type Flat<Type> = { readonly [Key in keyof Type]: Type[Key] }

const withOffers = <Earlier>(asked: Asked, { offer }: AskOptions<Earlier>): Asked => {
  if (!offer || !("options" in asked)) return asked
  const offered = offer(fields<Earlier>())
  const when = (value: string) => (Object.hasOwn(offered, value) ? { when: offered[value] } : {})
  // every kind keeps the options that it had, each with its condition
  return { ...asked, options: asked.options.map((option) => ({ ...option, ...when(option.value) })) } as Asked
}

const placed = <Earlier>(id: string, asked: Asked, options: AskOptions<Earlier>, under?: Condition): Question => {
  const { when, required = true, help, wording, trait } = options
  const own = when?.(fields<Earlier>())
  const both = under && own ? all(under, own) : (under ?? own)
  return {
    ...withOffers(asked, options),
    id,
    required: required === true,
    ...(both && { when: both }),
    ...(typeof required === "function" && { requiredWhen: required(fields<Earlier>()) }),
    ...(help !== undefined && { help }),
    ...(wording && { wording }),
    ...(trait !== undefined && { trait }),
  }
}

const lastChecked = (questions: readonly Question[], that: Condition, message: Localized): readonly Question[] => {
  const last = questions.at(-1)
  return last
    ? [...questions.slice(0, -1), { ...last, checks: [...(last.checks ?? []), { that, message }] }]
    : questions
}

// A condition that sees answers is written with references to them.
const conditionOf = <Seen>(when: (answers: Fields<Seen>) => Condition): Condition => when(fields<Seen>())

/** A builder that goes on from what was written. `under` is what has to hold for the arm of a branch. */
export const builder = <Given, Seen>(written: Written, under?: Condition): SurveyBuilder<Given, Seen> => {
  const add = <More, Shown>(more: Partial<Written>) => builder<More, Shown>({ ...written, ...more }, under)
  return {
    written,
    ask: (id, question, options) =>
      add({ questions: [...written.questions, placed<Seen>(id, question, options ?? {}, under)] }),
    say: (id, text, options) =>
      add({
        questions: [
          ...written.questions,
          placed<Seen>(id, { kind: "statement", text }, { ...options, required: false }, under),
        ],
      }),
    check: (that, message) => add({ questions: lastChecked(written.questions, conditionOf(that), message) }),
    calculate: (name, is) =>
      add({
        values: [
          ...(written.values ?? []),
          { name, is: is(fields<Seen>()), after: written.questions.at(-1)?.id ?? null },
        ],
      }),
    branch: (on, arms) => {
      let after = written
      for (const [value, arm] of Object.entries<((survey: SurveyBuilder<Nothing, Seen>) => AnyBuilder) | undefined>(
        arms,
      )) {
        const chosen: Condition = { op: "equals", path: [on], value }
        if (arm) after = arm(builder<Nothing, Seen>(after, under ? all(under, chosen) : chosen)).written
      }
      return builder(after, under)
    },
    mix: (...ids) => add({ mixed: [...(written.mixed ?? []), ids] }),
    end: (id, text, { when, ...rest }) => {
      const ending: Ending = { id, text, when: conditionOf(when), ...rest }
      return add({ endings: [...(written.endings ?? []), ending] })
    },
    thank: (thanks) => add({ thanks }),
    quota: (id, { when, ...rest }) => {
      const quota: Quota = { id, when: conditionOf(when), ...rest }
      return add({ quotas: [...(written.quotas ?? []), quota] })
    },
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
export const defineSurvey = <const Name extends string, Given, Seen>(
  name: Name,
  write: (survey: SurveyBuilder<Nothing>) => SurveyBuilder<Given, Seen>,
  options: SurveyOptions = {},
): Survey<Name, Flat<Given>> => {
  const { migrations, unverified, ...content } = {
    ...write(builder<Nothing, Nothing>({ questions: [] })).written,
    ...options,
  }
  refuse(name, content)
  // how answers to an earlier version are read is no part of what is asked
  return {
    name,
    version: versionOf(content),
    ...content,
    ...(migrations && { migrations }),
    ...(unverified && { unverified }),
  }
}

/**
 * The same questions for each of several things: each flight, each child. `least` and `most` say of how many, `another` asks whether
 * there is one more.
 *
 * @example
 * import { number, panel, text } from "@escucha/core/survey"
 *
 * panel("Who travels?", (s) => s.ask("name", text("Name")).ask("age", number("Age")), { another: "Anybody else?", most: 6 })
 */
export const panel = <Given, Seen>(
  text: Localized,
  write: (survey: SurveyBuilder<Nothing>) => SurveyBuilder<Given, Seen>,
  {
    least = 1,
    most = 10,
    another = { es: "¿Hay otro más?", en: "Is there another one?" },
  }: { readonly least?: number; readonly most?: number; readonly another?: Localized } = {},
): Draft<readonly Flat<Given>[], PanelQuestion> => ({
  kind: "panel",
  text,
  questions: write(builder<Nothing, Nothing>({ questions: [] })).written.questions,
  least,
  most,
  another,
})
