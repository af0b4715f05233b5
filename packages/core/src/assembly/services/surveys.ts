import * as Context from "effect/Context"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf } from "../../kernel/ids.ts"
import { idFor, type Loop } from "../loop.ts"
import { attempt } from "./failure.ts"
import { type AskedResponse, isOpen } from "../../survey/asking.ts"
import type { Response } from "../../survey/response.ts"
import type { AnyEntry } from "../entries.ts"
import { later } from "../later.ts"
import type { Asking, SurveysDoor } from "../doors/surveys.ts"
import { takeAnswer } from "../survey/answer.ts"
import { campaignMembers, viewCampaign } from "../survey/campaign-view.ts"
import { namedSurvey, readAround } from "../survey/launch-options.ts"
import { pollResults } from "../survey/poll.ts"
import { publishedPolls } from "../survey/published-poll.ts"
import { linkOf } from "../survey-page/link-of.ts"
import type { Effectful } from "./effectful.ts"

/** What customers are asked. */
export interface SurveysService extends Effectful<SurveysDoor> {}

/** Surveys as a service of Effect. */
export class Surveys extends Context.Service<Surveys, SurveysService>()("@escucha/Surveys") {}

/** What a call says that asked somebody. */
const askingOf = (id: string, entries: readonly AnyEntry[]): Asking => {
  for (const { kind, data } of entries) {
    if (kind === "message-written" && data.delivery.status === "withheld")
      return { status: "withheld", because: data.delivery.because }
    if (kind === "survey-asked" && data.channel === undefined) return { status: "withheld", because: "known" }
  }
  return { status: "asked", response: id }
}

/** A response as the team may read it. */
const shownTo = ({ setting: { surveys } }: Loop, response: AskedResponse): Response => {
  const definition = Object.hasOwn(surveys, response.survey) ? surveys[response.survey] : undefined
  if (!definition || isOpen(definition)) return response
  const { draft: _, ...rest } = response
  return { ...rest, answers: {} }
}

const campaigns = (loop: Loop): Pick<SurveysService, "launch" | "campaign" | "members" | "cancel"> => {
  const viewed = async (id: string) => {
    const view = await viewCampaign(loop, id)
    if (!view) throw new InputError("unknown", "id", "no campaign has this id")
    return view
  }
  return {
    launch: (survey, options) =>
      attempt(async () => {
        const { launchCampaign } = await launching()
        return viewed((await launchCampaign(loop, survey, options)).id)
      }),
    campaign: (id) => attempt(() => viewCampaign(loop, id)),
    members: (id, page) => attempt(() => campaignMembers(loop, id, page)),
    cancel: (id) =>
      attempt(async () => {
        const { cancelCampaign } = await launching()
        return viewed((await cancelCampaign(loop, id)).id)
      }),
  }
}

const launching = later(() => import("../survey/launch.ts"))
const publishing = later(() => import("../survey/publish-poll.ts"))

/** The service over a loop. */
export const makeSurveys = (loop: Loop): SurveysService => ({
  ask: (customer, survey, { id: given, ...around } = {}) =>
    attempt(async (): Promise<Asking> => {
      const id = idFor("ask", given, loop)
      const { name } = namedSurvey(loop.setting, survey)
      const input = { kind: "ask", id, on: endpointOf(customer), survey: name } as const
      const outcome = await loop.post({ ...input, ...readAround(loop.setting, around) })
      return outcome.status === "duplicate" ? { status: "duplicate", response: id } : askingOf(id, outcome.entries)
    }),
  answer: (customer, { id, ...answer }) =>
    attempt(() => takeAnswer(loop, { id: idFor("answer", id, loop), on: endpointOf(customer), ...answer })),
  link: (customer, response) => attempt(() => linkOf(loop, customer, response)),
  responses: (customer) =>
    attempt(async () =>
      Object.values((await loop.whole(customer))?.state.surveys ?? {}).map((each) => shownTo(loop, each)),
    ),
  ...campaigns(loop),
  publish: (survey, options) =>
    attempt(async () => {
      const { publishPoll } = await publishing()
      return publishPoll(loop, survey, options)
    }),
  published: (survey, { limit = 50, after } = {}) =>
    attempt(async () => {
      const { name } = namedSurvey(loop.setting, survey)
      await loop.ready()
      return publishedPolls(loop, name, { limit, ...(after !== undefined && { after }) })
    }),
  results: (survey) => attempt(async () => pollResults(loop, namedSurvey(loop.setting, survey))),
})
