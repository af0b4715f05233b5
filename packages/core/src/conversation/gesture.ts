import type { Content } from "../channel/content.ts"
import type { EntryId } from "../kernel/ids.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** We gave an old message of ours new words, or (`content` null) took it back. What it said before stays where it was. */
export const ownMessageEdited = defineEntry<{
  readonly channel: string
  /** Our id of the message. */
  readonly message: string
  readonly content: Content | null
  /** A colleague's name. */
  readonly by: string
}>()("own-message-edited", 1)

/** We reacted to a message of theirs, or (`emoji` null) took that back. */
export const ownReactionChanged = defineEntry<{
  readonly channel: string
  /** The entry of the message. */
  readonly of: EntryId
  readonly emoji: string | null
  readonly by: string
}>()("own-reaction-changed", 1)

/** We told the network that we have read what they wrote, as far as this message. */
export const conversationRead = defineEntry<{
  readonly channel: string
  /** The entry of the message, and when it was written. */
  readonly of: EntryId
  readonly upTo: number
  readonly by: string
}>()("conversation-read", 1)

/** What a message of ours says now; `content` null, where it was taken back. */
export interface OwnEdit {
  readonly content: Content | null
  readonly at: number
}

interface OwnReaction {
  readonly emoji: string | null
  readonly at: number
}

/** What a stream remembers of what we did there beside writing: of the last messages. */
export interface Gestures {
  /** By our id of the message. */
  readonly edits: { readonly [message: string]: OwnEdit }
  /** By the entry of the message. */
  readonly reactions: { readonly [entry: string]: OwnReaction }
  /** The newest message that the network was told we have read. */
  readonly read: { readonly of: EntryId; readonly upTo: number } | null
}

/** So many are remembered of a place; older ones are on the timeline. */
const mostEdits = 20
const mostReactions = 50

/** The words of a stream are in the order of its commits: the last one holds. */
const kept = <Word>(known: { readonly [key: string]: Word }, key: string, word: Word, most: number) => {
  const { [key]: _, ...others } = known
  return Object.fromEntries(Object.entries({ ...others, [key]: word }).slice(-most))
}

const further = (one: Gestures["read"], two: Gestures["read"]): Gestures["read"] => {
  if (!one || !two) return one ?? two
  return two.upTo > one.upTo || (two.upTo === one.upTo && two.of > one.of) ? two : one
}

/** What is remembered of what we did beside writing. */
export const gestures = defineFold(
  ownMessageEdited,
  ownReactionChanged,
  conversationRead,
)<Gestures>({
  initial: { edits: {}, reactions: {}, read: null },
  on: {
    "own-message-edited": (state, { data: { message, content }, occurredAt: at }) => ({
      ...state,
      edits: kept(state.edits, message, { content, at }, mostEdits),
    }),
    "own-reaction-changed": (state, { data: { of, emoji }, occurredAt: at }) => ({
      ...state,
      reactions: kept(state.reactions, of, { emoji, at }, mostReactions),
    }),
    "conversation-read": (state, { data: { of, upTo } }) => ({ ...state, read: further(state.read, { of, upTo }) }),
  },
  // a message is of one stream only: nothing of two of them can be of one message
  merge: (one, two) => ({
    edits: { ...one.edits, ...two.edits },
    reactions: { ...one.reactions, ...two.reactions },
    read: further(one.read, two.read),
  }),
})
