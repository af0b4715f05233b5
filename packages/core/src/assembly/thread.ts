import type { Edited, ThreadItem, ThreadReading } from "../conversation/thread.ts"
import { heardAloneAt } from "../conversation/conversation.ts"
import { deliveryIn } from "../conversation/outbox.ts"
import { windowEnd } from "../conversation/place-rules.ts"
import type { EntryId } from "../kernel/ids.ts"
import type { Whole } from "../runtime/house.ts"
import type { Page, PageRequest } from "../timeline/store.ts"
import type { ReplyWindowView } from "./customer-view.ts"
import type { Setting } from "./decide/setting.ts"
import type { AnyEntry, EntryOfKind, State } from "./entries.ts"
import type { Loop } from "./loop.ts"

/** Kinds that say nothing to a reader of the thread: they are shown with the message that they belong to, or not at all. */
const silent: ReadonlySet<AnyEntry["kind"]> = new Set([
  "delivery-changed",
  "reading-taken",
  "receipt-kept",
  "question-answered",
  "answer-begun",
  "question-reopened",
  "question-repeated",
  "survey-migrated",
  "survey-offered",
  "event-rejected",
  "event-replayed",
  "message-edited",
  "reaction-changed",
  "own-message-edited",
  "own-reaction-changed",
  "conversation-read",
])

const shown = ({ label, confidence, spans }: ThreadReading): ThreadReading => ({ label, confidence, spans })

/** What a page tells about the messages on it; entries come newest first. */
interface Told {
  /** The latest delivery of each message. */
  readonly deliveries: ReadonlyMap<string, EntryOfKind<"delivery-changed">>
  /** The latest verdicts on each message. */
  readonly verdicts: ReadonlyMap<string, EntryOfKind<"delivery-changed">>
  /** The provider's id of each message. */
  readonly providers: ReadonlyMap<string, string>
  readonly slow: ReadonlyMap<EntryId, ThreadReading>
}

const toldBy = (entries: readonly AnyEntry[]): Told => {
  const deliveries = new Map<string, EntryOfKind<"delivery-changed">>()
  const verdicts = new Map<string, EntryOfKind<"delivery-changed">>()
  const providers = new Map<string, string>()
  const slow = new Map<EntryId, ThreadReading>()
  for (const entry of entries) {
    if (entry.kind === "reading-taken" && !slow.has(entry.data.of)) slow.set(entry.data.of, shown(entry.data.reading))
    if (entry.kind !== "delivery-changed") continue
    const { message, provider, reasons } = entry.data
    const isLater = (known: { readonly position: number } | undefined) => !known || entry.position > known.position
    if (isLater(deliveries.get(message))) deliveries.set(message, entry)
    if (reasons && isLater(verdicts.get(message))) verdicts.set(message, entry)
    if (provider !== undefined) providers.set(message, provider)
  }
  return { deliveries, verdicts, providers, slow }
}

const own = <Value>(values: { readonly [name: string]: Value }, name: string | undefined): Value | undefined =>
  name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined

const receivedItem = (
  { id, stream, occurredAt: at, data }: EntryOfKind<"message-received">,
  state: State | undefined,
  slow: ThreadReading | undefined,
): ThreadItem => {
  const {
    channel,
    text,
    provider,
    reading: fast,
    due: _,
    name: _name,
    language: _language,
    timezone: _zone,
    ...rest
  } = data
  const { metadata: _raw, ...parts } = rest
  const reading = slow ?? (fast && shown(fast))
  const edit = state && own(state.noticed.edits, provider)
  const edited: Edited | undefined = edit && { at: edit.at, before: text, isTakenBack: edit.text === null }
  const now = edit ? (edit.text ?? "") : text
  const emoji = state && own(state.gestures.reactions, id)?.emoji
  const isSeen = at <= (state?.gestures.read?.upTo ?? -Infinity)
  return {
    type: "received",
    id,
    stream,
    channel,
    at,
    text: now,
    ...parts,
    ...(reading && { reading }),
    ...(edited && { edited }),
    ...(emoji && { reaction: emoji }),
    ...(isSeen && { seen: true }),
  }
}

const writtenItem = (
  { id, stream, occurredAt: at, data }: EntryOfKind<"message-written">,
  state: State | undefined,
  { deliveries, verdicts, providers }: Told,
): ThreadItem => {
  const { message, channel, author, reasons, losses } = data
  const edit = state && own(state.gestures.edits, message)
  const { text, ...parts } = edit ? (edit.content ?? { text: "" }) : data.content
  const edited: Edited | undefined = edit && {
    at: edit.at,
    before: data.content.text,
    isTakenBack: edit.content === null,
  }
  const outbox = state?.outbox
  const delivery = deliveries.get(message)?.data.delivery ?? (outbox && deliveryIn(outbox, message)) ?? data.delivery
  const provider = providers.get(message) ?? (outbox && own(outbox.settled, message)?.provider) ?? undefined
  const emoji = state && own(state.noticed.reactions, provider)?.emoji
  return {
    type: "written",
    id,
    stream,
    channel,
    at,
    text,
    author,
    delivery,
    parts,
    reasons: verdicts.get(message)?.data.reasons ?? reasons,
    ...(losses && { losses }),
    ...(emoji && { reaction: emoji }),
    ...(edited && { edited }),
    ...(data.public && { public: data.public }),
    ...(data.toPrivate && { toPrivate: data.toPrivate }),
    ...(data.follows !== undefined && { follows: data.follows }),
  }
}

/** The lines of a thread that a page of entries makes, newest first. */
export const threadOf = (entries: readonly AnyEntry[], customer: Whole<State>): readonly ThreadItem[] => {
  const told = toldBy(entries)
  return entries.flatMap((entry): readonly ThreadItem[] => {
    if (silent.has(entry.kind)) return []
    const { id, stream, occurredAt: at } = entry
    const state = customer.streams.get(stream)?.state
    if (entry.kind === "message-received") return [receivedItem(entry, state, told.slow.get(id))]
    if (entry.kind === "message-written") return [writtenItem(entry, state, told)]
    return [{ type: "event", id, at, kind: entry.kind, data: { ...entry.data } }]
  })
}

/** A page of the thread of a customer. What was told on a later page is found in the memory of the stream. */
export const threadPage = async (loop: Loop, customer: Whole<State>, page: PageRequest): Promise<Page<ThreadItem>> => {
  const { items, ...rest } = await loop.read.timeline(customer.id, page)
  return { ...rest, items: threadOf(items, customer) }
}

/** Until when free words may be sent by a channel to the place of this state; `undefined`, where they always may. */
export const windowOf = (
  { channels }: Pick<Setting, "channels">,
  channel: string,
  { conversation }: Pick<State, "conversation">,
): ReplyWindowView | undefined => {
  const replyWindow = own(channels, channel)?.capabilities.replyWindow
  if (!replyWindow) return undefined
  return { opensUntil: windowEnd(heardAloneAt(conversation), replyWindow) ?? null, after: replyWindow.after }
}
