import type { ContactCard, Place } from "../channel/content.ts"
import type { Attachment, Call, PublicPlace } from "../channel/inbound.ts"
import { milliseconds } from "../kernel/duration.ts"
import type { EntryId } from "../kernel/ids.ts"
import { defineEntry, type DraftOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import { type Delivery, hasLeft } from "./delivery.ts"
import type { Waiting } from "./inbox.ts"
import { deliveryChanged, type MessageReading, messageWritten } from "./message.ts"

/** A customer wrote to us. `due` is when our promise to answer breaks; it is absent where no answer is owed. */
export const messageReceived = defineEntry<{
  readonly channel: string
  readonly text: string
  readonly due?: number
  /** What the fast analyzer made of it. A slow one follows in an entry of its own. */
  readonly reading?: MessageReading
  /** The provider's id, for threads. */
  readonly provider?: string
  /** The name that the channel shows for the person. */
  readonly name?: string
  readonly language?: string
  readonly timezone?: string
  readonly automatic?: boolean
  /** The sender is only what the message says: it joins nobody, and opens nothing again. */
  readonly claimed?: boolean
  readonly attachments?: readonly Attachment[]
  readonly place?: Place
  readonly contact?: ContactCard
  /** The value of the choice that was tapped. */
  readonly choice?: string
  /** The provider's id of the message that it answers. */
  readonly repliesTo?: string
  /** Said where everybody can read it. */
  readonly public?: PublicPlace
  readonly call?: Call
  readonly unsupported?: string
  /** The question of ours that it answers: `survey.question`. */
  readonly answers?: string
  readonly metadata?: { readonly [name: string]: string }
}>()("message-received", 1)

/** Somebody takes this conversation on. */
export const conversationAssigned = defineEntry<{ readonly owner: string; readonly by: string }>()(
  "conversation-assigned",
  1,
)

/** Somebody says that no answer is needed, and why. */
export const conversationClosed = defineEntry<{ readonly reason: string; readonly by: string }>()(
  "conversation-closed",
  1,
)

/** The promise to answer within a time was broken. */
export const answerOverdue = defineEntry<{
  readonly since: number
  readonly due: number
  readonly owner: string | null
}>()("answer-overdue", 1)

interface Last {
  readonly at: number
  readonly entry: EntryId
  readonly from: "customer" | "team"
  readonly channel: string
  readonly preview: string
}

interface Open {
  readonly number: number
  readonly at: number
  readonly due: number
}

/** One endpoint's talk: what was said last and who waits. A merge of customers never joins two of them. */
export interface Conversation {
  /** Messages received. */
  readonly received: number
  /** Answers with substance that left. */
  readonly answered: number
  readonly last: Last | null
  /** Messages that wait for an answer, oldest first. Beyond a bound the last one stands for all that came after it. */
  readonly open: readonly Open[]
  /** Answers under way: how many messages had come when each was written. */
  readonly answering: { readonly [message: string]: number }
  readonly owner: string | null
  /** When the customer last wrote. */
  readonly heardAt: number | null
  /** When they last wrote to us alone: what is said in public opens no reply window. */
  readonly privatelyAt?: number
  /** What the channel, or else their words, told us of the person last. */
  readonly person: { readonly name?: string; readonly language?: string }
  /** The provider's id of the customer's last message. */
  readonly provider: string | null
  /** Where that was said, if everybody could read it. */
  readonly public?: PublicPlace | null
  /** How long the last first answer took, in milliseconds. */
  readonly took: number | null
  /** Since when somebody waited of whom it was last said that our promise broke. */
  readonly overdue: number | null
}

const mostOpen = 20
const previewLength = 160

/** The beginning of a text, cut at whole characters, in one line. */
export const previewOf = (text: string): string => {
  const line = text
    .slice(0, previewLength * 2)
    .replace(/\s+/gu, " ")
    .trim()
  return line.length <= previewLength ? line : `${[...line].slice(0, previewLength - 1).join("")}…`
}

const later = (one: Last | null, two: Last | null): Last | null => {
  if (!one || !two) return one ?? two
  return two.at > one.at || (two.at === one.at && two.entry > one.entry) ? two : one
}

/** With one more that waits. Beyond the bound two become one: waiting since the earlier, and until both are answered. */
const withOpen = (open: readonly Open[], next: Open): readonly Open[] => {
  const sorted = [...open, next].sort((one, two) => one.at - two.at)
  const [one, two] = sorted.slice(-2)
  if (!one || !two || sorted.length <= mostOpen) return sorted
  const both = { number: Math.max(one.number, two.number), at: one.at, due: Math.min(one.due, two.due) }
  return [...sorted.slice(0, -2), both]
}

/** Who waits in this conversation, since when and until when; null where nobody does. */
export const waitingIn = ({ open }: Conversation): Waiting | null => {
  const [first] = open
  return first ? { since: first.at, due: Math.min(...open.map(({ due }) => due)) } : null
}

/** How long after the customer's last message a word of ours still answers it. */
const answerWindow = milliseconds("24 hours")

/** Whether what we say now is an answer: somebody waits, or wrote within the last day. Otherwise we approach. */
export const isInTalk = ({ open, heardAt }: Conversation, now: number): boolean =>
  open.length > 0 || (heardAt !== null && now - heardAt <= answerWindow)

/** Without those that are settled. Of who waits then it was said that our promise broke only if it was said of this very wait. */
const withLeft = (state: Conversation, covered: number): Conversation => {
  const open = state.open.filter(({ number }) => number > covered)
  return { ...state, open, overdue: open[0]?.at === state.overdue ? state.overdue : null }
}

const settleAnswer = (state: Conversation, message: string, delivery: Delivery, at: number): Conversation => {
  const covered = state.answering[message]
  // what may have left is no answer yet, and still is one once somebody knows that it did
  if (covered === undefined || ["queued", "sending", "uncertain"].includes(delivery.status)) return state
  const { [message]: _, ...answering } = state.answering
  if (!hasLeft(delivery)) return { ...state, answering }
  const [first] = state.open
  return {
    ...withLeft(state, covered),
    answering,
    answered: state.answered + 1,
    took: first && first.number <= covered ? Math.max(0, at - first.at) : null,
  }
}

const latestOf = (one = -Infinity, two = -Infinity): Pick<Conversation, "privatelyAt"> => {
  const privatelyAt = Math.max(one, two)
  return privatelyAt === -Infinity ? {} : { privatelyAt }
}

/** When they last wrote to us alone, if ever. A memory older than that distinction, and without a word in public, heard all of it alone. */
export const heardAloneAt = ({
  heardAt,
  privatelyAt,
  public: said,
}: Pick<Conversation, "heardAt" | "privatelyAt" | "public">): number | null =>
  privatelyAt ?? (said === undefined ? heardAt : null)

/** What is remembered of a conversation. The clock stops only when an answer with substance has left. */
export const conversation = defineFold(
  messageReceived,
  messageWritten,
  deliveryChanged,
  conversationAssigned,
  conversationClosed,
  answerOverdue,
)<Conversation>({
  initial: {
    received: 0,
    answered: 0,
    last: null,
    open: [],
    answering: {},
    owner: null,
    heardAt: null,
    person: {},
    provider: null,
    took: null,
    overdue: null,
  },
  on: {
    "message-received": (state, { id, data, occurredAt }) => {
      const received = state.received + 1
      const last: Last = {
        at: occurredAt,
        entry: id,
        from: "customer",
        channel: data.channel,
        preview: previewOf(data.text),
      }
      const open =
        data.due === undefined ? state.open : withOpen(state.open, { number: received, at: occurredAt, due: data.due })
      const language = data.language ?? data.reading?.language // what the channel says counts more than what the words look like
      const person =
        data.name === undefined && language === undefined
          ? state.person
          : {
              ...state.person,
              ...(data.name !== undefined && { name: data.name }),
              ...(language !== undefined && { language }),
            }
      // what comes late was said before the last word: that one is answered, where it was said
      const isLatest = occurredAt >= (state.heardAt ?? occurredAt)
      return {
        ...state,
        received,
        last: later(state.last, last),
        open,
        person,
        heardAt: Math.max(state.heardAt ?? occurredAt, occurredAt),
        ...(!data.public && { privatelyAt: Math.max(state.privatelyAt ?? occurredAt, occurredAt) }),
        ...(isLatest && { provider: data.provider ?? state.provider }),
        ...(isLatest && (data.public ?? state.public) && { public: data.public ?? null }),
      }
    },
    "message-written": (state, { id, data, occurredAt }) => {
      if (data.delivery.status === "withheld") return state
      const last: Last = {
        at: occurredAt,
        entry: id,
        from: "team",
        channel: data.channel,
        preview: previewOf(data.content.text),
      }
      // While somebody waits, what shows is what they said and not that we heard it.
      if (!data.substance && state.open.length > 0) return state
      const next = { ...state, last: later(state.last, last) }
      if (!data.substance) return next
      return settleAnswer(
        { ...next, answering: { ...state.answering, [data.message]: state.received } },
        data.message,
        data.delivery,
        occurredAt,
      )
    },
    "delivery-changed": (state, { data, occurredAt }) => settleAnswer(state, data.message, data.delivery, occurredAt),
    "conversation-assigned": (state, { data }) => ({ ...state, owner: data.owner }),
    "conversation-closed": (state) => withLeft(state, Infinity),
    "answer-overdue": (state, { data: { since } }) => ({ ...state, overdue: since }),
  },
  merge: (one, two) => ({
    received: one.received + two.received,
    answered: one.answered + two.answered,
    last: later(one.last, two.last),
    open: [...one.open, ...two.open].sort((a, b) => a.at - b.at || a.due - b.due),
    answering: { ...one.answering, ...two.answering },
    owner:
      one.owner === two.owner
        ? one.owner
        : later(one.last, two.last) === two.last
          ? (two.owner ?? one.owner)
          : (one.owner ?? two.owner),
    heardAt: one.heardAt === null ? two.heardAt : Math.max(one.heardAt, two.heardAt ?? one.heardAt),
    ...latestOf(one.privatelyAt, two.privatelyAt),
    person:
      later(one.last, two.last) === two.last ? { ...one.person, ...two.person } : { ...two.person, ...one.person },
    provider: null, // of one endpoint only
    took: null,
    overdue: null,
  }),
})

/** What the clock says when it rings: nothing, where the answer left in time, or where it was said before that it did not. */
export const ring = (state: Conversation, now: number): readonly DraftOf<typeof answerOverdue>[] => {
  const waiting = waitingIn(state)
  const isNew = waiting !== null && (state.overdue === null || waiting.since > state.overdue)
  return isNew && waiting.due <= now ? [{ kind: "answer-overdue", data: { ...waiting, owner: state.owner } }] : []
}

/** What is said once an answer has left: whoever wrote after it was written may wait too long already. */
export const ringAfter = (
  state: Conversation,
  { message, delivery }: Pick<DraftOf<typeof deliveryChanged>["data"], "message" | "delivery">,
  now: number,
): readonly DraftOf<typeof answerOverdue>[] => {
  const next = settleAnswer(state, message, delivery, now)
  return next.open.length < state.open.length ? ring(next, now) : []
}
