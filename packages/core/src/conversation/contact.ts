import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import { traitsSet } from "../profile/traits.ts"
import { messageReceived } from "./conversation.ts"
import { deliveryChanged } from "./message.ts"
import { contactWishOf } from "./opt-out.ts"
import { type Approach, mergePersons, mostApproaches, type Person } from "./person.ts"

/** The customer told us to stop. It holds everything but its one confirmation. */
export const optedOut = defineEntry<{ readonly by: "word" | "link" | "app"; readonly channel?: string }>()(
  "opted-out",
  1,
)

/** The customer wants to hear from us again. */
export const optedIn = defineEntry<{ readonly by: "word" | "link" | "app"; readonly channel?: string }>()("opted-in", 1)

/** The customer agreed to be contacted for a purpose, or took it back. */
export const consentChanged = defineEntry<{
  readonly purpose: Approach
  readonly given: boolean
  readonly evidence: string
}>()("consent-changed", 1)

interface Said {
  readonly given: boolean
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
  readonly consents: { readonly [purpose in Approach]?: Said }
  readonly approaches: readonly number[]
  readonly zone: { readonly name: string; readonly at: number } | null
  readonly others: readonly Person[]
}

const ownPerson = ({ outAt, inAt, confirmedAt, consents, approaches, zone }: Contact): Person => {
  const isOut = outAt !== null && (inAt === null || outAt >= inAt)
  const isConfirmed = isOut && confirmedAt !== null && (inAt === null || confirmedAt >= inAt) // at one moment: once rather than twice
  return {
    optedOutAt: isConfirmed ? Math.min(outAt, confirmedAt) : isOut ? outAt : null, // a stop that is said again is the same stop
    confirmedOptOutAt: isConfirmed ? confirmedAt : null,
    consents: Object.fromEntries(Object.entries(consents).map(([purpose, { given }]) => [purpose, given])),
    approaches,
    ...(zone && { zone: zone.name }),
  }
}

/** The person as the contact policy wants to know them: the most restrictive of all their streams. */
export const personOf = (contact: Contact): Person => contact.others.reduce(mergePersons, ownPerson(contact))

const latest = (one: number | null, two: number): number => (one === null ? two : Math.max(one, two))

// Of two zones at one moment, one and the same wins in whatever order they came.
const isOlderZone = (name: string, at: number, known: Contact["zone"]): boolean =>
  known !== null && (known.at > at || (known.at === at && known.name >= name))

/** The zone of which was heard last, by a message or by the trait `zone`: it says when it is night for somebody. */
const withZone = (state: Contact, name: unknown, at: number): Contact =>
  typeof name !== "string" || name === "" || isOlderZone(name, at, state.zone)
    ? state
    : { ...state, zone: { name, at } }

/** The memory as it will be once a stop at this moment is written down. */
export const withStop = (state: Contact, at: number): Contact => ({ ...state, outAt: latest(state.outAt, at) })

/** What is remembered of being contacted, per stream. */
export const contact = defineFold(
  optedOut,
  optedIn,
  consentChanged,
  messageReceived,
  deliveryChanged,
  traitsSet,
)<Contact>({
  initial: { outAt: null, inAt: null, confirmedAt: null, consents: {}, approaches: [], zone: null, others: [] },
  on: {
    "message-received": (state, { data: { timezone }, occurredAt }) => withZone(state, timezone, occurredAt),
    "traits-set": (state, { data: { traits: told }, occurredAt }) =>
      withZone(state, Object.hasOwn(told, "zone") ? told["zone"] : undefined, occurredAt),
    "opted-out": (state, { occurredAt }) => withStop(state, occurredAt),
    "opted-in": (state, { occurredAt }) => ({ ...state, inAt: latest(state.inAt, occurredAt) }),
    "consent-changed": (state, { data: { purpose, given }, occurredAt }) => {
      const before = state.consents[purpose]
      // of two words at one moment, the no holds
      const isOlder = before && (before.at > occurredAt || (before.at === occurredAt && !before.given))
      return isOlder ? state : { ...state, consents: { ...state.consents, [purpose]: { given, at: occurredAt } } }
    },
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
