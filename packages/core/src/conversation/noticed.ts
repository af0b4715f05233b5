import type { Place } from "../channel/content.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** A customer reacted to a message, or (`emoji` null) took that back. */
export const reactionChanged = defineEntry<{
  readonly channel: string
  /** The provider's id of the message, theirs or ours. */
  readonly message: string
  readonly emoji: string | null
}>()("reaction-changed", 1)

/** A customer wrote an old message of theirs anew, or (`text` null) took it back. What it said before stays where it was. */
export const messageEdited = defineEntry<{
  readonly channel: string
  /** The provider's id of the message. */
  readonly message: string
  readonly text: string | null
}>()("message-edited", 1)

/** A customer came to a place of ours, and had agreed that we notice. */
export const checkedIn = defineEntry<{
  readonly channel: string
  readonly where: string
  readonly by: "geofence" | "qr" | "beacon" | "app"
  readonly position?: Place
}>()("checked-in", 1)

/** What a message says now, and since when; `text` null, where it was taken back. */
export interface Edit {
  readonly text: string | null
  readonly at: number
}

interface Reaction {
  readonly emoji: string | null
  readonly at: number
}

/** What a stream remembers of what was noticed beside messages: of the last ones, by the provider's id of the message. */
export interface Noticed {
  readonly edits: { readonly [message: string]: Edit }
  readonly reactions: { readonly [message: string]: Reaction }
  /** Where they were last. */
  readonly lastCheckIn: { readonly where: string; readonly at: number } | null
}

/** So many edits and reactions are remembered of a place; older ones are on the timeline. */
const mostKept = 50

interface Dated {
  readonly at: number
}

/** Of two words on one thing the later one; at one moment, one and the same whatever the order. */
const later = <Word extends Dated>(one: Word | undefined, two: Word): Word => {
  if (!one || two.at > one.at) return two
  return two.at === one.at && JSON.stringify(two) > JSON.stringify(one) ? two : one
}

const kept = <Word extends Dated>(known: { readonly [message: string]: Word }, message: string, word: Word) => {
  const own = Object.hasOwn(known, message) ? known[message] : undefined
  const { [message]: _, ...others } = known
  // by when it was said: an id that is a number comes first in every object
  const all = Object.entries({ ...others, [message]: later(own, word) }).toSorted(([, one], [, two]) => one.at - two.at)
  return Object.fromEntries(all.slice(-mostKept))
}

const joined = <Word extends Dated>(
  one: { readonly [message: string]: Word },
  two: { readonly [message: string]: Word },
): { readonly [message: string]: Word } => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(two).map(([message, word]) => [
      message,
      later(Object.hasOwn(one, message) ? one[message] : undefined, word),
    ]),
  ),
})

/** What is remembered of what was noticed beside messages. */
export const noticed = defineFold(
  reactionChanged,
  messageEdited,
  checkedIn,
)<Noticed>({
  initial: { edits: {}, reactions: {}, lastCheckIn: null },
  on: {
    "reaction-changed": (state, { data: { message, emoji }, occurredAt: at }) => ({
      ...state,
      reactions: kept(state.reactions, message, { emoji, at }),
    }),
    "message-edited": (state, { data: { message, text }, occurredAt: at }) => ({
      ...state,
      edits: kept(state.edits, message, { text, at }),
    }),
    "checked-in": (state, { data: { where }, occurredAt: at }) => ({
      ...state,
      lastCheckIn: later(state.lastCheckIn ?? undefined, { where, at }),
    }),
  },
  merge: (one, two) => ({
    edits: joined(one.edits, two.edits),
    reactions: joined(one.reactions, two.reactions),
    lastCheckIn: two.lastCheckIn ? later(one.lastCheckIn ?? undefined, two.lastCheckIn) : one.lastCheckIn,
  }),
})
