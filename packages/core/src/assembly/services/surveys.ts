import * as Context from "effect/Context"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf } from "../../kernel/ids.ts"
import { idFor, type Loop } from "../loop.ts"
import { attempt } from "./failure.ts"
import type { Asking, SurveysDoor } from "../doors/surveys.ts"
import { linkOf } from "../survey-page/link-of.ts"
import type { Effectful } from "./effectful.ts"

/** What customers are asked. */
export interface SurveysService extends Effectful<SurveysDoor> {}

/** Surveys as a service of Effect. */
export class Surveys extends Context.Service<Surveys, SurveysService>()("@escucha/Surveys") {}

/** The service over a loop. */
export const makeSurveys = (loop: Loop): SurveysService => {
  const responses = async (customer: string) => Object.values((await loop.whole(customer))?.state.surveys ?? {})
  return {
    ask: (customer, survey, { id: given, via } = {}) =>
      attempt(async (): Promise<Asking> => {
        const id = idFor("ask", given, loop)
        const outcome = await loop.post({
          kind: "ask",
          id,
          on: endpointOf(customer),
          survey: typeof survey === "string" ? survey : survey.name,
          ...(via !== undefined && { via: typeof via === "string" ? [via] : via }),
        })
        if (outcome.status === "duplicate") return { status: "duplicate", response: id }
        for (const entry of outcome.entries) {
          if (entry.kind === "message-written" && entry.data.delivery.status === "withheld")
            return { status: "withheld", because: entry.data.delivery.because }
        }
        return { status: "asked", response: id }
      }),
    answer: (customer, { id, ...answer }) =>
      attempt(async () => {
        await loop.post({ kind: "answer", id: idFor("answer", id, loop), on: endpointOf(customer), ...answer })
        const known = (await responses(customer)).find((response) => response.id === answer.response)
        if (!known) throw new InputError("unknown", "response", "no survey of this name waits for an answer")
        return known
      }),
    link: (customer, response) => attempt(() => linkOf(loop, customer, response)),
    responses: (customer) => attempt(() => responses(customer)),
  }
}
