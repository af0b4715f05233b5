import { milliseconds } from "../kernel/duration.ts"
import type { InboxItem, MoodLevel } from "../conversation/inbox.ts"
import { waitingIn } from "../conversation/conversation.ts"
import { type Identifier, partsOf } from "../kernel/ids.ts"
import { preferredLanguage } from "../profile/preference.ts"
import { type SubjectKind, subjectKindOf } from "../profile/subject.ts"
import { textTrait } from "../profile/traits.ts"
import type { Whole } from "../runtime/house.ts"
import { moodOf } from "../sentiment/mood.ts"
import type { Row } from "../timeline/store.ts"
import type { State } from "./entries.ts"
import { rejectedRows } from "./ingest/rejected-rows.ts"

/** By how much each mood comes before its due time: an upset customer due in half an hour stands beside a calm one due now. */
const ahead: { readonly [Level in MoodLevel]: number } = {
  upset: milliseconds("30 minutes"),
  uneasy: milliseconds("10 minutes"),
  calm: 0,
  pleased: 0,
}

/** Where those who do not wait begin: behind everybody who does, the newest first. */
const behind = 1e14

/** An address as it may be shown to a colleague: enough to recognise, not enough to copy. */
export const masked = (identifier: Identifier): string => {
  const { value: whole } = partsOf(identifier)
  const value = /^[^@/]+\/(.+)$/.exec(whole)?.[1] ?? whole // what is before it names our account, not them
  const at = value.lastIndexOf("@")
  const [name, domain] = at > 0 ? [value.slice(0, at), value.slice(at)] : [value, ""]
  return `${name.slice(0, name.length > 6 ? 3 : 1)}···${domain === "" && name.length > 6 ? name.slice(-3) : ""}${domain}`
}

/** Mail and phones often show the address itself where a name should be. */
const addressLike = /\S@\S|(?:\d[\s().-]*){7}/

/** The name of a customer, as the app or they themselves gave it; an address that a channel shows in its place is none. */
export const givenNameOf = ({ state }: Whole<State>): string | undefined => {
  const shown = state.conversation.person.name
  return textTrait(state.traits, "name") ?? (shown !== undefined && !addressLike.test(shown) ? shown : undefined)
}

/** What we call a customer among ourselves: their name, or their masked address. */
export const nameOf = (customer: Whole<State>): string => {
  const given = givenNameOf(customer)
  if (given !== undefined) return given
  const { id, streams } = customer
  const spoken = [...streams.values()].find((row) => row.state.conversation.last !== null) ?? streams.get(id)
  return spoken ? masked(spoken.identifier) : "···"
}

/** What a subject is, by the identifiers of their streams. */
export const kindOf = ({ streams }: Whole<State>): SubjectKind =>
  subjectKindOf([...streams.values()].map(({ identifier }) => identifier))

/** The language that a customer speaks, as far as we know. */
export const languageOf = ({ state }: Whole<State>): string | undefined =>
  preferredLanguage(state.preferences) ?? textTrait(state.traits, "language") ?? state.conversation.person.language

const inboxRow = (customer: Whole<State>): readonly Row[] => {
  const { conversation, feelings, cases } = customer.state
  const { last } = conversation
  if (!last) return []
  const waiting = waitingIn(conversation)
  const mood = moodOf(feelings)
  const language = languageOf(customer)
  const item: InboxItem = {
    customer: customer.id,
    name: nameOf(customer),
    channel: last.channel,
    ...(language !== undefined && { language }),
    preview: last.preview,
    from: last.from,
    at: last.at,
    mood: mood.level,
    confidence: mood.confidence,
    waiting,
    owner: conversation.owner,
    cases: Object.keys(cases).length,
  }
  const rank = waiting ? waiting.due - ahead[mood.level] : behind - last.at
  return [{ projection: "inbox", key: customer.id, at: rank, data: JSON.stringify(item) }]
}

/** A conversation that waits, as the list keeps it. */
export interface Unanswered {
  readonly customer: string
  readonly channel: string
  readonly since: number
  readonly due: number
  readonly owner: string | null
}

/** The lines of a customer in the lists of the house: one in the inbox, one for each conversation that waits, one for each open case. */
export const rowsOf = (customer: Whole<State>): readonly Row[] => {
  const rows: Row[] = [...inboxRow(customer), ...rejectedRows(customer)]
  for (const [
    stream,
    {
      state: { conversation, cases },
    },
  ] of customer.streams) {
    const waiting = waitingIn(conversation)
    if (waiting) {
      const line: Unanswered = {
        customer: customer.id,
        channel: conversation.last?.channel ?? "",
        ...waiting,
        owner: conversation.owner,
      }
      rows.push({ projection: "unanswered", key: stream, at: waiting.due, data: JSON.stringify(line) })
    }
    for (const [id, open] of Object.entries(cases)) {
      rows.push({
        projection: "case",
        key: `${stream}/${id}`,
        at: open.due ?? open.openedAt,
        data: JSON.stringify({ id, customer: customer.id, ...open }),
      })
    }
  }
  return rows
}
