import type { Idempotency } from "../channel/capability.ts"
import type { DraftOf } from "../timeline/entry.ts"
import { type Delivery, hasLeft } from "./delivery.ts"
import { continueWith, deadlineOf, isKnownToHaveLeft, type Leaving, triesOf } from "./dispatch.ts"
import type { deliveryChanged, Part } from "./message.ts"
import { dispatchJob, questionJob } from "./message-job.ts"
import { calledAtOf, type Outgoing, type Settled } from "./outbox.ts"
import { type Change, inDoubt } from "./queue.ts"
import { combined, further, partsOf, withEarly } from "./receipt.ts"
import { mostBlindResends, mostQuestions, pauseAfter, pauseBeforeQuestion } from "./retry.ts"

/** What came of the one call that an attempt made. */
export type CallResult =
  | { readonly status: "sent" | "delivered"; readonly provider?: string }
  | {
      readonly status: "failed"
      /** The word for it: the reason of a `DeliveryError`. */
      readonly error: string
      readonly retryable: boolean
      readonly sent: "no" | "unknown"
      readonly retryAfter?: number
    }
  /** An attempt never came back. */
  | { readonly status: "uncertain" }
  /** No call was made, or the provider only asked for a pause: this was no attempt. */
  | { readonly status: "paused"; readonly until: number }
  /** The provider was asked, and does not have it. */
  | { readonly status: "not-there" }
  /** The provider was asked, and nobody knows more than before. */
  | { readonly status: "unanswered" }

/** The place of a call among those of its message, and when the next one may be made. */
export interface Course {
  readonly part: number
  readonly of: number
  /** When the next part may go, where that is later. */
  readonly next?: number
}

/** What a channel promises about a message that is sent again. */
export interface Promises {
  readonly idempotency: Idempotency
  /** Whether the provider can be asked what it has. */
  readonly canAsk: boolean
}

type Changed = DraftOf<typeof deliveryChanged>
type Data = Changed["data"]

const changed = (
  message: string,
  { purpose, attempts }: Outgoing,
  delivery: Delivery,
  more: Partial<Data> = {},
): Changed => ({ kind: "delivery-changed", data: { message, delivery, purpose, attempt: attempts, ...more } })

/** A part left, and another one follows: it meets the policy as the first did, and its mark is the entry that says so. */
const goOn = (leaving: Leaving, outgoing: Outgoing, parts: readonly Part[], { of, next }: Course): Change => {
  const { key, message, now } = leaving
  const { attempts, free = 0 } = outgoing
  const more = { of, parts }
  const decision = continueWith(leaving)
  if (decision?.verdict === "refuse") {
    const error = `stopped after ${parts.length} of ${of} parts: ${decision.because}`
    return {
      entries: [changed(message, outgoing, { status: "failed", error }, { ...more, reasons: decision.reasons })],
    }
  }
  if (next !== undefined && next > now)
    return {
      entries: [changed(message, outgoing, { status: "queued", opensAt: next }, more)],
      posts: [dispatchJob(key, message, attempts + 1, next)],
    }
  const marked = { ...more, attempt: attempts + 1, free: free + 1, reasons: decision?.reasons ?? [] }
  return { entries: [changed(message, outgoing, { status: "sending" }, marked)] }
}

/** The provider has it. Good news counts whenever it comes: an attempt that was given up as lost may still report that it arrived. */
const took = (leaving: Leaving, outgoing: Outgoing, part: Part, course: Course): Change => {
  const { message, state } = leaving
  const before = outgoing.parts ?? []
  if (course.part !== before.length) return { entries: [] } // told before, by an attempt that came back late
  const isLast = before.length + 1 >= course.of
  const told = withEarly(state, message, isLast ? calledAtOf(outgoing) : null, [...before, part])
  if (told.length < course.of) return goOn(leaving, outgoing, told, course)
  const delivery = combined(told)
  const [only] = told
  const more =
    course.of > 1
      ? { of: course.of, parts: told }
      : only?.provider === null || only === undefined
        ? {}
        : { provider: only.provider }
  return { entries: [changed(message, outgoing, delivery, more)] }
}

/** An attempt that nobody waited for any more has come back: what is settled learns by which id the provider knows it. */
const cameLate = ({ message, state }: Leaving, settled: Settled, part: Part, { of }: Course): Change => {
  const isNews = settled.provider === null && of === 1 && settled.parts === undefined
  if (!isNews || settled.delivery.status === "withheld") return { entries: [] }
  const { purpose, delivery, at = null } = settled
  const stands = hasLeft(delivery) || delivery.status === "failed" ? partsOf(settled) : []
  const told = withEarly(
    state,
    message,
    at,
    [...stands.slice(0, 1), part].map((each) => ({ ...each, provider: part.provider })),
  )
  const best = told.reduce((one, two) => further(one, two))
  const next = delivery.status === "replied" ? delivery : combined([best])
  const provider = part.provider === null ? {} : { provider: part.provider }
  return {
    entries: [{ kind: "delivery-changed", data: { message, delivery: next, purpose, attempt: 0, ...provider } }],
  }
}

const again = (
  { key, message, rule, now }: Leaving,
  outgoing: Outgoing,
  pause: number,
  more: Partial<Data>,
): Change | undefined => {
  const at = now + Math.max(1, pause)
  if (at > deadlineOf(outgoing, rule)) return undefined
  return {
    entries: [changed(message, outgoing, { status: "queued", opensAt: at }, more)],
    posts: [dispatchJob(key, message, outgoing.attempts + 1, at)],
  }
}

const ask = ({ key, message, now }: Leaving, outgoing: Outgoing, more: Partial<Data>): Change | undefined => {
  const { asked = 0 } = outgoing
  return asked >= mostQuestions
    ? undefined
    : {
        entries: [changed(message, outgoing, { status: "uncertain", policy: "reconcile" }, more)],
        posts: [questionJob(key, message, asked, now + pauseBeforeQuestion(asked))],
      }
}

/** The provider takes no questions now: the same one is put again when it does. */
const askLater = ({ key, message, rule, now }: Leaving, outgoing: Outgoing, until: number): Change =>
  until > deadlineOf(outgoing, rule)
    ? { entries: [changed(message, outgoing, inDoubt)] }
    : { entries: [], posts: [questionJob(key, message, outgoing.asked ?? 0, Math.max(until, now + 1))] }

/** Nobody knows whether it left. */
const lost = (leaving: Leaving, outgoing: Outgoing, { idempotency, canAsk }: Promises, pause: number): Change => {
  const { message, rule, now } = leaving
  const { markedAt, resent = 0 } = outgoing
  const more = { mayHaveLeft: true } as const
  const tries = triesOf(outgoing)
  const isKeyed = idempotency.kind === "key" && markedAt !== null && now + pause - markedAt < idempotency.window
  const repeated = isKeyed && tries < rule.attempts ? again(leaving, outgoing, pause, more) : undefined
  if (repeated) return repeated
  const question = canAsk ? ask(leaving, outgoing, more) : undefined
  if (question) return question
  // the window of a key is over, or it was tried often enough: what goes out now goes out a second time
  const mayResend =
    rule.uncertain === "resend" && idempotency.kind !== "key" && resent < mostBlindResends && tries < rule.attempts
  const resend = mayResend ? again(leaving, outgoing, pause, { ...more, resent: resent + 1 }) : undefined
  return resend ?? { entries: [changed(message, outgoing, inDoubt, more)] }
}

/** The provider does not have it, or not yet, or did not say. What was not said is no reason to send it again, where one has to know. */
const notFound = (leaving: Leaving, outgoing: Outgoing, status: "not-there" | "unanswered"): Change => {
  const { message, rule } = leaving
  const { resent = 0, asked = 0 } = outgoing
  const more = { asked: asked + 1 }
  const question = ask(leaving, { ...outgoing, asked: asked + 1 }, more)
  if (question) return question
  const isWanted = rule.uncertain === "resend" || (rule.uncertain === "reconcile" && status === "not-there")
  const mayResend = isWanted && resent < mostBlindResends && triesOf(outgoing) < rule.attempts
  // the questions begin anew with the call that follows
  const resend = mayResend ? again(leaving, outgoing, 1, { resent: resent + 1, asked: 0 }) : undefined
  return resend ?? { entries: [changed(message, outgoing, inDoubt, more)] }
}

const failed = (
  leaving: Leaving,
  outgoing: Outgoing,
  result: Extract<CallResult, { readonly status: "failed" }>,
  { of }: Course,
): Change => {
  const { message, rule } = leaving
  const { parts = [] } = outgoing
  const pause = Math.max(pauseAfter(message, triesOf(outgoing)), result.retryAfter ?? 0)
  const mayRepeat = result.retryable && triesOf(outgoing) < rule.attempts
  const repeated = mayRepeat ? again(leaving, outgoing, pause, {}) : undefined
  if (repeated) return repeated
  if (outgoing.mayHaveLeft) return { entries: [changed(message, outgoing, inDoubt)] }
  const isClosed = result.error === "window-closed" || result.error === "opted-out"
  const delivery: Delivery =
    parts.length > 0
      ? { status: "failed", error: `${result.error}, after ${parts.length} of ${of} parts` }
      : isClosed
        ? { status: "withheld", because: result.error === "opted-out" ? "opted-out" : "window-closed" }
        : { status: "failed", error: result.error }
  return { entries: [changed(message, outgoing, delivery)] }
}

const paused = (leaving: Leaving, outgoing: Outgoing, until: number): Change => {
  const { message, now } = leaving
  const free = { free: (outgoing.free ?? 0) + 1 }
  return (
    again(leaving, outgoing, until - now, free) ?? {
      entries: [
        changed(
          message,
          outgoing,
          outgoing.mayHaveLeft ? inDoubt : { status: "failed", error: "it could not leave in the time that it has" },
          free,
        ),
      ],
    }
  )
}

const partOf = (result: Extract<CallResult, { readonly status: "sent" | "delivered" }>): Part => ({
  provider: result.provider ?? null,
  status: result.status,
})

/**
 * Writes down what became of an attempt. A failure that surely did not leave is queued again while attempts and time last: the retry is
 * a job for later. Where the answer was lost, the message goes again where the provider honours our key; else the provider is
 * asked, where it can be; else the policy of its purpose decides. What may have left once is never called `failed` or `withheld`.
 */
export const settle = (leaving: Leaving, result: CallResult, course: Course, promises: Promises): Change => {
  const { state, message } = leaving
  const outgoing = state.open[message]
  if (!outgoing) {
    const settled = state.settled[message]
    const isGood = result.status === "sent" || result.status === "delivered"
    return settled && isGood ? cameLate(leaving, settled, partOf(result), course) : { entries: [] }
  }
  if (outgoing.attempts === 0) return { entries: [] }
  if (result.status === "sent" || result.status === "delivered") return took(leaving, outgoing, partOf(result), course)
  if (outgoing.delivery.status === "uncertain" && result.status === "paused")
    return askLater(leaving, outgoing, result.until)
  if (result.status === "not-there" || result.status === "unanswered")
    return outgoing.delivery.status === "uncertain" ? notFound(leaving, outgoing, result.status) : { entries: [] }
  if (outgoing.delivery.status !== "sending") return { entries: [] }
  if (result.status === "paused") return paused(leaving, outgoing, result.until)
  if (result.status === "failed" && result.sent === "no") return failed(leaving, outgoing, result, course)
  if (isKnownToHaveLeft(leaving, course.part))
    return took(leaving, outgoing, { provider: null, status: "sent" }, course)
  const asks = result.status === "failed" ? (result.retryAfter ?? 0) : 0
  return lost(leaving, outgoing, promises, Math.max(pauseAfter(message, triesOf(outgoing)), asks))
}
