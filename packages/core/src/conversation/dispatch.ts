import type { StreamId } from "../kernel/ids.ts"
import type { DraftOf } from "../timeline/entry.ts"
import { type ContactDecision, contactPolicy, type ContactRules, type Reason } from "./contact-policy.ts"
import type { Delivery } from "./delivery.ts"
import { type Exclusion, holdBack } from "./exclusion.ts"
import type { deliveryChanged } from "./message.ts"
import { dispatchJob } from "./message-job.ts"
import { type Outbox, type Outgoing, ownId } from "./outbox.ts"
import { type Addressee, type Change, hasBegun, inDoubt, leaveInDoubt, requestOf } from "./queue.ts"
import { type DeliveryRule, pauseAfter } from "./retry.ts"

/** So many calls were made: a pause that the provider asked for is none. */
export const triesOf = ({ attempts, free = 0 }: Pick<Outgoing, "attempts" | "free">): number => attempts - free

/** A receipt by our own id came before the answer that was lost: so it left. */
export const isKnownToHaveLeft = ({ state, message }: Pick<Leaving, "state" | "message">, part: number): boolean =>
  state.early?.some(({ of }) => of === ownId(message, part)) ?? false

/** What is written of a message that will not leave any more. What may have left in part is not called withheld. */
const endOf = (outgoing: Outgoing, delivery: Extract<Delivery, { readonly status: "withheld" }>): Delivery => {
  const { parts = [], of = 1 } = outgoing
  if (outgoing.mayHaveLeft) return inDoubt
  return parts.length > 0
    ? { status: "failed", error: `stopped after ${parts.length} of ${of} parts: ${delivery.because}` }
    : delivery
}

/** That it may have left stays said, as long as nobody knows better. */
const doubtOf = ({ mayHaveLeft }: Outgoing) => (mayHaveLeft ? { mayHaveLeft } : {})

/** What a list of exclusions makes of a message that the policy let pass: it is never sent, or waits until the list is asked again. */
const excludedChange = (
  key: StreamId,
  message: string,
  outgoing: Outgoing,
  { reasons }: ContactDecision,
  exclusion: Exclusion,
  now: number,
): Change => {
  const { purpose, attempts, heldBack = 0 } = outgoing
  const held = holdBack(exclusion, heldBack)
  const data = { message, purpose, attempt: attempts, reasons: [...reasons, held.reason], ...doubtOf(outgoing) }
  if (held.verdict === "refuse") {
    const delivery = endOf(outgoing, { status: "withheld", because: "suppressed" })
    return { entries: [{ kind: "delivery-changed", data: { ...data, delivery } }] }
  }
  const at = now + pauseAfter(message, held.times)
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

/** The last moment at which a message is tried. */
export const deadlineOf = ({ dueAt }: Pick<Outgoing, "dueAt">, { within }: DeliveryRule): number =>
  dueAt === undefined ? Infinity : dueAt + within

const late = (outgoing: Outgoing, message: string): DraftOf<typeof deliveryChanged> => {
  const reason: Reason = { rule: "expiry", passed: false, detail: "it could not leave in the time that it has" }
  const { purpose, attempts } = outgoing
  // a call that surely did not get through is a failure, and no call at all is none
  const delivery: Delivery =
    outgoing.attempts > (outgoing.free ?? 0) && !hasBegun(outgoing)
      ? { status: "failed", error: "it could not leave in the time that it has" }
      : endOf(outgoing, { status: "withheld", because: "expired" })
  return {
    kind: "delivery-changed",
    data: { message, delivery, purpose, attempt: attempts, reasons: [reason], ...doubtOf(outgoing) },
  }
}

/** Whether what goes out now may go out a second time, because its provider has forgotten the key by which it would know that. */
const isForgotten = ({ mayHaveLeft, markedAt }: Outgoing, keyLasts: number | undefined, now: number): boolean =>
  mayHaveLeft === true && keyLasts !== undefined && markedAt !== null && now >= markedAt + keyLasts

/** A message that wants to leave at this moment, and what is known of it. */
export interface Leaving {
  readonly key: StreamId
  readonly message: string
  readonly state: Outbox
  readonly to: Addressee
  readonly contact: ContactRules
  /** How much is done to get it out. */
  readonly rule: DeliveryRule
  /** How long the provider knows its key, where it honours one. */
  readonly keyLasts?: number
  readonly now: number
}

/**
 * A message whose call never came back, as it may go out again at once: its provider knows it by its key. Who waited with it until a
 * later moment would let the next message of the same person overtake it.
 */
const lostOf = (leaving: Leaving): Outgoing | undefined => {
  const { message, state, rule, keyLasts, now } = leaving
  const outgoing = state.open[message]
  if (outgoing?.delivery.status !== "sending" || keyLasts === undefined) return undefined
  const { markedAt, parts = [] } = outgoing
  const isKnown = markedAt !== null && now - markedAt < keyLasts && !isKnownToHaveLeft(leaving, parts.length)
  return isKnown && triesOf(outgoing) < rule.attempts ? { ...outgoing, mayHaveLeft: true } : undefined
}

const queuedOf = ({ message, state }: Leaving): Outgoing | undefined => {
  const outgoing = state.open[message]
  return outgoing?.delivery.status === "queued" ? outgoing : undefined
}

/** How a message comes to its mark. */
export interface Marking {
  /** Names the attempt. */
  readonly mark: string
  readonly exclusion?: Exclusion | undefined
  /** An earlier run of the attempt had marked it, and never came back. */
  readonly resumes?: boolean | undefined
}

/**
 * Marks the message `sending`, in a commit of its own: this mark is the dispatch. The policy is asked again, because a stop may
 * have come meanwhile. `mark` names the attempt: only whoever made the mark may call the channel.
 */
export const dispatch = (leaving: Leaving, { mark, exclusion, resumes = false }: Marking): Change => {
  const { key, message, state, to, contact, rule, keyLasts, now } = leaving
  const outgoing = resumes ? lostOf(leaving) : queuedOf(leaving)
  if (!outgoing) return { entries: [] }
  if (now > deadlineOf(outgoing, rule)) return { entries: [late(outgoing, message)] }
  if (isForgotten(outgoing, keyLasts, now)) return { entries: leaveInDoubt(state, message) }
  const { purpose, attempts } = outgoing
  const decision = contactPolicy(requestOf(message, outgoing, to), to.person, contact, now)
  const change = (delivery: Delivery, attempt: number, named?: string): DraftOf<typeof deliveryChanged> => ({
    kind: "delivery-changed",
    data: {
      message,
      delivery,
      purpose,
      attempt,
      reasons: decision.reasons,
      ...doubtOf(outgoing),
      ...(named !== undefined && { mark: named }),
    },
  })
  switch (decision.verdict) {
    case "refuse":
      return { entries: [change(endOf(outgoing, { status: "withheld", because: decision.because }), attempts)] }
    case "hold":
      return {
        entries: [change({ status: "queued", opensAt: decision.until }, attempts)],
        posts: [dispatchJob(key, message, attempts + 1, decision.until)],
      }
    case "send":
      return exclusion
        ? excludedChange(key, message, outgoing, decision, exclusion, now)
        : { entries: [change({ status: "sending" }, attempts + 1, mark)] }
  }
}

/** What the next part of a message needs before it may leave, too: a stop may have come between the two. */
export const continueWith = ({ message, state, to, contact, now }: Leaving): ContactDecision | undefined => {
  const outgoing = state.open[message]
  return outgoing && contactPolicy(requestOf(message, outgoing, to), to.person, contact, now)
}

/** Lets a message wait for its turn at the provider: it comes back then, and no attempt is counted. That it waits is said once. */
export const postpone = ({ key, message, state, rule }: Leaving, until: number): Change => {
  const outgoing = state.open[message]
  if (outgoing?.delivery.status !== "queued") return { entries: [] }
  if (until > deadlineOf(outgoing, rule)) return { entries: [late(outgoing, message)] }
  const { attempts, purpose, delivery } = outgoing
  const isSaid = delivery.opensAt !== undefined
  return {
    entries: isSaid
      ? []
      : [
          {
            kind: "delivery-changed",
            data: { message, delivery: { status: "queued", opensAt: until }, purpose, attempt: attempts },
          },
        ],
    posts: [dispatchJob(key, message, attempts + 1, until)],
  }
}
