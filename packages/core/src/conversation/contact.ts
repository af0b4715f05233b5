import { parseLimit, type Rate } from "../kernel/duration.ts"
import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { ConsentMemory, RememberedWord } from "../profile/consent.ts"
import type { ConsentWord } from "../profile/consent-word.ts"
import { preferencesSet } from "../profile/preference.ts"
import { traitsSet } from "../profile/traits.ts"
import { messageReceived } from "./conversation.ts"
import { deliveryChanged } from "./message.ts"
import { contactWishOf } from "./opt-out.ts"
import { mergePersons, mostApproaches, type Person } from "./person.ts"
import { parseQuietHours, type QuietHours } from "./quiet-hours.ts"

/** The customer told us to stop; by `list`, before they were erased. It holds everything but its one confirmation. */
export const optedOut = defineEntry<{ readonly by: "word" | "link" | "app" | "list"; readonly channel?: string }>()(
  "opted-out",
  1,
)

/** The customer wants to hear from us again. */
export const optedIn = defineEntry<{ readonly by: "word" | "link" | "app"; readonly channel?: string }>()("opted-in", 1)

/** A wish with its moment, so that the last one holds in whatever order they arrive; `null` is a wish taken back. */
interface Wished<Value> {
  readonly value: Value | null
  readonly at: number
}

/**
 * What a stream remembers of being contacted. Wishes carry their moment, so that the last one holds in whatever order they arrive.
 * `others` are the persons of streams that were joined: what they refused stays refused.
 */
export interface Contact {
  readonly outAt: number | null
  readonly inAt: number | null
  readonly confirmedAt: number | null
  readonly approaches: readonly number[]
  readonly zone: { readonly name: string; readonly at: number } | null
  /** The zone that they chose themselves; it wins over the one that was heard. */
  readonly ownZone?: Wished<string>
  readonly quietHours?: Wished<QuietHours>
  readonly cap?: Wished<Rate>
  readonly others: readonly Person[]
}

const ownPerson = (state: Contact): Person => {
  const { outAt, inAt, confirmedAt, approaches, ownZone, quietHours, cap } = state
  const isOut = outAt !== null && (inAt === null || outAt >= inAt)
  const isConfirmed = isOut && confirmedAt !== null && (inAt === null || confirmedAt >= inAt) // at one moment: once rather than twice
  const zone = ownZone?.value ?? state.zone?.name
  return {
    optedOutAt: isConfirmed ? Math.min(outAt, confirmedAt) : isOut ? outAt : null, // a stop that is said again is the same stop
    confirmedOptOutAt: isConfirmed ? confirmedAt : null,
    consents: [],
    approaches,
    ...(zone !== undefined && { zone }),
    ...(quietHours?.value && { quietHours: quietHours.value }),
    ...(cap?.value && { caps: [cap.value] }),
  }
}

/** What has to be remembered of a customer to know whether they may be written to. */
export interface PersonMemory {
  readonly contact: Contact
  readonly consents: ConsentMemory
}

const wordOf = ({ purpose, channel, decision, basis, at, record, from, expiresAt }: RememberedWord): ConsentWord => ({
  purpose,
  channel,
  decision,
  basis,
  at,
  record,
  from,
  ...(expiresAt !== undefined && { expiresAt }),
})

/** The person as the contact policy wants to know them: the most restrictive of all their streams. */
export const personOf = ({ contact: { others, ...own }, consents: { words } }: PersonMemory): Person => {
  const said: Person = { optedOutAt: null, confirmedOptOutAt: null, consents: words.map(wordOf), approaches: [] }
  return [...others, said].reduce(mergePersons, ownPerson({ ...own, others: [] }))
}

const latest = (one: number | null, two: number): number => (one === null ? two : Math.max(one, two))

// Of two zones at one moment, one and the same wins in whatever order they came.
const isOlderZone = (name: string, at: number, known: Contact["zone"]): boolean =>
  known !== null && (known.at > at || (known.at === at && known.name >= name))

/** The zone of which was heard last, by a message or by the trait `zone`: it says when it is night for somebody. */
const withZone = (state: Contact, name: unknown, at: number): Contact =>
  typeof name !== "string" || name === "" || isOlderZone(name, at, state.zone)
    ? state
    : { ...state, zone: { name, at } }

const later = <Value>(known: Wished<Value> | undefined, value: Value | null, at: number): Wished<Value> => {
  if (!known || at > known.at) return { value, at }
  const isTie = at === known.at && JSON.stringify(value) > JSON.stringify(known.value) // must not depend on who came first
  return isTie ? { value, at } : known
}

/** The wishes that the policy keeps. What cannot be read any more is no wish. */
const withWishes = (
  state: Contact,
  { zone, quietHours, atMost }: DraftOf<typeof preferencesSet>["data"],
  at: number,
): Contact => {
  const hours = quietHours ? parseQuietHours(quietHours, "quietHours") : undefined
  const cap = typeof atMost === "string" ? parseLimit(atMost, "atMost") : undefined
  return {
    ...state,
    ...(zone !== undefined && { ownZone: later(state.ownZone, zone, at) }),
    ...(quietHours !== undefined && {
      quietHours: later(state.quietHours, hours && "value" in hours ? hours.value : null, at),
    }),
    ...(atMost !== undefined && { cap: later(state.cap, cap && "value" in cap ? cap.value : null, at) }),
  }
}

/** The memory as it will be once a stop at this moment is written down. */
export const withStop = (state: Contact, at: number): Contact => ({ ...state, outAt: latest(state.outAt, at) })

/** What is remembered of being contacted, per stream. */
export const contact = defineFold(
  optedOut,
  optedIn,
  preferencesSet,
  messageReceived,
  deliveryChanged,
  traitsSet,
)<Contact>({
  initial: { outAt: null, inAt: null, confirmedAt: null, approaches: [], zone: null, others: [] },
  on: {
    "message-received": (state, { data: { timezone }, occurredAt }) => withZone(state, timezone, occurredAt),
    "traits-set": (state, { data: { traits: told }, occurredAt }) =>
      withZone(state, Object.hasOwn(told, "zone") ? told["zone"] : undefined, occurredAt),
    "opted-out": (state, { occurredAt }) => withStop(state, occurredAt),
    "opted-in": (state, { occurredAt }) => ({ ...state, inAt: latest(state.inAt, occurredAt) }),
    "preferences-set": (state, { data, occurredAt }) => withWishes(state, data, occurredAt),
    "delivery-changed": (state, { data, receivedAt }) => {
      if (data.delivery.status !== "sending") return state
      if (data.purpose === "opt-out-confirmation")
        return { ...state, confirmedAt: latest(state.confirmedAt, receivedAt) }
      return data.purpose === "answer" || data.attempt > 1
        ? state
        : { ...state, approaches: [...state.approaches, receivedAt].slice(-mostApproaches) }
    },
  },
  merge: (one, two) => ({ ...one, others: [...one.others, ownPerson(two), ...two.others] }),
})

type Wish = DraftOf<typeof optedOut> | DraftOf<typeof optedIn>

/** What a customer's words say about being contacted at all; nothing, for nearly every message. */
export const heard = (text: string, channel: string): Wish | undefined => {
  const wish = contactWishOf(text)
  return wish && { kind: wish === "stop" ? "opted-out" : "opted-in", data: { by: "word", channel } }
}
