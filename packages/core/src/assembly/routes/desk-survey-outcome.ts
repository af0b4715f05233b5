import type { SurveyResults } from "../../insight/survey-results.ts"
import type { Duration } from "../../kernel/duration.ts"
import type { CustomerId } from "../../kernel/ids.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Label } from "../../sentiment/reading.ts"
import type { Doors } from "../doors.ts"
import { keptResults } from "../insight/kept-results.ts"
import { readResponse, responseList, streamOf } from "../insight/response-rows.ts"
import { surveyNamed } from "../insight/results-request.ts"
import type { Loop } from "../loop.ts"
import { nameOf } from "../rows.ts"
import type { Declared } from "../services/declared.ts"
import { nobody } from "../survey/anonymous.ts"
import { isAddressTrait, maskedTraits } from "./desk-mask.ts"
import { pageOf, type Seated, type Sitting } from "./desk-sitting.ts"

/** Somebody to whom a survey was put, and how far they came. What they answered is not here. */
export interface DeskAsked {
  readonly customer: CustomerId
  readonly name: string
  readonly askedAt: number
  /** The channel; none where they began it themselves, on a page. */
  readonly channel?: string
  readonly status: "waiting" | "completed" | "screened-out" | "quota-full" | "expired"
}

/** `GET /desk/surveys/:name/asked`: a page of those who were asked, the last one first. */
export interface DeskAskedPage {
  readonly items: readonly DeskAsked[]
  readonly next?: string
}

/** By what results can be told apart: never by an address or a name, which would be one person each. Of anonymous answers, by nothing. */
export const groupings = (
  { setting }: Pick<Loop, "setting">,
  { traits }: Declared,
  { confidentiality }: AnyDefinition,
): readonly string[] => {
  if (confidentiality === "anonymous") return []
  const names = [...Object.keys(traits), ...setting.computed.map(({ name }) => name)]
  return ["channel", ...names.filter((name) => name !== "name" && !isAddressTrait(name))]
}

/** The results as a colleague may see them: what looks like an address in the name of a group is masked. */
const maskedResults = (results: SurveyResults, by: string): SurveyResults => ({
  ...results,
  questions: results.questions.map((question) => ({
    ...question,
    groups: question.groups.map((group) => {
      const shown = maskedTraits({ [by]: group.group })[by]
      return { ...group, group: typeof shown === "string" ? shown : null }
    }),
  })),
})

const statusOf = (
  { question, ended = "complete", expiresAt }: ReturnType<typeof readResponse>,
  now: number,
): DeskAsked["status"] => {
  if (question !== null) return expiresAt !== undefined && now >= expiresAt ? "expired" : "waiting"
  return ended === "complete" ? "completed" : ended
}

const createOutcomes = (loop: Loop, doors: Doors) => {
  const kept = keptResults(loop)
  const results = async ({ call: { parameters, query } }: Sitting) => {
    const { name } = surveyNamed(loop, parameters["name"] ?? "")
    const [by, since] = [query.get("by"), query.get("since")]
    const found = await kept(JSON.stringify(["results", name, by, since]), () =>
      doors.insights.survey(name, {
        ...(by !== null && { by }),
        ...(since !== null && { since: since as Duration }), // it is read, or refused by name
      }),
    )
    return json(200, by === null ? found : maskedResults(found, by))
  }
  const answers = async ({ call: { parameters, query } }: Sitting) => {
    const { name } = surveyNamed(loop, parameters["name"] ?? "")
    const [topic, feeling] = [query.get("topic"), query.get("feeling")]
    const wanted = {
      ...pageOf(query),
      ...(topic !== null && { topic }),
      ...(feeling !== null && { feeling: feeling as Label }), // it is read, or refused by name
    }
    return json(200, await doors.insights.openAnswers(name, query.get("question") ?? "", wanted))
  }
  const topics = async ({ call: { parameters, query } }: Sitting) => {
    const { name } = surveyNamed(loop, parameters["name"] ?? "")
    const since = query.get("since")
    const question = query.get("question") ?? ""
    const found = await kept(JSON.stringify(["topics", name, question, since]), () =>
      doors.insights.topics(name, question, {
        ...(since !== null && { since: since as Duration }), // it is read, or refused by name
      }),
    )
    return json(200, found)
  }
  return { results, answers, topics }
}

const createAsked =
  (loop: Loop) =>
  async ({ call: { parameters, query } }: Sitting) => {
    const { name } = surveyNamed(loop, parameters["name"] ?? "")
    await loop.ready()
    const page = await loop.store.query(responseList(name), {}, pageOf(query))
    const now = loop.clock.now()
    const items = await Promise.all(
      page.items.map(async (row): Promise<DeskAsked | undefined> => {
        const customer = await loop.whole(streamOf(row))
        if (!customer || [...customer.streams.values()].some(({ identifier }) => identifier.startsWith(`${nobody}:`)))
          return undefined // where the answers of nobody lie
        const response = readResponse(row)
        return {
          customer: customer.id,
          name: nameOf(customer),
          askedAt: response.askedAt,
          ...(response.channel !== undefined && { channel: response.channel }),
          status: statusOf(response, now),
        }
      }),
    )
    return json(200, {
      items: items.filter((item) => item !== undefined),
      ...(page.next !== undefined && { next: page.next }),
    } satisfies DeskAskedPage)
  }

/** `/desk/surveys/:name/results`, `/answers`, `/topics` and `/asked`: what came of a survey. */
export const deskOutcomeRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => {
  const outcomes = createOutcomes(loop, doors)
  return [
    { method: "GET", path: "/desk/surveys/:name/results", answer: seated(outcomes.results) },
    { method: "GET", path: "/desk/surveys/:name/answers", answer: seated(outcomes.answers) },
    { method: "GET", path: "/desk/surveys/:name/topics", answer: seated(outcomes.topics) },
    { method: "GET", path: "/desk/surveys/:name/asked", answer: seated(createAsked(loop)) },
  ]
}
