import { textField } from "../../runtime/web/json.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { AnyDefinition, Confidentiality } from "../../survey/definition.ts"
import type { QuestionKind } from "../../survey/question.ts"
import type { Diagnostic } from "../../survey/verify/diagnostic.ts"
import type { Doors } from "../doors.ts"
import type { IncentiveView } from "../doors/incentives.ts"
import { type Kept, keptResults } from "../insight/kept-results.ts"
import { surveyNamed } from "../insight/results-request.ts"
import type { Loop } from "../loop.ts"
import type { Declared } from "../services/declared.ts"
import { deskCampaignRoutes } from "./desk-campaigns.ts"
import { fieldsOf, type Seated, type Sitting, wholeOf } from "./desk-sitting.ts"
import { findingsIn } from "./desk-survey-findings.ts"
import { deskOutcomeRoutes, groupings } from "./desk-survey-outcome.ts"

/** A survey of the house in short. */
export interface DeskSurveyHead {
  readonly name: string
  readonly version: string
  /** The kinds of question that it asks, each once, in the order in which they are asked. */
  readonly kinds: readonly QuestionKind[]
  /** BCP 47; none where its texts are in one language that nobody named. */
  readonly languages: readonly string[]
  readonly questions: number
  readonly confidentiality: Confidentiality
  /** How many were asked, how many of them answered to the end, and their share, from 0 to 1; `null` where nobody was asked. */
  readonly asked: number
  readonly completed: number
  readonly completion: number | null
  /** How much is wrong with it, or may be. */
  readonly errors: number
  readonly warnings: number
}

/** `GET /desk/surveys`: the surveys of the house. */
export interface DeskSurveys {
  readonly items: readonly DeskSurveyHead[]
  /** What is given for answers, and how much of it was; left out where nothing is. */
  readonly incentives?: readonly IncentiveView[]
}

/** `GET /desk/surveys/:name`: a survey as it is asked, what is wrong with it, and to whom it can be sent. */
export interface DeskSurvey extends DeskSurveyHead {
  readonly definition: AnyDefinition
  readonly findings: readonly Diagnostic[]
  /** The segments of customers, and the channels by which something can be sent. */
  readonly segments: readonly string[]
  readonly channels: readonly string[]
  /** By what its results can be told apart: the channel, and traits. */
  readonly by: readonly string[]
}

/** The languages in which a survey is asked: those that it names, else those of its first text. */
const languagesOf = ({ languages, questions: [first] }: AnyDefinition): readonly string[] => {
  if (languages) return languages
  return first && typeof first.text === "object" ? Object.keys(first.text) : []
}

const headOf = async (
  { insights }: Pick<Doors, "insights">,
  kept: Kept,
  definition: AnyDefinition,
  findings: readonly Diagnostic[],
): Promise<DeskSurveyHead> => {
  const { name, version, questions, confidentiality = "identified" } = definition
  const { responses, completion } = await kept(name, () => insights.survey(name))
  return {
    name,
    version,
    kinds: [...new Set(questions.map(({ kind }) => kind))],
    languages: languagesOf(definition),
    questions: questions.length,
    confidentiality,
    asked: responses.asked,
    completed: responses.completed,
    completion: completion.value,
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
  }
}

const createReads = (loop: Loop, doors: Doors, declared: Declared) => {
  const kept = keptResults(loop)
  const findings = findingsIn(loop, declared)
  const list = async () => {
    const items = Object.values(loop.setting.surveys).map((definition) =>
      headOf(doors, kept, definition, findings(definition)),
    )
    const incentives = await doors.incentives.list()
    return json(200, {
      items: await Promise.all(items),
      ...(incentives.length > 0 && { incentives }),
    } satisfies DeskSurveys)
  }
  const one = async ({ call: { parameters } }: Sitting) => {
    const definition = surveyNamed(loop, parameters["name"] ?? "")
    const found = findings(definition)
    const { channels, segments } = loop.setting
    return json(200, {
      ...(await headOf(doors, kept, definition, found)),
      definition,
      findings: found,
      segments: segments.map(({ name }) => name),
      channels: Object.keys(channels).filter((name) => channels[name]?.capabilities.outbound === undefined),
      by: groupings(loop, declared, definition),
    } satisfies DeskSurvey)
  }
  return { list, one }
}

/** Asks one customer, in a message that is held like everything that we start. */
const askOne = (loop: Loop, doors: Doors) => async (sitting: Sitting) => {
  const fields = fieldsOf(sitting)
  const { id } = await wholeOf(loop, sitting.call.parameters["id"])
  const definition = surveyNamed(loop, textField(fields, "survey", 64))
  const via = fields["via"]
  const asking = await doors.surveys.ask(id, definition, {
    id: `desk:${textField(fields, "id", 128)}`,
    ...(via !== undefined && { via: textField(fields, "via", 64) }),
  })
  return json(asking.status === "asked" ? 201 : 200, asking)
}

/** `/desk/surveys/…` and `POST /desk/customers/:id/ask`: what customers are asked, by whom it was answered, and what came of it. */
export const deskSurveyRoutes = (loop: Loop, doors: Doors, declared: Declared, seated: Seated): readonly Route[] => {
  const reads = createReads(loop, doors, declared)
  return [
    { method: "GET", path: "/desk/surveys", answer: seated(reads.list) },
    { method: "GET", path: "/desk/surveys/:name", answer: seated(reads.one) },
    { method: "POST", path: "/desk/customers/:id/ask", answer: seated(askOne(loop, doors)) },
    ...deskOutcomeRoutes(loop, doors, seated),
    ...deskCampaignRoutes(loop, doors, seated),
  ]
}
