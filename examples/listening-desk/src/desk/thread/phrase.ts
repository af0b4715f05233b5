import { becauseOf } from "../i18n/because.ts"
import { wordFor, type Speech } from "../i18n/words.tsx"
import { type Data, type EventItem, instantOf, listed, type Phrase, quoted, type Teller, textOf } from "./entry-data.ts"
import { channelTellers } from "./phrase-channel.ts"
import { personTellers } from "./phrase-person.ts"

export type { EventItem, Phrase } from "./entry-data.ts"

const moodOf = (data: Data, field: string, { words }: Speech): string =>
  wordFor(words.mood, textOf(data, field)).toLocaleLowerCase()

const caseOpened: Teller = (data, speech, now) => {
  const { words, format } = speech
  const due = instantOf(data, "due")
  const parts = [
    becauseOf(textOf(data, "because"), speech),
    due === null ? "" : words.event.due(format.moment(due, now)),
  ].filter((part) => part !== "")
  return {
    text: words.event.caseOpened(
      wordFor(words.house.cases, textOf(data, "kind")),
      wordFor(words.house.teams, textOf(data, "owner")),
    ),
    detail: quoted(parts.join(" · ")),
  }
}

const isRecord = (value: unknown): value is Data => typeof value === "object" && value !== null

/** `Green lamp · €59`, where what was tracked is an order. */
const orderIn = (properties: unknown, { format }: Speech): string | null => {
  if (!isRecord(properties)) return null
  const [what, currency, total] = [textOf(properties, "what"), textOf(properties, "currency"), properties["total"]]
  const price = typeof total === "number" ? format.money(total, currency) : null
  return what === "" || price === null ? null : `${what} · ${price}`
}

const tracked: Teller = (data, speech) => {
  const name = textOf(data, "event")
  const { words } = speech
  return {
    text: wordFor(words.house.events, name).replaceAll("-", " "),
    detail: orderIn(data["properties"], speech) ?? listed(data["properties"], words.traits, speech),
  }
}

const overdue: Teller = (data, { words, format }, now) => {
  const due = instantOf(data, "due")
  return { text: words.event.answerOverdue, detail: due === null ? null : words.clock.due(format.moment(due, now)) }
}

const moodChanged: Teller = (data, speech) => {
  const confidence = instantOf(data, "confidence")
  return {
    text: speech.words.event.moodChanged(moodOf(data, "from", speech), moodOf(data, "to", speech)),
    detail: confidence === null ? null : speech.words.sure(speech.format.percent(confidence)),
  }
}

const reason = (data: Data, { words }: Speech): string =>
  wordFor(words.reasons, textOf(data, "reason")).toLocaleLowerCase()

const tellers: { readonly [kind: string]: Teller } = {
  "rule-fired": (data, { words }) => ({
    text: words.event.ruleFired(wordFor(words.house.rules, textOf(data, "rule"))),
    detail: null,
  }),
  "case-opened": caseOpened,
  "case-assigned": (data, { words }) => ({
    text: words.event.caseAssigned(wordFor(words.house.teams, textOf(data, "owner"))),
    detail: null,
  }),
  "case-closed": (data, speech) => ({ text: speech.words.event.caseClosed(reason(data, speech)), detail: null }),
  "conversation-assigned": (data, { words }) => ({
    text: words.event.conversationAssigned(wordFor(words.house.teams, textOf(data, "owner")), textOf(data, "by")),
    detail: null,
  }),
  "conversation-closed": (data, speech) => ({
    text: speech.words.event.conversationClosed(reason(data, speech), textOf(data, "by")),
    detail: null,
  }),
  "survey-asked": (data, { words }) => ({
    text: words.event.surveyAsked(wordFor(words.house.surveys, textOf(data, "survey"))),
    detail: null,
  }),
  "survey-answered": (data, speech) => ({
    text: speech.words.event.surveyAnswered(wordFor(speech.words.house.surveys, textOf(data, "survey"))),
    detail: listed(data["answers"], speech.words.house.answers, speech),
  }),
  "incentive-given": (data, { words }) => ({
    text: words.event.incentiveGiven(textOf(data, "incentive")),
    detail: null,
  }),
  "incentive-redeemed": (data, { words }) => ({
    text: words.event.incentiveRedeemed(textOf(data, "incentive")),
    detail: textOf(data, "by"),
  }),
  "mood-changed": moodChanged,
  "opted-out": (_, { words }) => ({ text: words.event.optedOut, detail: null }),
  "opted-in": (_, { words }) => ({ text: words.event.optedIn, detail: null }),
  "answer-overdue": overdue,
  "team-notified": (data, { words }) => ({
    text: words.event.teamNotified(wordFor(words.house.teams, textOf(data, "to"))),
    detail: quoted(textOf(data, "text")),
  }),
  "traits-set": (data, speech) => ({
    text: speech.words.event.traitsSet,
    detail: listed(data["traits"], speech.words.traits, speech),
  }),
  "event-tracked": tracked,
  ...personTellers,
  ...channelTellers,
}

/** The line for an entry of the timeline, in the reader's language. A kind that we do not know is shown by its name. */
export const phraseOf = (event: EventItem, speech: Speech, now: number): Phrase => {
  const teller = Object.hasOwn(tellers, event.kind) ? tellers[event.kind] : undefined
  return teller === undefined
    ? { text: speech.words.event.unknown(event.kind.replaceAll("-", " ")), detail: null }
    : teller(event.data, speech, now)
}
