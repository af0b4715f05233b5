import type { Localized } from "../../kernel/localized.ts"
import { isExpired } from "../../survey/response.ts"
import { ask, completion, type AskedResponse, isPoll } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { carriedOver, pastStatements } from "../../survey/going-on.ts"
import { isAsked, isPlanned, type SparedBecause } from "../../survey/sparing.ts"
import type { Situation } from "../../runtime/house.ts"
import type { Change } from "../../conversation/queue.ts"
import type { Decision } from "../../timeline/decision.ts"
import type { Job } from "../../timeline/job.ts"
import { anonymousPlace, isPlain } from "../survey/anonymous.ts"
import type { AnyDraft, State } from "../entries.ts"
import { traitValues } from "../../profile/traits.ts"
import { contentFor } from "../content.ts"
import type { InputOf } from "../inputs.ts"
import { post } from "./post.ts"
import { approach, type Reach } from "./reach.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { aroundOf, surveyOf, unknownSurvey } from "./survey-around.ts"
import { speak } from "./survey-speak.ts"

/** The job that reminds somebody of a response. */
const remindJobs = (where: Reach, response: AskedResponse, after: readonly number[]): readonly Job[] =>
  after.map((each, number) => ({
    key: where.stream,
    id: `remind:${response.id}:${number}`,
    type: "remind",
    ref: response.id,
    at: response.askedAt + each,
  }))

const spared = (survey: string, campaign: string, because: SparedBecause): AnyDraft => ({
  kind: "survey-spared",
  data: { survey, campaign, because },
})

const withheldIn = ({ entries }: Change): SparedBecause | undefined => {
  for (const { kind, data } of entries)
    if (kind === "message-written" && data.delivery.status === "withheld") return data.delivery.because
  return undefined
}

/** Whether this survey waits for an answer of theirs already, wherever it was put to them. */
const waitsFor = ({ state }: Situation<State>["customer"], { name }: AnyDefinition, now: number): boolean =>
  Object.values(state.surveys).some(
    (each) => each.survey === name && each.channel !== undefined && each.question !== null && !isExpired(each, now),
  )

type Asked = InputOf<"ask"> | InputOf<"plan-survey">

/** Whether they were asked in this campaign, or will be: it may have been as somebody who is one with them now. */
const isAskedIn = ({ state: { sparing } }: Situation<State>["customer"], { kind, campaign }: Asked): boolean =>
  campaign !== undefined && (isAsked(sparing, campaign) || (kind === "plan-survey" && isPlanned(sparing, campaign)))

/** What asking comes to: where, and the response and its first message as they would be; or why somebody is spared. */
type Attempt =
  | { readonly because: SparedBecause }
  | {
      readonly where: Reach
      readonly response: AskedResponse
      readonly entries: readonly AnyDraft[]
      readonly said: Change
    }

/** What is told before the first question: what is given for the time that it takes. */
const given = (
  { incentives }: Setting,
  { moment, ...input }: Asked,
): { readonly name: string; readonly give: "before" | "after"; readonly text: Localized } | undefined => {
  const wanted = input.kind === "ask" ? input.incentive : undefined
  const incentive = wanted && Object.hasOwn(incentives, wanted.name) ? incentives[wanted.name] : undefined
  return wanted && incentive && !moment?.spent?.includes(wanted.name) ? { ...wanted, text: incentive.text } : undefined
}

const seedFor = ({ secret }: Setting, definition: AnyDefinition, id: string): { readonly seed?: number } =>
  // the answers lie elsewhere under another id: what is mixed has to be the same there
  definition.confidentiality === "anonymous" && definition.mixed && secret !== undefined
    ? { seed: ask(definition, { id: anonymousPlace(secret, id).response, at: 0 }).response.seed }
    : {}

const attempt = (setting: Setting, input: Asked, situation: Situation<State>, definition: AnyDefinition): Attempt => {
  const { customer, stream, now } = situation
  const where = approach(setting, customer, stream, {
    purpose: "service",
    ...(input.via && { via: input.via }),
  })
  if (!where) return { because: "no-address" }
  if (isAskedIn(customer, input)) return { because: "waiting" }
  if (input.campaign !== undefined && waitsFor(customer, definition, now)) return { because: "waiting" }
  const around = aroundOf(customer, definition.name, input.moment)
  const gift = given(setting, input)
  const { asked, response: first } = ask(definition, {
    id: input.id,
    at: now,
    traits: traitValues(customer.state.traits),
    ...around,
    ...seedFor(setting, definition, input.id),
    channel: where.channel,
    ...(input.campaign !== undefined && { campaign: input.campaign }),
    ...(gift?.give === "after" && { incentive: gift.name }),
  })
  if (first.question === null) return { because: "known" }
  const past = pastStatements(definition, first, now, around)
  const said = speak(setting, situation, where, {
    definition,
    response: past.response,
    around,
    id: input.id,
    purpose: "service",
    read: past.read,
    surveyed: customer.state.sparing.asked,
    ...(gift?.give === "before" && { above: gift.text }),
  })
  const handed: readonly AnyDraft[] =
    gift?.give === "before"
      ? [
          {
            kind: "incentive-given",
            data: { incentive: gift.name, response: input.id, survey: definition.name, give: "before" },
          },
        ]
      : []
  return { where, response: past.response, entries: [asked, ...past.entries, ...handed], said }
}

const noAddress = refuse("via", "the customer has no address on any of these channels; identify one first", "unknown")

const onlyByLink = refuse(
  "survey",
  "its answers are nobody's, and what comes next depends on them: send the link of its page instead of asking in a chat",
)

/** Everything that it would ask is known: it is complete without having been put to anybody. */
const knownAlready = (
  input: InputOf<"ask">,
  { customer, now }: Situation<State>,
  definition: AnyDefinition,
): readonly AnyDraft[] => {
  const around = aroundOf(customer, definition.name, input.moment)
  const { asked, response } = ask(definition, {
    id: input.id,
    at: now,
    traits: traitValues(customer.state.traits),
    ...around,
  })
  return [asked, completion(definition, response, around)]
}

const asks =
  (setting: Setting): Decide<"ask"> =>
  (input, situation) => {
    const definition = surveyOf(setting, input.survey)
    if (!definition) return unknownSurvey
    if (definition.confidentiality === "anonymous" && !isPoll(definition) && !isPlain(definition)) return onlyByLink
    const { campaign } = input
    if (campaign !== undefined && input.isCancelled) return facts([spared(definition.name, campaign, "cancelled")])
    const tried = attempt(setting, input, situation, definition)
    if (input.historic) return "because" in tried && tried.because === "no-address" ? noAddress : facts([])
    if ("because" in tried) {
      if (campaign !== undefined) return facts([spared(definition.name, campaign, tried.because)])
      return tried.because === "no-address" ? noAddress : facts(knownAlready(input, situation, definition))
    }
    const because = withheldIn(tried.said)
    if (because !== undefined)
      return campaign === undefined ? tried.said : facts([spared(definition.name, campaign, because)])
    const { where, entries, said, response } = tried
    return {
      entries: [...entries.map((draft): AnyDraft => ({ ...draft, streams: [where.stream] })), ...said.entries],
      posts: [...(said.posts ?? []), ...remindJobs(where, response, input.remind ?? [])],
    }
  }

/** Somebody who may be asked is asked at their moment; who may not is spared now, so that nobody waits for nothing. */
const plan =
  (setting: Setting): Decide<"plan-survey"> =>
  (input, situation): Decision<AnyDraft> | ReturnType<typeof refuse> => {
    const definition = surveyOf(setting, input.survey)
    if (!definition) return unknownSurvey
    const { campaign, at, notice } = input
    const tried = attempt(setting, input, situation, definition)
    const because = "because" in tried ? tried.because : withheldIn(tried.said)
    if ("because" in tried || because !== undefined)
      return facts([spared(definition.name, campaign, because ?? "capped")])
    const { stream } = tried.where
    const announced: Change = notice
      ? post(
          setting,
          situation,
          tried.where,
          {
            id: `${input.id}/notice`,
            content: contentFor(notice, situation.customer),
            purpose: "service",
            author: `survey:${definition.name}`,
            substance: false,
          },
          false,
        )
      : { entries: [] }
    return {
      entries: [
        { kind: "survey-planned", data: { survey: definition.name, campaign, at }, streams: [stream] },
        ...announced.entries,
      ],
      posts: [
        ...(announced.posts ?? []),
        { key: stream, id: `survey:${campaign}:${situation.customer.id}`, type: "survey", ref: campaign, at },
      ],
    }
  }

const reminder: Localized = { es: "Un recordatorio:", en: "A reminder:" }

/** Reminds somebody who has not answered yet; the contact policy counts it like everything that we start. */
const remind =
  (setting: Setting): Decide<"remind"> =>
  (input, situation) => {
    const { own, stream, customer, now } = situation
    const known = Object.hasOwn(own.surveys, input.response) ? own.surveys[input.response] : undefined
    const definition = known && surveyOf(setting, known.survey)
    if (!known || !definition || known.channel === undefined) return facts([])
    if (known.question === null || isExpired(known, now)) return facts([])
    const around = aroundOf(customer, definition.name, input.moment, known)
    const carried = carriedOver(definition, known, around)
    const { response, entries, read } = pastStatements(definition, carried.response, now, around)
    if (response.question === null) return facts([])
    const where = { stream, channel: known.channel }
    const said = speak(setting, situation, where, {
      definition,
      response,
      around,
      id: input.id,
      purpose: "service",
      above: reminder,
      read,
    })
    return {
      entries: [...carried.entries, ...entries, ...said.entries],
      ...(said.posts && { posts: said.posts }),
    }
  }

/** How surveys are put to customers. */
export const surveying = (setting: Setting) => ({
  ask: asks(setting),
  "plan-survey": plan(setting),
  remind: remind(setting),
})
