import type { MoodLevel } from "../conversation/inbox.ts"
import { waitingIn } from "../conversation/conversation.ts"
import type { CustomerId } from "../kernel/ids.ts"
import { computedValues } from "../profile/computed.ts"
import type { EventMemory } from "../profile/event.ts"
import type { LifecycleStage } from "../profile/lifecycle.ts"
import { activeMemberships } from "../profile/membership.ts"
import { segmentsIn } from "../profile/segment.ts"
import type { SubjectKind } from "../profile/subject.ts"
import { traitValues } from "../profile/traits.ts"
import type { Whole } from "../runtime/house.ts"
import { moodOf } from "../sentiment/mood.ts"
import type { Setting } from "./decide/setting.ts"
import type { AnyEntry, State } from "./entries.ts"
import { kindOf, languageOf, nameOf } from "./rows.ts"

/** What a condition can ask of the groups that somebody is in. */
export interface MembershipFacts {
  readonly accounts: number
  readonly communities: number
  readonly roles: readonly string[]
}

const membershipFacts = (state: State): MembershipFacts => {
  const active = activeMemberships(state.memberships).map(([, membership]) => membership)
  const ofKind = (kind: SubjectKind) => active.filter((membership) => membership.kind === kind).length
  return {
    accounts: ofKind("account"),
    communities: ofKind("community"),
    roles: [...new Set(active.map(({ role }) => role))],
  }
}

/** What every rule knows of the customer, whatever set it off. */
export interface CustomerFacts {
  readonly id: CustomerId
  readonly kind: SubjectKind
  readonly name: string
  readonly language?: string
  readonly traits: { readonly [name: string]: unknown }
  readonly mood: MoodLevel
  readonly confidence: number
  readonly isWaiting: boolean
  readonly openCases: number
  readonly events: EventMemory
  readonly memberships: MembershipFacts
  /** Where they stand between new and lost, where the application says by what. */
  readonly lifecycle?: LifecycleStage
  /** The segments that they are in. */
  readonly segments: readonly string[]
  /** The place where they checked in last, and when. */
  readonly lastCheckIn?: { readonly where: string; readonly at: number }
}

/** What is known of a customer together with what is computed from it at this moment. */
export const pictureOf = (
  computed: Setting["computed"],
  { traits, events }: State,
  now: number,
): CustomerFacts["traits"] => {
  const known = traitValues(traits)
  return computed.length === 0 ? known : { ...known, ...computedValues(computed, { traits: known, events }, now) }
}

/** What a rule knows of the customer at this moment. */
export const customerFacts = (
  customer: Whole<State>,
  { computed }: Pick<Setting, "computed">,
  now: number,
): CustomerFacts => {
  const { state } = customer
  const mood = moodOf(state.feelings)
  const language = languageOf(customer)
  return {
    id: customer.id,
    kind: kindOf(customer),
    name: nameOf(customer),
    ...(language !== undefined && { language }),
    traits: pictureOf(computed, state, now),
    mood: mood.level,
    confidence: mood.confidence,
    isWaiting: waitingIn(state.conversation) !== null,
    openCases: Object.keys(state.cases).length,
    events: state.events,
    memberships: membershipFacts(state),
    ...(state.lifecycle.stage !== null && { lifecycle: state.lifecycle.stage }),
    segments: segmentsIn(state.segments),
    ...(state.noticed.lastCheckIn && { lastCheckIn: state.noticed.lastCheckIn }),
  }
}

const ownFacts = (entry: AnyEntry): { readonly [fact: string]: unknown } => {
  switch (entry.kind) {
    case "message-received": {
      const { channel, text, reading, choice, call, automatic = false, attachments = [] } = entry.data
      const holds = [...new Set(attachments.map(({ kind }) => kind))]
      const isPublic = entry.data.public !== undefined
      const said = { channel, text, isPublic, isAutomatic: automatic, holds }
      const more = { ...(choice !== undefined && { choice }), ...(call && { call: call.status }) }
      return { ...said, ...more, ...(reading && { feeling: reading.label, confidence: reading.confidence }) }
    }
    case "reading-taken":
      return { feeling: entry.data.reading.label, confidence: entry.data.reading.confidence }
    case "mood-changed":
      return { mood: entry.data.to, from: entry.data.from, confidence: entry.data.confidence }
    case "survey-answered":
      return { survey: entry.data.survey, answers: { [entry.data.survey]: entry.data.answers } }
    case "incentive-given":
      return { incentive: entry.data.incentive, survey: entry.data.survey }
    case "incentive-redeemed":
      return { incentive: entry.data.incentive, survey: entry.data.survey, by: entry.data.by }
    case "event-tracked":
      return { event: entry.data.event, properties: entry.data.properties }
    case "case-opened":
      return { kind: entry.data.kind, owner: entry.data.owner }
    case "case-closed":
      return { reason: entry.data.reason }
    case "answer-overdue":
      return { since: entry.data.since, due: entry.data.due }
    case "segment-entered":
    case "segment-left":
      return { segment: entry.data.segment }
    case "lifecycle-changed":
      return { from: entry.data.from ?? undefined, to: entry.data.to ?? undefined }
    case "traits-set":
      return { changed: entry.data.traits }
    case "checked-in":
      return { where: entry.data.where, by: entry.data.by }
    case "reaction-changed":
      return { channel: entry.data.channel, emoji: entry.data.emoji ?? undefined }
    case "message-edited":
      return { channel: entry.data.channel, text: entry.data.text ?? undefined }
    case "address-suppressed":
      return { channel: entry.data.channel, reason: entry.data.because }
    default:
      return {}
  }
}

/** Why something is done, in words that a colleague reads on a case. */
export const becauseOf = (entry: AnyEntry): string => {
  switch (entry.kind) {
    case "mood-changed":
      return `mood went from ${entry.data.from} to ${entry.data.to}`
    case "message-received":
      return "a message came in"
    case "survey-answered":
      return `answered ${entry.data.survey}`
    case "incentive-given":
      return `was given ${entry.data.incentive}`
    case "incentive-redeemed":
      return `redeemed ${entry.data.incentive}`
    case "event-tracked":
      return entry.data.event
    case "answer-overdue":
      return "nobody answered in time"
    case "segment-entered":
      return `is in ${entry.data.segment} now`
    case "segment-left":
      return `is not in ${entry.data.segment} any more`
    case "checked-in":
      return `came to ${entry.data.where}`
    case "address-suppressed":
      return entry.data.because === "bounce" ? "an address takes nothing any more" : "complained of spam"
    case "lifecycle-changed":
      return `was ${entry.data.from ?? "unknown"} and is ${entry.data.to ?? "unknown"} now`
    default:
      return entry.kind
  }
}

/** Everything that a condition of a rule can ask when it happens: what set it off, and the customer. */
export const factsOf = (entry: AnyEntry, customer: Whole<State>, setting: Pick<Setting, "computed">) => ({
  ...ownFacts(entry),
  customer: customerFacts(customer, setting, entry.occurredAt),
})
