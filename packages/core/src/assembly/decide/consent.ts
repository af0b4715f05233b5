import { personOf } from "../../conversation/contact.ts"
import { contactPolicy } from "../../conversation/contact-policy.ts"
import { milliseconds } from "../../kernel/duration.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { chained } from "../../profile/consent-chain.ts"
import { everyChannel, standingOf } from "../../profile/consent-word.ts"
import { builtInPurposes } from "../../profile/consent-purpose.ts"
import { basisRules, type LegalBasis } from "../../profile/legal-basis.ts"
import { confirmedAs } from "../../profile/consent.ts"
import type { Situation, Whole } from "../../runtime/house.ts"
import type { Rejection } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { ConsentStatement, InputOf } from "../inputs.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { reachable } from "./reach.ts"
import { post } from "./post.ts"

/** How far ahead of us the clock of a caller may be. What is said in the future would hold against everything that is said before it. */
const clockSkew = milliseconds("5 minutes")

const ahead = refuse("at", "give a moment that has come: what is said in the future would outlast every later word")

const isAhead = (occurredAt: number | undefined, now: number): boolean =>
  occurredAt !== undefined && occurredAt > now + clockSkew

/** On what a purpose of this house rests; `undefined` for one that nobody declared. */
export const basisOf = ({ contact }: Pick<Setting, "contact">, purpose: string): LegalBasis | undefined => {
  const { purposes = {}, consent } = contact
  if (Object.hasOwn(purposes, purpose)) return purposes[purpose]?.basis
  if (purpose === "marketing") return "consent"
  return purpose === "service" ? (consent === "required" ? "consent" : "contract") : undefined
}

/** The purposes of a house by their names, the built-in ones first. */
export const purposesOf = ({ contact }: Pick<Setting, "contact">): readonly string[] => [
  ...new Set([...builtInPurposes, ...Object.keys(contact.purposes ?? {})]),
]

const unknownPurpose = refuse("purpose", "name service, marketing or one of the purposes of createEscucha", "unknown")
const unknownChannel = refuse("channel", 'name one of the channels of createEscucha, or "*" for all', "unknown")

/** Why a statement cannot be written down in this house; `undefined` where it can. */
export const problemOf = (
  setting: Setting,
  { purpose, channel, decision, basis, evidence, expiresAt }: ConsentStatement,
  now: number,
): Rejection | undefined => {
  const own = basisOf(setting, purpose)
  if (own === undefined) return unknownPurpose
  if (channel !== everyChannel && !Object.hasOwn(setting.channels, channel)) return unknownChannel
  if (decision !== "grant") return undefined
  const { needs } = basisRules[own]
  if (needs && !needs.includes(basis))
    return refuse("basis", `a yes to this purpose has to rest on ${needs.join(" or ")}`)
  if (basis === "soft-opt-in" && evidence.sale === undefined)
    return refuse("evidence.sale", "name the sale with which you got the address: a soft opt-in rests on it")
  return expiresAt !== undefined && expiresAt <= now
    ? refuse("expiresAt", "give a moment that has not come yet")
    : undefined
}

/** Where what is said is written: where it was said and, where the customer says yes again by themselves, wherever a no of theirs holds. */
const placesOf = (
  { purpose, channel, decision, everywhere }: ConsentStatement,
  { stream, customer, now }: Situation<State>,
): readonly StreamId[] => {
  if (!everywhere || decision !== "grant") return [stream]
  const objecting = [...customer.streams].filter(
    ([other, { state }]) =>
      other !== stream &&
      standingOf(state.consents.words, purpose, channel === everyChannel ? undefined : channel, now).objection !==
        undefined,
  )
  return [stream, ...objecting.map(([other]) => other)]
}

/** The records of a statement, each in the chain of its stream. */
export const recordsOf = (
  id: string,
  said: ConsentStatement,
  places: readonly StreamId[],
  { stream, own, customer, now }: Situation<State>,
  { occurredAt = now, historic = false }: Pick<InputOf<"consent">, "occurredAt" | "historic">,
): readonly AnyDraft[] => {
  const { everywhere: _, salt, ...statement } = said
  return places.map((place, index): AnyDraft => {
    const { head } = (place === stream ? own : (customer.streams.get(place)?.state ?? own)).consents
    const record = {
      ...statement,
      id: index === 0 ? id : `${id}/${index}`,
      salt: index === 0 ? salt : `${salt}/${index}`,
      ...(historic && { method: "import" as const }),
    }
    return {
      kind: "consent-changed",
      data: chained(record, head, { stream: place, occurredAt, receivedAt: now }),
      streams: [place],
    }
  })
}

const consent =
  (setting: Setting): Decide<"consent"> =>
  (input, situation) => {
    const { id, statement, occurredAt } = input
    const problem = problemOf(setting, statement, situation.now)
    if (problem) return problem
    if (isAhead(occurredAt, situation.now)) return ahead
    return facts(recordsOf(id, statement, placesOf(statement, situation), situation, input))
  }

/** Asks for a yes to be confirmed. What the contact policy would hold back is asked of nobody, and the message says why. */
const request =
  (setting: Setting): Decide<"request-consent"> =>
  ({ id, purpose, channel, text, expiresAt }, { stream, customer, now }) => {
    if (basisOf(setting, purpose) === undefined) return unknownPurpose
    if (!Object.hasOwn(setting.channels, channel)) return unknownChannel
    const [where] = reachable(setting, customer, stream, { via: [channel] })
    if (!where) return refuse("channel", "the customer has no address on this channel; identify one first", "unknown")
    const isPending = Object.values(customer.state.consents.asked).some(
      (asked) => asked.purpose === purpose && asked.channel === channel && !asked.confirmed && now < asked.expiresAt,
    )
    if (isPending) return facts([])
    const decision = contactPolicy(
      { purpose: "consent-request", channel, expiresAt },
      personOf(customer.state),
      setting.contact,
      now,
    )
    if (decision.verdict === "refuse") {
      const letter = { id: `${id}/ask`, content: { text: text.text }, author: "consent", substance: false }
      return post(setting, { customer, now }, where, { ...letter, purpose: "consent-request" }, false)
    }
    return facts([{ kind: "consent-requested", data: { id, purpose, channel, text, expiresAt } }])
  }

/** Takes the click on the link of a question: once, and only while the question holds. */
const confirm =
  (_setting: Setting): Decide<"confirm-consent"> =>
  (input, situation) => {
    const { request: question, evidence, text, salt } = input
    const asked = Object.hasOwn(situation.own.consents.asked, question)
      ? situation.own.consents.asked[question]
      : undefined
    if (!asked || asked.confirmed || situation.now >= asked.expiresAt) return facts([])
    const statement: ConsentStatement = {
      purpose: asked.purpose,
      channel: asked.channel,
      decision: "grant",
      basis: "consent",
      text,
      method: "double-opt-in",
      evidence,
      actor: "customer",
      salt,
      everywhere: true,
    }
    return facts(recordsOf(confirmedAs(question), statement, placesOf(statement, situation), situation, input))
  }

const prefer: Decide<"prefer"> = ({ preferences, by, occurredAt }, { now }) =>
  isAhead(occurredAt, now) ? ahead : facts([{ kind: "preferences-set", data: { ...preferences, by } }])

/** The streams that a person who wants to hear from us again has stopped, and the one by which they say so. */
export const streamsOut = (customer: Whole<State>, home: StreamId): readonly StreamId[] =>
  [...customer.streams]
    .filter(([stream, { state }]) => stream === home || personOf(state).optedOutAt !== null)
    .map(([stream]) => stream)

const opt: Decide<"opt"> = ({ out, by, occurredAt }, { customer, stream, now }) => {
  if (isAhead(occurredAt, now)) return ahead
  if (out) return facts([{ kind: "opted-out", data: { by } }])
  return facts(
    streamsOut(customer, stream).map((each): AnyDraft => ({ kind: "opted-in", data: { by }, streams: [each] })),
  )
}

/** How being contacted is decided: what customers agree to, what they prefer, and whether they want to hear from us at all. */
export const consenting = (setting: Setting) => ({
  consent: consent(setting),
  "request-consent": request(setting),
  "confirm-consent": confirm(setting),
  prefer,
  opt,
})
