import { parseLimit, type Rate } from "../kernel/duration.ts"
import { type Identifier, partsOf } from "../kernel/ids.ts"
import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { ConsentMemory, RememberedWord } from "../profile/consent.ts"
import type { ConsentWord } from "../profile/consent-word.ts"
import { preferencesSet } from "../profile/preference.ts"
import { traitsSet } from "../profile/traits.ts"
import { heardAloneAt, messageReceived } from "./conversation.ts"
import { type ContactPlace, isAutomatic, type SuppressedBecause } from "./contact-place.ts"
import { deliveryChanged, messageWritten } from "./message.ts"
import { contactWishOf } from "./opt-out.ts"
import { mergePersons, mostApproaches, type Person } from "./person.ts"
import { parseQuietHours, type QuietHours } from "./quiet-hours.ts"

/**
 * The customer told us to stop; by `list`, before they were erased; by `network`, where `how` is the network's word for it. It holds
 * everything but its one confirmation.
 */
export const optedOut = defineEntry<{
  readonly by: "word" | "link" | "app" | "list" | "network"
  readonly channel?: string
  readonly how?: string
}>()("opted-out", 1)

/** The customer wants to hear from us again. */
export const optedIn = defineEntry<{
  readonly by: "word" | "link" | "app" | "network"
  readonly channel?: string
  readonly how?: string
}>()("opted-in", 1)

/** The address takes nothing any more, or its owner complained of spam: nothing is sent there. */
export const addressSuppressed = defineEntry<{ readonly channel: string; readonly because: SuppressedBecause }>()(
  "address-suppressed",
  1,
)

/** Somebody of us says that the address may be written to again, and why. */
export const suppressionLifted = defineEntry<{ readonly by: string; readonly reason: string }>()(
  "suppression-lifted",
  1,
)

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
  /** When a machine last wrote to us from here. */
  readonly machineAt?: number
  /** Whether somebody wrote from here: as the network says (`known`), or only as a message of theirs says (`claimed`). */
  readonly sender?: "known" | "claimed"
  /** What machines of ours wrote to here of late. */
  readonly automatic?: readonly { readonly message: string; readonly at: number }[]
  /** Why nothing is sent to here; `because` null, where that was lifted. */
  readonly suppression?: { readonly because: SuppressedBecause | null; readonly at: number }
  readonly others: readonly Person[]
}

/** So many of our automatic messages are remembered at a place: enough to see another one beside the one that is asked about. */
const mostAutomatic = 3

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

/** A place as the contact policy wants to know it, out of what its stream remembers; a customer as a whole is no place. */
export const placeOf = (
  identifier: Identifier,
  {
    conversation,
    contact,
  }: {
    readonly conversation: Parameters<typeof heardAloneAt>[0]
    readonly contact: Contact
  },
): ContactPlace => {
  const { machineAt = null, automatic = [], suppression, approaches } = contact
  return {
    ...partsOf(identifier),
    heardAt: conversation.heardAt,
    privatelyAt: heardAloneAt(conversation),
    ...(contact.sender === "claimed" && { isClaimed: true }),
    machineAt,
    automatic,
    approaches,
    suppressed: suppression?.because ? { because: suppression.because, at: suppression.at } : null,
  }
}

/** What is remembered of who writes from a place: one message for which the network vouches is enough. */
export const withSender = (state: Contact, isClaimed: boolean): Contact => {
  const sender = isClaimed && state.sender !== "known" ? "claimed" : "known"
  return state.sender === sender ? state : { ...state, sender }
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

/** Of two words on an address at one moment, the one that holds it. */
const withSuppression = (state: Contact, because: SuppressedBecause | null, at: number): Contact => {
  const { suppression: known } = state
  const isOlder = known !== undefined && (known.at > at || (known.at === at && because === null))
  return isOlder ? state : { ...state, suppression: { because, at } }
}

/** The memory as it will be once a stop at this moment is written down. */
export const withStop = (state: Contact, at: number): Contact => ({ ...state, outAt: latest(state.outAt, at) })

/** What is remembered of being contacted, per stream. */
export const contact = defineFold(
  optedOut,
  optedIn,
  preferencesSet,
  messageReceived,
  messageWritten,
  deliveryChanged,
  traitsSet,
  addressSuppressed,
  suppressionLifted,
)<Contact>({
  initial: { outAt: null, inAt: null, confirmedAt: null, approaches: [], zone: null, others: [] },
  on: {
    "message-received": (state, { data: { timezone, automatic, claimed = false }, occurredAt }) => {
      const zoned = withSender(withZone(state, timezone, occurredAt), claimed)
      return automatic ? { ...zoned, machineAt: Math.max(zoned.machineAt ?? occurredAt, occurredAt) } : zoned
    },
    "message-written": (state, { data: { message, author, delivery }, receivedAt }) =>
      isAutomatic(author) && delivery.status !== "withheld"
        ? { ...state, automatic: [...(state.automatic ?? []), { message, at: receivedAt }].slice(-mostAutomatic) }
        : state,
    "address-suppressed": (state, { data: { because }, occurredAt }) => withSuppression(state, because, occurredAt),
    "suppression-lifted": (state, { occurredAt }) => withSuppression(state, null, occurredAt),
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
