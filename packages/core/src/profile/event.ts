import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** Something that the customer did, as the app tracked it. */
export const eventTracked = defineEntry<{
  readonly event: string
  readonly properties: { readonly [name: string]: unknown }
}>()("event-tracked", 1)

/** How often and when last, by name of the event. */
export interface EventMemory {
  readonly [event: string]: { readonly count: number; readonly last: number }
}

/** The most names kept per stream: more than that are machine-made, and only the timeline keeps them. */
const mostNames = 100

/** Counts what the customer did. */
export const events = defineFold(eventTracked)<EventMemory>({
  initial: {},
  on: {
    "event-tracked": (known, { data, occurredAt }) => {
      const before = Object.hasOwn(known, data.event) ? known[data.event] : undefined
      if (!before && Object.keys(known).length >= mostNames) return known
      return {
        ...known,
        [data.event]: { count: (before?.count ?? 0) + 1, last: Math.max(before?.last ?? occurredAt, occurredAt) },
      }
    },
  },
  merge: (one, two) => {
    const next = new Map(Object.entries(one)) // and no object, on which "__proto__" cannot be set
    for (const [event, { count, last }] of Object.entries(two)) {
      const before = next.get(event)
      next.set(event, { count: count + (before?.count ?? 0), last: Math.max(last, before?.last ?? last) })
    }
    return Object.fromEntries(next)
  },
})
