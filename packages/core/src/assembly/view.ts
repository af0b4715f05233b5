import type { ThreadItem, ThreadReading } from "../conversation/thread.ts"
import { personOf } from "../conversation/contact.ts"
import { waitingIn } from "../conversation/conversation.ts"
import { deliveryIn } from "../conversation/outbox.ts"
import { type EntryId, partsOf, type StreamId } from "../kernel/ids.ts"
import { preferencesIn } from "../profile/preference.ts"
import { textTrait, traitSourcesOf } from "../profile/traits.ts"
import type { Whole } from "../runtime/house.ts"
import type { GroupMood } from "../sentiment/group-mood.ts"
import { moodOf } from "../sentiment/mood.ts"
import type { Page, PageRequest } from "../timeline/store.ts"
import type { CustomerView, Known, MoodView } from "./customer-view.ts"
import type { AnyEntry, State } from "./entries.ts"
import { consentViews } from "./consent/view.ts"
import { pictureOf } from "./facts.ts"
import { identityView } from "./identity/view.ts"
import { later } from "./later.ts"
import type { Loop } from "./loop.ts"
import { membershipsOf, readMembers } from "./members.ts"
import { kindOf, languageOf, masked, nameOf } from "./rows.ts"
import { lifecycleView, segmentViews } from "./segment/view.ts"
import { purchasesOf } from "./value/purchases.ts"

/** Kinds that say nothing to a reader of the thread: they are shown with the message that they belong to, or not at all. */
const silent: ReadonlySet<AnyEntry["kind"]> = new Set([
  "delivery-changed",
  "reading-taken",
  "question-answered",
  "event-rejected",
  "event-replayed",
])

const shown = ({ label, confidence, spans }: ThreadReading): ThreadReading => ({ label, confidence, spans })

/** The deliveries that these entries tell, the latest of each message; entries come newest first. */
const deliveriesIn = (entries: readonly AnyEntry[]) => {
  const latest = new Map<string, Extract<AnyEntry, { readonly kind: "delivery-changed" }>>()
  for (const entry of entries) {
    if (entry.kind !== "delivery-changed") continue
    const known = latest.get(entry.data.message)
    if (!known || entry.position > known.position) latest.set(entry.data.message, entry)
  }
  return latest
}

/** The lines of a thread that a page of entries makes, newest first. */
export const threadOf = (entries: readonly AnyEntry[], customer: Whole<State>): readonly ThreadItem[] => {
  const deliveries = deliveriesIn(entries)
  const slow = new Map<EntryId, ThreadReading>()
  for (const entry of entries)
    if (entry.kind === "reading-taken" && !slow.has(entry.data.of)) slow.set(entry.data.of, shown(entry.data.reading))
  return entries.flatMap((entry): readonly ThreadItem[] => {
    if (silent.has(entry.kind)) return []
    const { id, stream, occurredAt: at } = entry
    if (entry.kind === "message-received") {
      const { channel, text, reading: fast, answers, unsupported } = entry.data
      const reading = slow.get(id) ?? (fast && shown(fast))
      return [
        {
          type: "received",
          id,
          stream,
          channel,
          at,
          text,
          ...(reading && { reading }),
          ...(answers !== undefined && { answers }),
          ...(unsupported !== undefined && { unsupported }),
        },
      ]
    }
    if (entry.kind === "message-written") {
      const { message, channel, content, author, delivery } = entry.data
      const outbox = customer.streams.get(stream)?.state.outbox
      const now = deliveries.get(message)?.data.delivery ?? (outbox && deliveryIn(outbox, message)) ?? delivery
      return [{ type: "written", id, stream, channel, at, text: content.text, author, delivery: now }]
    }
    return [{ type: "event", id, at, kind: entry.kind, data: { ...entry.data } }]
  })
}

/** A page of the thread of a customer. A delivery that was told on a later page is found in the outbox. */
export const threadPage = async (loop: Loop, customer: Whole<State>, page: PageRequest): Promise<Page<ThreadItem>> => {
  const { items, ...rest } = await loop.read.timeline(customer.id, page)
  return { ...rest, items: threadOf(items, customer) }
}

const knownOf = (loop: Loop, customer: Whole<State>, linksOf: (stream: StreamId) => Known["links"]): readonly Known[] =>
  [...customer.streams].map(([stream, { identifier, state }]) => {
    const { scheme } = partsOf(identifier)
    const channel =
      state.conversation.last?.channel ??
      Object.entries(loop.setting.channels).find(([, served]) => served.scheme === scheme)?.[0] ??
      null
    return {
      stream,
      scheme,
      value: masked(identifier),
      channel,
      waiting: waitingIn(state.conversation),
      links: linksOf(stream),
    }
  })

/** How a customer feels; of a group, how its members do. */
const moodView = ({ feelings }: State, group: GroupMood | undefined): MoodView => ({
  ...moodOf(feelings),
  since: feelings.since,
  history: feelings.points.map(({ at, score }) => ({ at, score })),
  ...group,
})

const worth = later(() => import("./value/verbs.ts"))

/** What a customer is worth; `null` where the application does not say what a purchase is, or where they have bought nothing. */
const valueOf = async ({ setting, store }: Loop, { events }: State, now: number): Promise<CustomerView["value"]> => {
  const { value } = setting
  const purchases = value && purchasesOf(value, events)
  return purchases ? (await worth()).valueThen(store, value, purchases, now) : null
}

/** The picture of a customer whose state was read, at a moment: it and the last 50 entries. */
export const viewOfWhole = async (
  loop: Loop,
  customer: Whole<State>,
  now = loop.clock.now(),
): Promise<CustomerView> => {
  const { state } = customer
  const language = languageOf(customer)
  const zone = preferencesIn(state.preferences).zone ?? textTrait(state.traits, "zone") ?? state.contact.zone?.name
  const members = await readMembers(loop, customer)
  const identity = await identityView(loop, customer)
  return {
    id: customer.id,
    kind: kindOf(customer),
    name: nameOf(customer),
    traits: pictureOf(loop.setting.computed, state, now),
    traitSources: traitSourcesOf(state.traits),
    ...(language !== undefined && { language }),
    ...(zone !== undefined && { zone }),
    mood: moodView(state, members?.mood),
    known: knownOf(loop, customer, identity.linksOf),
    refused: identity.refused,
    memberships: await membershipsOf(loop, customer),
    members: members?.view ?? null,
    consents: consentViews(loop.setting, state.consents, now),
    preferences: preferencesIn(state.preferences),
    segments: segmentViews(loop.setting, state),
    lifecycle: lifecycleView(loop.setting, state),
    value: await valueOf(loop, state, now),
    optedOut: personOf(state).optedOutAt !== null,
    cases: Object.entries(state.cases)
      .map(([id, open]) => ({ id, ...open }))
      .sort((one, two) => (one.due ?? one.openedAt) - (two.due ?? two.openedAt)),
    owner: state.conversation.owner,
    waiting: waitingIn(state.conversation),
    thread: await threadPage(loop, customer, { limit: 50 }),
  }
}

/** One current picture of a customer: their state and the last 50 entries, in one read. */
export const viewOf = async (loop: Loop, reference: string): Promise<CustomerView | undefined> => {
  const customer = await loop.whole(reference)
  return customer && viewOfWhole(loop, customer)
}
