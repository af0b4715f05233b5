import { explain } from "../../survey/explain.ts"
import { textIn, type Localized } from "../../kernel/localized.ts"
import { ask, type AskedResponse, completion, take } from "../../survey/asking.ts"
import { checkAnswer } from "../../survey/check-answer.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { type Around, carriedOver } from "../../survey/going-on.ts"
import { traitValues } from "../../profile/traits.ts"
import { planOf } from "../../survey/plan.ts"
import { isExpired, walkOf } from "../../survey/response.ts"
import { shown } from "../../survey/shown.ts"
import { relevant } from "../../survey/engine.ts"
import type { Question } from "../../survey/question.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Situation } from "../../runtime/house.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import { languageOf } from "../rows.ts"
import { nobody } from "../survey/anonymous.ts"
import { post } from "./post.ts"
import { type Decide, refuse, type Setting } from "./setting.ts"
import { aroundOf, surveyOf, unknownSurvey } from "./survey-around.ts"
import { surveying } from "./survey-ask.ts"
import { followsFrom, incentiveFor } from "./survey-follow.ts"
import { withdrawn } from "./survey-reply.ts"

/** Pages may begin responses of their own; whoever made the id of one that we asked has to know it. */
const begunByPage = /^web:[\w.-]{1,120}$/

const noResponse = refuse("response", "no survey of this name waits for an answer", "unknown")

/** What is said to whoever answers when the time is over. */
export const tooLate: Localized = {
  es: "Ya no se puede responder: el plazo ha terminado.",
  en: "It is too late to answer: the time is over.",
}
const over: Localized = {
  es: "Esta encuesta ya ha terminado para ti; gracias.",
  en: "This survey is over for you; thank you.",
}

/** Where a response lies, and what is remembered of it. */
const homeOf = (
  { customer }: Situation<State>,
  id: string,
): { readonly home: StreamId; readonly response: AskedResponse } | undefined => {
  for (const [home, { state }] of customer.streams) {
    const response = Object.hasOwn(state.surveys, id) ? state.surveys[id] : undefined
    if (response) return { home, response }
  }
  return undefined
}

const begun = (
  input: Pick<InputOf<"answer">, "response" | "occurredAt">,
  { stream, customer, now }: Situation<State>,
  definition: AnyDefinition,
  around: Around,
) => {
  const isApart = customer.streams.get(stream)?.identifier.startsWith(`${nobody}:`) ?? false
  const { asked, response } = ask(definition, {
    id: input.response,
    at: input.occurredAt ?? now,
    traits: traitValues(customer.state.traits),
    isApart,
    ...around,
  })
  const entries: readonly AnyDraft[] = [asked]
  return { home: stream, response, entries }
}

/** A question as it was asked of them. */
const askedAs = (
  definition: AnyDefinition,
  response: AskedResponse,
  id: string,
  around: Around,
): Question | undefined => {
  const step = planOf(definition).byId.get(id)
  const walk = walkOf(response, around)
  return step && shown(definition, step, relevant(definition, response.answers, walk), walk)
}

const endedFor = ({ ended }: AskedResponse): boolean => ended === "screened-out" || ended === "quota-full"

const answers =
  (setting: Setting): Decide<"answer"> =>
  (input, situation) => {
    const { customer, now } = situation
    const found = homeOf(situation, input.response)
    const definition = surveyOf(setting, found?.response.survey ?? input.survey)
    if (!definition) return unknownSurvey
    if (!found && !begunByPage.test(input.response)) return noResponse
    const around = aroundOf(customer, definition.name, input.moment, found?.response)
    const begin = found ? { ...found, entries: [] } : begun(input, situation, definition, around)
    const language = languageOf(customer)
    if (isExpired(begin.response, now)) return refuse("response", textIn(tooLate, language), "conflict")
    const { response, entries: carried } = carriedOver(definition, begin.response, around)
    if (endedFor(response)) return refuse("response", textIn(over, language), "conflict")
    const { question, value } = input
    const checked = checkAnswer(definition, question, value, response.answers, walkOf(response, around))
    if ("problem" in checked) return refuse(checked.problem.field, textIn(explain(checked.problem), language))
    const taken = take(definition, response, { question, value: checked.value, at: now, ...around })
    const asked = askedAs(definition, response, question, around)
    const given = { input: input.id, definition, value: checked.value, home: begin.home, method: "form" as const }
    const follows = asked ? followsFrom(setting, situation, { ...given, question: asked, moment: input.moment }) : []
    const incentive = incentiveFor(setting, response, taken.response, input.moment)
    const told =
      incentive.text === undefined ? undefined : tellGift(setting, situation, input, response, incentive.text)
    const moot = [...customer.streams].flatMap(([held, { state }]) =>
      withdrawn(state, definition).map((draft): AnyDraft => ({ ...draft, streams: [held] })),
    )
    const own = [...begin.entries, ...carried, ...taken.entries, ...incentive.entries]
    return {
      entries: [
        ...own.map((draft): AnyDraft => ({ ...draft, streams: [begin.home] })),
        ...follows,
        ...moot,
        ...(told?.entries ?? []),
      ],
      ...(told?.posts && { posts: told.posts }),
    }
  }

/** Whoever answered on a page is told where we asked them what they get for it. */
const tellGift = (
  setting: Setting,
  situation: Situation<State>,
  { id }: InputOf<"answer"> | InputOf<"mark-answered">,
  { channel, survey, id: response }: AskedResponse,
  text: Localized,
) => {
  const home = homeOf(situation, response)?.home
  if (channel === undefined || home === undefined) return undefined
  const content = { text: textIn(text, languageOf(situation.customer)) }
  const letter = {
    id: `${id}/gift`,
    content,
    purpose: "service" as const,
    author: `survey:${survey}`,
    substance: false,
  }
  return post(setting, situation, { stream: home, channel }, letter, false)
}

/** That somebody answered an anonymous survey, and nothing of what. */
const marks =
  (setting: Setting): Decide<"mark-answered"> =>
  (input, situation) => {
    const found = homeOf(situation, input.response)
    const definition = surveyOf(setting, found?.response.survey ?? input.survey)
    if (!definition) return unknownSurvey
    if (!found && !begunByPage.test(input.response)) return noResponse
    const begin = found ? { ...found, entries: [] } : begun(input, situation, definition, {})
    const { response } = begin
    const after: AskedResponse = { ...response, question: null, ended: "complete" }
    const isDone = input.isDone && response.question !== null
    const incentive = isDone ? incentiveFor(setting, response, after, input.moment) : { entries: [] }
    const told =
      incentive.text === undefined ? undefined : tellGift(setting, situation, input, response, incentive.text)
    const own = [...begin.entries, ...(isDone ? [completion(definition, after)] : []), ...incentive.entries]
    return {
      entries: [...own.map((draft): AnyDraft => ({ ...draft, streams: [begin.home] })), ...(told?.entries ?? [])],
      ...(told?.posts && { posts: told.posts }),
    }
  }

/** How surveys are decided: put by us, answered on a page. Chats are heard by `hearReply`. */
export const asking = (setting: Setting) => ({
  ...surveying(setting),
  answer: answers(setting),
  "mark-answered": marks(setting),
})
