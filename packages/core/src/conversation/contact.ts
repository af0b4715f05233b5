import type { DraftOf } from "../timeline/entry.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import { mergePersons, type Person } from "./contact-policy.ts"
import { isOptIn, isOptOut } from "./opt-out.ts"
import { messageReceived } from "./conversation.ts"
import { deliveryChanged } from "./message.ts"

/** The customer told us to stop. It holds everything but its one confirmation. */
export const optedOut = defineEntry<{ readonly by: "word" | "link" | "app"; readonly channel?: string }>()("opted-out", 1)

/** The customer wants to hear from us again. */
export const optedIn = defineEntry<{ readonly by: "word" | "link" | "app"; readonly channel?: string }>()("opted-in", 1)

/** The customer agreed to be contacted for a purpose, or took it back. */
export const consentChanged = defineEntry<{ readonly purpose: "service" | "marketing"; readonly given: boolean; readonly evidence: string }>()("consent-changed", 1)

const approachesKept = 50
const nobody: Person = { optedOutAt: null, confirmedOptOutAt: null, consents: {}, approaches: [] }

/** What the contact policy has to know of a person, kept per stream; merged, the most restrictive holds. */
export const contact = defineFold(optedOut, optedIn, consentChanged, messageReceived, deliveryChanged)<Person>({
  initial: nobody,
  on: {
    "message-received": (person, { data }) => data.timezone === undefined || data.timezone === person.zone ? person : { ...person, zone: data.timezone },
    "opted-out": (person, { occurredAt }) => ({ ...person, optedOutAt: person.optedOutAt ?? occurredAt }),
    "opted-in": (person) => ({ ...person, optedOutAt: null, confirmedOptOutAt: null }),
    "consent-changed": (person, { data }) => ({ ...person, consents: { ...person.consents, [data.purpose]: data.given } }),
    "delivery-changed": (person, { data, receivedAt }) => {
      if (data.delivery.status !== "sending") return person
      if (data.purpose === "opt-out-confirmation") return { ...person, confirmedOptOutAt: receivedAt }
      return data.purpose === "answer" || data.attempt > 1 ? person : { ...person, approaches: [...person.approaches, receivedAt].slice(-approachesKept) }
    },
  },
  merge: mergePersons,
})

/** What a customer's words say about being contacted at all; nothing, for nearly every message. */
export const heard = (text: string, channel: string, person: Person): readonly (DraftOf<typeof optedOut> | DraftOf<typeof optedIn>)[] => {
  if (isOptOut(text)) return person.optedOutAt === null ? [{ kind: "opted-out", data: { by: "word", channel } }] : []
  return person.optedOutAt !== null && isOptIn(text) ? [{ kind: "opted-in", data: { by: "word", channel } }] : []
}
