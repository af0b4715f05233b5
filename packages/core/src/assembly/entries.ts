import { caseAssigned, caseClosed, caseOpened, cases } from "../action/case.ts"
import { fired, ruleFired, teamNotified } from "../action/rule.ts"
import { addressSuppressed, contact, optedIn, optedOut, suppressionLifted } from "../conversation/contact.ts"
import {
  answerOverdue,
  conversation,
  conversationAssigned,
  conversationClosed,
  messageReceived,
} from "../conversation/conversation.ts"
import { deliveryChanged, messageFollowed, messageWritten, receiptKept } from "../conversation/message.ts"
import { conversationRead, gestures, ownMessageEdited, ownReactionChanged } from "../conversation/gesture.ts"
import { checkedIn, messageEdited, noticed, reactionChanged } from "../conversation/noticed.ts"
import { outbox } from "../conversation/outbox.ts"
import { consentChanged, consentRequested, consents } from "../profile/consent.ts"
import { events, eventTracked } from "../profile/event.ts"
import { identitiesKeptApart, identitiesLinked, identitiesUnlinked, identity } from "../profile/identity.ts"
import { membershipChanged, memberships } from "../profile/membership.ts"
import { preferences, preferencesSet } from "../profile/preference.ts"
import { lifecycle, lifecycleChanged } from "../profile/lifecycle.ts"
import { segmentEntered, segmentLeft, segments } from "../profile/segment.ts"
import { customerExported, customerReadmitted, traitsRectified } from "../profile/data-request.ts"
import { traits, traitsSet } from "../profile/traits.ts"
import { feelings, moodChanged, readingTaken } from "../sentiment/mood.ts"
import {
  answerBegun,
  questionAnswered,
  questionReopened,
  questionRepeated,
  surveyAnswered,
  surveyAsked,
  surveyMigrated,
  surveys,
} from "../survey/asking.ts"
import { incentiveGiven, incentiveRedeemed, incentives } from "../survey/incentive.ts"
import { sparing, surveyOffered, surveyPlanned, surveySpared } from "../survey/sparing.ts"
import type { DraftOf, EntryOf } from "../timeline/entry.ts"
import type { StateOf } from "../timeline/fold.ts"
import { eventRejected, eventReplayed, refusedEvents } from "./ingest/rejection.ts"

/** Every kind of entry that a house can hold: the union is closed here, and nowhere else. */
export const definitions = [
  addressSuppressed,
  answerOverdue,
  caseAssigned,
  caseClosed,
  caseOpened,
  checkedIn,
  consentChanged,
  consentRequested,
  conversationAssigned,
  conversationClosed,
  conversationRead,
  customerExported,
  customerReadmitted,
  deliveryChanged,
  eventRejected,
  eventReplayed,
  eventTracked,
  identitiesKeptApart,
  identitiesLinked,
  identitiesUnlinked,
  incentiveGiven,
  incentiveRedeemed,
  lifecycleChanged,
  membershipChanged,
  messageEdited,
  messageFollowed,
  messageReceived,
  messageWritten,
  moodChanged,
  optedIn,
  optedOut,
  ownMessageEdited,
  ownReactionChanged,
  preferencesSet,
  answerBegun,
  questionAnswered,
  questionReopened,
  questionRepeated,
  reactionChanged,
  readingTaken,
  receiptKept,
  ruleFired,
  segmentEntered,
  segmentLeft,
  suppressionLifted,
  surveyAnswered,
  surveyAsked,
  surveyMigrated,
  surveyOffered,
  surveyPlanned,
  surveySpared,
  teamNotified,
  traitsRectified,
  traitsSet,
] as const

/** What each room remembers of a stream. */
export const folds = {
  cases,
  consents,
  contact,
  conversation,
  events,
  feelings,
  fired,
  gestures,
  identity,
  incentives,
  lifecycle,
  memberships,
  noticed,
  outbox,
  preferences,
  refusedEvents,
  segments,
  sparing,
  surveys,
  traits,
} as const

/**
 * Grows with every change of what entries are folded into: a room that is new or gone, a kind that a room takes up, a step that comes to
 * something else. Rows of another revision are folded again from their entries, so that old and new code can run side by side. The first
 * release is the first revision.
 */
export const foldsRevision = 1

type Definition = (typeof definitions)[number]

/** Any entry of a timeline; `kind` narrows its data. */
export type AnyEntry = {
  readonly [Kind in Definition["kind"]]: EntryOf<Extract<Definition, { readonly kind: Kind }>>
}[Definition["kind"]]

/** The entry of one kind. */
export type EntryOfKind<Kind extends AnyEntry["kind"]> = Extract<AnyEntry, { readonly kind: Kind }>

/** Any entry as a decision writes it. */
export type AnyDraft = {
  readonly [Kind in Definition["kind"]]: DraftOf<Extract<Definition, { readonly kind: Kind }>>
}[Definition["kind"]]

/** What a house remembers of a stream or, merged, of a customer. */
export interface State extends StateOf<typeof folds> {}
