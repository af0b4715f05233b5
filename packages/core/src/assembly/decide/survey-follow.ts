import { textIn, type Localized } from "../../kernel/localized.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { validate } from "../../kernel/standard-schema.ts"
import { consentText } from "../../profile/consent-chain.ts"
import { everyChannel } from "../../profile/consent-word.ts"
import { priorityOf } from "../../profile/source.ts"
import { tell } from "../../profile/traits.ts"
import type { ConsentMethod } from "../../profile/consent.ts"
import type { Situation } from "../../runtime/house.ts"
import type { AskedResponse } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Question } from "../../survey/question.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { ConsentStatement, SurveyMoment } from "../inputs.ts"
import { languageOf } from "../rows.ts"
import { problemOf, recordsOf } from "./consent.ts"
import type { Setting } from "./setting.ts"

/** Who tells a trait that was answered in a survey. */
const source = "survey"

/** An answer that was taken, and where. */
export interface Given {
  /** The input that brought it. */
  readonly input: string
  readonly definition: AnyDefinition
  /** As this person was asked it. */
  readonly question: Question
  readonly value: unknown
  /** The stream of the response. */
  readonly home: StreamId
  readonly method: ConsentMethod
  readonly moment: SurveyMoment | undefined
  readonly language?: string | undefined
}

/** What is known from now on, where the question names a trait. What its schema does not take stays in the response alone. */
const traitsOf = ({ sources, surveyTraits }: Setting, { question, value, home }: Given): readonly AnyDraft[] => {
  const { trait } = question
  const schema = trait === undefined ? undefined : surveyTraits[trait]
  if (trait === undefined || !schema || value === null) return []
  const checked = validate(schema, value)
  if ("problem" in checked) return []
  const told = tell({ traits: { [trait]: checked.value }, source, priority: priorityOf(sources, source) })
  return told.map((draft): AnyDraft => ({ ...draft, streams: [home] }))
}

/** The line of the consent ledger, with the words that they read: a no is written down as well. */
const consentOf = (setting: Setting, situation: Situation<State>, given: Given): readonly AnyDraft[] => {
  const { question, value, input, definition, home, method, moment } = given
  if (question.kind !== "consent" || question.purpose === undefined || typeof value !== "boolean") return []
  const language = languageOf(situation.customer) ?? given.language ?? "en"
  const statement: ConsentStatement = {
    purpose: question.purpose,
    channel: everyChannel,
    decision: value ? "grant" : "deny",
    basis: "consent",
    text: consentText(textIn(question.text, language), definition.version, language),
    method,
    evidence: { messageId: input, note: `survey ${definition.name}, question ${question.id}` },
    actor: "customer",
    salt: moment?.salt ?? input,
  }
  // who declared the purpose was asked when the house opened; a basis that consent is not is nobody's to give
  if (problemOf(setting, statement, situation.now)) return []
  return recordsOf(`${input}/consent`, statement, [home], situation, {})
}

/** What follows from an answer beside the response itself. */
export const followsFrom = (setting: Setting, situation: Situation<State>, given: Given): readonly AnyDraft[] => [
  ...traitsOf(setting, given),
  ...consentOf(setting, situation, given),
]

/** What is given for a response that is complete now, once for each and while there is some left: the fact, and what the person is told. */
export const incentiveFor = (
  { incentives }: Setting,
  before: AskedResponse,
  after: AskedResponse,
  moment: SurveyMoment | undefined,
): { readonly entries: readonly AnyDraft[]; readonly text?: Localized } => {
  const name = before.incentive
  const incentive = name !== undefined && Object.hasOwn(incentives, name) ? incentives[name] : undefined
  const isWhole = after.question === null && after.ended === "complete" && !before.isCounted
  if (name === undefined || !incentive || !isWhole || moment?.spent?.includes(name)) return { entries: [] }
  const { id: response, survey } = after
  return {
    entries: [{ kind: "incentive-given", data: { incentive: name, response, survey, give: "after" } }],
    text: incentive.text,
  }
}
