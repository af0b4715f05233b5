import { textIn } from "../../kernel/localized.ts"
import { InputError } from "../../kernel/errors.ts"
import { type Endpoint, inputId } from "../../kernel/ids.ts"
import type { AskedResponse } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { isExpired } from "../../survey/response.ts"
import { tooLate } from "../decide/survey.ts"
import type { Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"
import { anonymousInput, type AnonymousPlace, anonymousPlace, momentAt } from "./anonymous.ts"

/** An answer as a page gives it. */
export interface PageAnswer {
  readonly id: string
  readonly on: Endpoint
  readonly survey: string
  readonly response: string
  readonly question: string
  readonly value: unknown
}

const unknown = () => new InputError("unknown", "response", "no survey of this name waits for an answer")

/** The place of the answers to an anonymous response; `undefined` where the survey is not anonymous. */
export const apartOf = ({ setting }: Pick<Loop, "setting">, { confidentiality }: AnyDefinition, response: string) =>
  confidentiality === "anonymous" && setting.secret !== undefined ? anonymousPlace(setting.secret, response) : undefined

/** Writes an answer down at a place that belongs to nobody. */
export const postApart = async (
  loop: Loop,
  { on, response }: AnonymousPlace,
  { id, survey, question, value }: Pick<PageAnswer, "id" | "survey" | "question" | "value">,
  acks?: string,
): Promise<void> => {
  await loop.post({
    kind: "answer",
    id: inputId(anonymousInput(loop.setting.secret ?? "", id)),
    on,
    survey,
    response,
    question,
    value,
    occurredAt: momentAt(on, loop.clock.now()),
    ...(acks !== undefined && { acks }),
  })
}

/** The response as its answers are: where they lie apart, those, under the id by which the person knows it. */
export const withAnswers = async (
  loop: Loop,
  definition: AnyDefinition,
  response: AskedResponse,
): Promise<AskedResponse> => {
  const place = apartOf(loop, definition, response.id)
  const apart = place && (await loop.whole(place.on))?.state.surveys[place.response]
  if (!apart) return response
  const { version, answers, question, seed } = apart
  return { ...response, version, answers, question, seed }
}

const responseOf = async (loop: Loop, on: Endpoint, id: string) => {
  const customer = await loop.whole(on)
  const surveys = customer?.state.surveys ?? {}
  return { customer, response: Object.hasOwn(surveys, id) ? surveys[id] : undefined }
}

/**
 * Takes an answer from a page; gives the response as it stands then. Where it is anonymous, the person's own record says only that they
 * answered.
 */
export const takeAnswer = async (loop: Loop, { id, on, ...answer }: PageAnswer): Promise<AskedResponse> => {
  const { surveys } = loop.setting
  const { customer, response: before } = await responseOf(loop, on, answer.response)
  const name = before?.survey ?? answer.survey
  const definition = Object.hasOwn(surveys, name) ? surveys[name] : undefined
  const place = definition && apartOf(loop, definition, answer.response)
  if (!definition || !place) {
    await loop.post({ kind: "answer", id: inputId(id), on, ...answer })
    const { response } = await responseOf(loop, on, answer.response)
    if (!response) throw unknown()
    return response
  }
  if (!before && !answer.response.startsWith("web:")) throw unknown()
  if (before && isExpired(before, loop.clock.now()))
    throw new InputError("conflict", "response", textIn(tooLate, customer && languageOf(customer)))
  await postApart(loop, place, { id, ...answer })
  const apart = (await loop.whole(place.on))?.state.surveys[place.response]
  if (!apart) throw unknown()
  const { survey, response } = answer
  const isDone = apart.question === null
  await loop.post({ kind: "mark-answered", id: inputId(`${id}/mark/${isDone}`), on, survey, response, isDone })
  return { ...apart, id: response }
}
