import type { Content } from "../channel/content.ts"
import type { StreamId } from "../kernel/ids.ts"
import type { DraftOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { Job } from "../timeline/job.ts"
import { type ContactDecision, type ContactRules, contactPolicy, type Person, type Purpose } from "./contact-policy.ts"
import { type Delivery, movesForward } from "./delivery.ts"
import { type Exclusion, holdBack } from "./exclusion.ts"
import { deliveryChanged, messageWritten } from "./message.ts"

/** A message that has not settled, with what the next attempt needs. */
export interface Outgoing {
  readonly channel: string
  readonly content: Content
  readonly purpose: Purpose
  readonly author: string
  readonly delivery: Delivery
  /** Attempts that were marked. */
  readonly attempts: number
  readonly mark: string | null
  /** When the first attempt was marked: a retry is not one more approach. */
  readonly markedAt: number | null
  readonly expiresAt: number | null
  /** The answer to an earlier attempt was lost: whatever becomes of later ones, it may have arrived. */
  readonly mayHaveLeft?: true
  /** How often the list of exclusions was silent about it. */
  readonly heldBack?: number
}

/** What is under way, and of the last messages that settled only what a late receipt needs. */
export interface Outbox {
  readonly open: { readonly [message: string]: Outgoing }
  readonly settled: {
    readonly [message: string]: {
      readonly delivery: Delivery
      readonly purpose: Purpose
      readonly provider: string | null
    }
  }
}

/** Facts to append and jobs to post. */
export interface Change {
  readonly entries: readonly (DraftOf<typeof messageWritten> | DraftOf<typeof deliveryChanged>)[]
  readonly posts?: readonly Job[]
}

/** How often a message is tried, and how long the first pause is; each following one is four times as long. */
export const mostAttempts = 4
const firstPause = 5_000
const settledKept = 20
const pauseAfter = (attempt: number): number => firstPause * 4 ** (attempt - 1)

const isUnderWay = ({ status }: Delivery) => status === "queued" || status === "sending" || status === "uncertain"

const keepLast = <Value>(
  values: { readonly [key: string]: Value },
  most: number,
): { readonly [key: string]: Value } => {
  const entries = Object.entries(values)
  return entries.length <= most ? values : Object.fromEntries(entries.slice(-most))
}

/** What is remembered of our own messages. */
export const outbox = defineFold(
  messageWritten,
  deliveryChanged,
)<Outbox>({
  initial: { open: {}, settled: {} },
  on: {
    "message-written": (state, { data: { message, channel, content, purpose, author, delivery, expiresAt } }) =>
      isUnderWay(delivery)
        ? {
            ...state,
            open: {
              ...state.open,
              [message]: {
                channel,
                content,
                purpose,
                author,
                delivery,
                attempts: 0,
                mark: null,
                markedAt: null,
                expiresAt: expiresAt ?? null,
              },
            },
          }
        : state,
    "delivery-changed": (
      state,
      { receivedAt, data: { message, delivery, purpose, attempt, provider, mark, mayHaveLeft, heldBack } },
    ) => {
      const { [message]: known, ...others } = state.open
      if (known && isUnderWay(delivery)) {
        const marked = mark === undefined ? known : { ...known, mark, markedAt: known.markedAt ?? receivedAt }
        return {
          ...state,
          open: {
            ...others,
            [message]: {
              ...marked,
              delivery,
              attempts: Math.max(known.attempts, attempt),
              ...(mayHaveLeft && { mayHaveLeft }),
              ...(heldBack !== undefined && { heldBack }),
            },
          },
        }
      }
      const before = state.settled[message]
      const settled = {
        ...state.settled,
        [message]: { delivery, purpose, provider: provider ?? before?.provider ?? null },
      }
      return { open: others, settled: keepLast(settled, settledKept) }
    },
  },
  merge: (one, two) => ({ open: { ...one.open, ...two.open }, settled: { ...one.settled, ...two.settled } }),
})

const dispatchJob = (key: StreamId, message: string, attempt: number, at?: number): Job => ({
  key,
  id: `send:${message}:${attempt}${at === undefined ? "" : `@${at}`}`,
  type: "send",
  ref: message,
  ...(at !== undefined && { at }),
})

/** A message that somebody wants to leave by this endpoint. */
export interface Draft {
  readonly message: string
  readonly stream: StreamId
  readonly channel: string
  readonly content: Content
  readonly purpose: Purpose
  readonly author: string
  readonly substance: boolean
  readonly expiresAt?: number
}

/** Nobody knows whether it arrived: a person decides. */
const inDoubt: Delivery = { status: "uncertain", policy: "hold" }

const deliveryOf = (decision: ContactDecision): Delivery => {
  switch (decision.verdict) {
    case "refuse":
      return { status: "withheld", because: decision.because }
    case "hold":
      return { status: "queued", opensAt: decision.until }
    case "send":
      return { status: "queued" }
  }
}

const written = (
  { stream, ...draft }: Draft,
  delivery: Delivery,
  decision?: ContactDecision,
): DraftOf<typeof messageWritten> => ({
  kind: "message-written",
  streams: [stream],
  data: { ...draft, delivery, reasons: decision?.reasons ?? [] },
})

/** Queues a message on its own endpoint, pinned now, or says why it will never leave. */
export const queue = (draft: Draft, person: Person, rules: ContactRules, now: number): Change => {
  const decision = contactPolicy(
    {
      purpose: draft.purpose,
      channel: draft.channel,
      ...(draft.expiresAt !== undefined && { expiresAt: draft.expiresAt }),
    },
    person,
    rules,
    now,
  )
  const entries = [written(draft, deliveryOf(decision), decision)]
  switch (decision.verdict) {
    case "refuse":
      return { entries }
    case "hold":
      return { entries, posts: [dispatchJob(draft.stream, draft.message, 1, decision.until)] }
    case "send":
      return { entries, posts: [dispatchJob(draft.stream, draft.message, 1)] }
  }
}

/** Records that a message will not leave, whatever the policy: history, or nobody to send it to. */
export const withhold = (draft: Draft, because: "historic" | "no-address"): Change => ({
  entries: [written(draft, { status: "withheld", because })],
})

/** Takes back those messages that still wait and that are worth nothing any more; `detail` says why, in words without anything personal. */
export const withdraw = (
  { open }: Outbox,
  isMoot: (outgoing: Outgoing) => boolean,
  detail: string,
): readonly DraftOf<typeof deliveryChanged>[] =>
  Object.entries(open)
    .filter(([, outgoing]) => outgoing.delivery.status === "queued" && !outgoing.mayHaveLeft && isMoot(outgoing))
    .map(([message, { purpose, attempts }]) => ({
      kind: "delivery-changed",
      data: {
        message,
        delivery: { status: "withheld", because: "expired" },
        purpose,
        attempt: attempts,
        reasons: [{ rule: "expiry", passed: false, detail }],
      },
    }))

/** Records a message that left outside of Escucha: an import of past conversations. */
export const recordSent = (draft: Draft): Change => ({ entries: [written(draft, { status: "sent" })] })

/** What a list of exclusions makes of a message that the policy let pass: it is never sent, or waits until the list is asked again. */
const excludedChange = (
  key: StreamId,
  message: string,
  { purpose, attempts, mayHaveLeft, heldBack = 0 }: Outgoing,
  { reasons }: ContactDecision,
  exclusion: Exclusion,
  now: number,
): Change => {
  const held = holdBack(exclusion, heldBack)
  const data = { message, purpose, attempt: attempts, reasons: [...reasons, held.reason] }
  if (held.verdict === "refuse") {
    const delivery: Delivery = mayHaveLeft ? inDoubt : { status: "withheld", because: "suppressed" }
    return { entries: [{ kind: "delivery-changed", data: { ...data, delivery } }] }
  }
  const at = now + pauseAfter(held.times)
  return {
    entries: [
      {
        kind: "delivery-changed",
        data: { ...data, delivery: { status: "queued", opensAt: at }, heldBack: held.times },
      },
    ],
    posts: [dispatchJob(key, message, attempts + 1, at)],
  }
}

/**
 * Marks the message `sending`, in a commit of its own: this mark is the dispatch. The policy is asked again, because a stop may
 * have come meanwhile. `mark` names the attempt: only whoever made the mark may call the channel.
 */
export const dispatch = (
  key: StreamId,
  message: string,
  mark: string,
  state: Outbox,
  person: Person,
  rules: ContactRules,
  now: number,
  exclusion?: Exclusion,
): Change => {
  const outgoing = state.open[message]
  if (outgoing?.delivery.status !== "queued") return { entries: [] }
  const { purpose, channel, attempts, expiresAt, markedAt } = outgoing
  const decision = contactPolicy(
    {
      purpose,
      channel,
      ...(expiresAt !== null && { expiresAt }),
      ...(markedAt !== null && { dispatchedAt: markedAt }),
    },
    person,
    rules,
    now,
  )
  const change = (delivery: Delivery, attempt: number, named?: string): DraftOf<typeof deliveryChanged> => ({
    kind: "delivery-changed",
    data: {
      message,
      delivery,
      purpose,
      attempt,
      reasons: decision.reasons,
      ...(named !== undefined && { mark: named }),
    },
  })
  switch (decision.verdict) {
    case "refuse":
      return {
        entries: [change(outgoing.mayHaveLeft ? inDoubt : { status: "withheld", because: decision.because }, attempts)],
      }
    case "hold":
      return { entries: [], posts: [dispatchJob(key, message, attempts + 1, decision.until)] }
    case "send":
      return exclusion
        ? excludedChange(key, message, outgoing, decision, exclusion, now)
        : { entries: [change({ status: "sending" }, attempts + 1, mark)] }
  }
}

/** What the channel said of the one call that an attempt made. */
export type CallResult =
  | { readonly status: "sent" | "delivered"; readonly provider?: string }
  | {
      readonly status: "failed"
      readonly error: string
      readonly retryable: boolean
      readonly sent: "no" | "unknown"
      readonly retryAfter?: number
    }
  | { readonly status: "uncertain" }

/**
 * Writes down what became of an attempt. A failure that surely did not leave is queued again while attempts last: the retry is a
 * job for later. Where the answer was lost, the message is `uncertain`, and goes again only where the provider honours our key;
 * what may have left once is never called `failed` or `withheld` afterwards.
 */
export const settle = (
  key: StreamId,
  message: string,
  result: CallResult,
  state: Outbox,
  isIdempotent: boolean,
  now: number,
): Change => {
  const outgoing = state.open[message]
  if (!outgoing || outgoing.attempts === 0) return { entries: [] }
  const { purpose, attempts: attempt } = outgoing
  const change = (delivery: Delivery, provider?: string): DraftOf<typeof deliveryChanged> => ({
    kind: "delivery-changed",
    data: { message, delivery, purpose, attempt, ...(provider !== undefined && { provider }) },
  })
  // Good news counts whenever it comes: an attempt that was given up as lost may still report that it arrived.
  if (result.status !== "failed" && result.status !== "uncertain")
    return { entries: [change({ status: result.status }, result.provider)] }
  if (outgoing.delivery.status !== "sending") return { entries: [] }
  const isLost = result.status === "uncertain" || result.sent === "unknown"
  const mayHaveLeft = isLost || outgoing.mayHaveLeft === true
  const mayRepeat = isLost ? isIdempotent : result.retryable
  if (mayRepeat && attempt < mostAttempts) {
    const at = now + Math.max(pauseAfter(attempt), result.status === "failed" ? (result.retryAfter ?? 0) : 0)
    const again = change({ status: "queued", opensAt: at })
    const told = isLost ? { ...again, data: { ...again.data, mayHaveLeft: true as const } } : again
    return { entries: [told], posts: [dispatchJob(key, message, attempt + 1, at)] }
  }
  return {
    entries: [
      change(result.status === "uncertain" || mayHaveLeft ? inDoubt : { status: "failed", error: result.error }),
    ],
  }
}

/** A receipt of the provider: it only ever moves a delivery forward, in whatever order receipts come. */
export const receipt = (provider: string, delivery: Delivery, state: Outbox): Change => {
  const [message, known] = Object.entries(state.settled).find(([, settled]) => settled.provider === provider) ?? []
  if (message === undefined || !known || !movesForward(known.delivery, delivery)) return { entries: [] }
  return { entries: [{ kind: "delivery-changed", data: { message, delivery, purpose: known.purpose, attempt: 0 } }] }
}

/** Where a message of this outbox stands, as far as it is remembered. */
export const deliveryIn = (state: Outbox, message: string): Delivery | undefined =>
  state.open[message]?.delivery ?? state.settled[message]?.delivery
