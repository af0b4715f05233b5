import type { MoodLevel } from "../conversation/inbox.ts"
import { waitingIn } from "../conversation/conversation.ts"
import type { CustomerId } from "../kernel/ids.ts"
import type { EventMemory } from "../profile/event.ts"
import { traitValues } from "../profile/traits.ts"
import type { Whole } from "../runtime/house.ts"
import { moodOf } from "../sentiment/mood.ts"
import type { AnyEntry, State } from "./entries.ts"
import { languageOf, nameOf } from "./rows.ts"

/** What every rule knows of the customer, whatever set it off. */
export interface CustomerFacts {
  readonly id: CustomerId
  readonly name: string
  readonly language?: string
  readonly traits: { readonly [name: string]: unknown }
  readonly mood: MoodLevel
  readonly confidence: number
  readonly isWaiting: boolean
  readonly openCases: number
  readonly events: EventMemory
}

/** What a rule knows of the customer. */
export const customerFacts = (customer: Whole<State>): CustomerFacts => {
  const { state } = customer
  const mood = moodOf(state.feelings)
  const language = languageOf(customer)
  return {
    id: customer.id,
    name: nameOf(customer),
    ...(language !== undefined && { language }),
    traits: traitValues(state.traits),
    mood: mood.level,
    confidence: mood.confidence,
    isWaiting: waitingIn(state.conversation) !== null,
    openCases: Object.keys(state.cases).length,
    events: state.events,
  }
}

const ownFacts = (entry: AnyEntry): { readonly [fact: string]: unknown } => {
  switch (entry.kind) {
    case "message-received": {
      const { channel, text, reading } = entry.data
      return { channel, text, ...(reading && { feeling: reading.label, confidence: reading.confidence }) }
    }
    case "reading-taken":
      return { feeling: entry.data.reading.label, confidence: entry.data.reading.confidence }
    case "mood-changed":
      return { mood: entry.data.to, from: entry.data.from, confidence: entry.data.confidence }
    case "survey-answered":
      return { survey: entry.data.survey, answers: { [entry.data.survey]: entry.data.answers } }
    case "event-tracked":
      return { event: entry.data.event, properties: entry.data.properties }
    case "case-opened":
      return { kind: entry.data.kind, owner: entry.data.owner }
    case "case-closed":
      return { reason: entry.data.reason }
    case "answer-overdue":
      return { since: entry.data.since, due: entry.data.due }
    case "traits-set":
      return { changed: entry.data.traits }
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
    case "event-tracked":
      return entry.data.event
    case "answer-overdue":
      return "nobody answered in time"
    default:
      return entry.kind
  }
}

/** Everything that a condition of a rule can ask: what set it off, and the customer. */
export const factsOf = (entry: AnyEntry, customer: Whole<State>) => ({
  ...ownFacts(entry),
  customer: customerFacts(customer),
})
