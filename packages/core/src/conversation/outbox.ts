import type { Content } from "../channel/content.ts"
import type { PublicPlace } from "../channel/inbound.ts"
import type { EntryOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { Purpose } from "./contact-policy.ts"
import { type Delivery, hasReached, isSettled, saysMore, type Stage } from "./delivery.ts"
import { deliveryChanged, messageFollowed, messageWritten, type Part, type Plan, receiptKept } from "./message.ts"

/** A message that is under way, with what the next attempt needs. */
export interface Outgoing {
  readonly channel: string
  readonly content: Content
  readonly purpose: Purpose
  readonly author: string
  readonly delivery: Delivery
  /** How often it was marked. */
  readonly attempts: number
  /** Those marks that count as no attempt. */
  readonly free?: number
  readonly mark: string | null
  /** When the first attempt was marked: a retry is not one more approach. */
  readonly markedAt: number | null
  /** Since when the provider may have the part that goes now, or its last one: a call that surely failed brought it nothing. */
  readonly calledAt?: number
  /** Since when it might leave, were it for the policy alone: how long it is tried counts from here. */
  readonly dueAt?: number
  readonly expiresAt: number | null
  /** The answer to an earlier attempt was lost: whatever becomes of later ones, it may have arrived. */
  readonly mayHaveLeft?: true
  /** How often the list of exclusions was silent about it. */
  readonly heldBack?: number
  /** How often it was sent again although nobody knew whether it had left. */
  readonly resent?: number
  /** How often the provider was asked whether it has it. */
  readonly asked?: number
  readonly of?: number
  readonly parts?: readonly Part[]
  /** What it answers, of something public, and whether everybody can read it. */
  readonly answers?: string
  readonly public?: PublicPlace
  readonly toPrivate?: true
}

/** A message that is under way no more: what a late receipt needs. */
export interface Settled {
  readonly delivery: Delivery
  readonly purpose: Purpose
  readonly provider: string | null
  /** Since when the provider may have all of it; null where no call was ever made. */
  readonly at?: number | null
  readonly of?: number
  readonly parts?: readonly Part[]
}

/** A message that goes by another channel where it does not get far enough by this one. */
export interface Planned extends Plan {
  readonly content: Content
  readonly purpose: Purpose
  readonly author: string
  readonly substance: boolean
  readonly dueAt: number
  readonly expiresAt?: number
}

/** What a receipt said that came too early, and the id that it named. */
export interface Early {
  readonly of: string
  readonly status: Stage
  readonly error?: string
}

/** What is under way, and of the last messages that settled only what a late receipt needs. */
export interface Outbox {
  readonly open: { readonly [message: string]: Outgoing }
  readonly settled: { readonly [message: string]: Settled }
  /** Receipts of which nobody knows the message yet, the furthest of each. */
  readonly early?: readonly Early[]
  /** Until when all is delivered, and read. */
  readonly upTo?: { readonly delivered?: number; readonly read?: number }
  readonly plans?: { readonly [message: string]: Planned }
}

/** Of so many messages of an endpoint late receipts are understood. */
const settledKept = 100
const earlyKept = 50
const plansKept = 100

const keepLast = <Value>(
  values: { readonly [key: string]: Value },
  most: number,
): { readonly [key: string]: Value } => {
  const entries = Object.entries(values)
  return entries.length <= most ? values : Object.fromEntries(entries.slice(-most))
}

/** Since when the provider may have a message under way; null where no call was made. */
export const calledAtOf = ({ calledAt, markedAt }: Pick<Outgoing, "calledAt" | "markedAt">): number | null =>
  calledAt ?? markedAt

/** The ids by which receipts may name the parts of a message: our own, and for a part after the first our own with its place. */
export const ownId = (message: string, part: number): string => (part === 0 ? message : `${message}.${part}`)

// A copy from which one is deleted: to spread the rest of an object with a thousand keys takes ten times as long.
const without = <Value>(values: { readonly [key: string]: Value }, key: string): { readonly [key: string]: Value } => {
  const left = { ...values }
  delete left[key]
  return left
}

const withPlan = (state: Outbox, message: string, planned: Planned): Outbox => ({
  ...state,
  plans: keepLast({ ...state.plans, [message]: planned }, plansKept),
})

const withoutPlan = (state: Outbox, message: string): Outbox => {
  if (!state.plans || !Object.hasOwn(state.plans, message)) return state
  const { [message]: _, ...plans } = state.plans
  return { ...state, plans }
}

const withoutEarly = (state: Outbox, message: string, parts: readonly Pick<Part, "provider">[]): Outbox => {
  if (!state.early) return state
  const named = new Set(
    parts.flatMap(({ provider }, index) => [ownId(message, index), ...(provider === null ? [] : [provider])]),
  )
  const early = state.early.filter(({ of }) => !named.has(of))
  return early.length === state.early.length ? state : { ...state, early }
}

type Changed = EntryOf<typeof deliveryChanged>
type Written = EntryOf<typeof messageWritten>

const open = (state: Outbox, { receivedAt, data }: Written): Outbox => {
  const { message, channel, content, purpose, author, substance, delivery, expiresAt, plan } = data
  const dueAt = delivery.status === "queued" ? (delivery.opensAt ?? receivedAt) : receivedAt
  const planned = plan
    ? withPlan(state, message, {
        ...plan,
        content,
        purpose,
        author,
        substance,
        dueAt,
        ...(expiresAt !== undefined && { expiresAt }),
      })
    : state
  if (isSettled(delivery)) return planned
  const outgoing: Outgoing = {
    channel,
    content,
    purpose,
    author,
    delivery,
    attempts: 0,
    mark: null,
    markedAt: null,
    dueAt,
    expiresAt: expiresAt ?? null,
    ...(data.answers !== undefined && { answers: data.answers }),
    ...(data.public && { public: data.public }),
    ...(data.toPrivate && { toPrivate: data.toPrivate }),
  }
  return { ...planned, open: { ...planned.open, [message]: outgoing } }
}

const underWay = (known: Outgoing, { receivedAt, data }: Changed): Outgoing => {
  const { delivery, attempt, mark, mayHaveLeft, heldBack, free, resent, asked, of, parts, reasons } = data
  const isHeld = delivery.status === "queued" && delivery.opensAt !== undefined && reasons !== undefined
  const { mayHaveLeft: _, ...certain } = known
  // of a part that is there nobody is in doubt any more, and the next one has not left yet
  const isThere = parts !== undefined && parts.length > (known.parts?.length ?? 0)
  const isCall = delivery.status === "sending" && attempt > known.attempts
  return {
    ...(isThere ? certain : known),
    delivery,
    attempts: Math.max(known.attempts, attempt),
    ...(mark !== undefined && { mark, markedAt: known.markedAt ?? receivedAt }),
    ...(isCall && { calledAt: (mayHaveLeft ? calledAtOf(known) : null) ?? receivedAt }),
    ...(isHeld && { dueAt: delivery.opensAt }),
    ...(mayHaveLeft && { mayHaveLeft }),
    ...(heldBack !== undefined && { heldBack }),
    ...(free !== undefined && { free }),
    ...(resent !== undefined && { resent }),
    ...(asked !== undefined && { asked }),
    ...(of !== undefined && { of }),
    ...(parts && { parts }),
  }
}

const settledBy = (known: Outgoing | undefined, before: Settled | undefined, { data }: Changed): Settled => {
  const of = data.of ?? before?.of ?? known?.of
  const parts = data.parts ?? before?.parts ?? known?.parts
  return {
    delivery: data.delivery,
    purpose: data.purpose,
    provider: data.provider ?? before?.provider ?? null,
    at: before?.at ?? (known ? calledAtOf(known) : null),
    ...(of !== undefined && { of }),
    ...(parts && { parts }),
  }
}

const change = (state: Outbox, entry: Changed): Outbox => {
  const { message, delivery } = entry.data
  const known = state.open[message]
  const plan = state.plans?.[message]
  if (known && !isSettled(delivery)) {
    const outgoing = underWay(known, entry)
    const { dueAt = plan?.dueAt } = outgoing
    const waiting = { ...state, open: { ...state.open, [message]: outgoing } }
    const isPutOff = plan !== undefined && dueAt !== undefined && dueAt !== plan.dueAt
    const next = isPutOff ? withPlan(waiting, message, { ...plan, dueAt }) : waiting
    return withoutEarly(next, message, entry.data.parts ?? [])
  }
  const settled = settledBy(known, state.settled[message], entry)
  const next = {
    ...state,
    open: known ? without(state.open, message) : state.open,
    settled: keepLast({ ...state.settled, [message]: settled }, settledKept),
  }
  const quiet = withoutEarly(next, message, settled.parts ?? [settled])
  return plan && hasReached(delivery, plan.unless) ? withoutPlan(quiet, message) : quiet
}

const keep = (state: Outbox, { of, status, error }: EntryOf<typeof receiptKept>["data"]): Outbox => {
  if (typeof of !== "string")
    return status === "delivered" || status === "read"
      ? { ...state, upTo: { ...state.upTo, [status]: Math.max(state.upTo?.[status] ?? of.upTo, of.upTo) } }
      : state
  const { early = [] } = state
  const known = early.find((each) => each.of === of)
  if (known && !saysMore({ status, ...(error !== undefined && { error }) }, known)) return state
  const others = early.filter((each) => each !== known)
  return { ...state, early: [...others, { of, status, ...(error !== undefined && { error }) }].slice(-earlyKept) }
}

/** What is remembered of our own messages. */
export const outbox = defineFold(
  messageWritten,
  deliveryChanged,
  receiptKept,
  messageFollowed,
)<Outbox>({
  initial: { open: {}, settled: {} },
  on: {
    "message-written": (state, entry) => open(state, entry),
    "delivery-changed": (state, entry) => change(state, entry),
    "receipt-kept": (state, { data }) => keep(state, data),
    "message-followed": (state, { data: { message } }) => withoutPlan(state, message),
  },
  merge: (one, two) => ({
    open: { ...one.open, ...two.open },
    settled: { ...one.settled, ...two.settled },
    // of one endpoint only: receipts name messages of their own place
    ...((one.plans ?? two.plans) && { plans: { ...one.plans, ...two.plans } }),
  }),
})

/** Where a message of this outbox stands, as far as it is remembered. */
export const deliveryIn = (state: Outbox, message: string): Delivery | undefined =>
  state.open[message]?.delivery ?? state.settled[message]?.delivery
