import { hasReached } from "../../conversation/delivery.ts"
import type { Change } from "../../conversation/queue.ts"
import { hasBegun, leaveInDoubt, withdraw } from "../../conversation/queue.ts"
import { followJob } from "../../conversation/message-job.ts"
import { deliveryIn, type Outbox, type Planned } from "../../conversation/outbox.ts"
import { deliveryRule } from "../../conversation/retry.ts"
import { milliseconds } from "../../kernel/duration.ts"
import type { Decision } from "../../timeline/decision.ts"
import type { AnyDraft } from "../entries.ts"
import { type Decide, facts, type Setting } from "./setting.ts"
import { reachable } from "./reach.ts"
import { post, renderedBy } from "./post.ts"

/** A call that runs is waited for so long at a time. */
const moment = milliseconds("5 seconds")

/** A call of which nothing was heard for so long is not waited for. */
const longestCall = milliseconds("1 hour")

/** What becomes of a message that may be followed: it is not, for a reason; it is looked at later; or it is, for a reason. */
type Judgement =
  | { readonly go: false; readonly because: string }
  | { readonly go: "later"; readonly at: number }
  | { readonly go: true; readonly because: string }

const judge = (
  setting: Setting,
  {
    outbox,
    heardAt,
    channel,
  }: { readonly outbox: Outbox; readonly heardAt: number | null; readonly channel?: "broken" },
  message: string,
  planned: Planned,
  now: number,
): Judgement => {
  const delivery = deliveryIn(outbox, message) ?? { status: "withheld", because: "expired" }
  const { unless, within, purpose } = planned
  const outgoing = outbox.open[message]
  const dueAt = outgoing?.dueAt ?? planned.dueAt
  if (hasReached(delivery, unless)) return { go: false, because: `it is ${delivery.status}` }
  if (heardAt !== null && heardAt > dueAt) return { go: false, because: "the customer wrote since" }
  const isOver = within !== undefined && now >= dueAt + within
  const resends = deliveryRule(setting.delivery, purpose).uncertain === "resend"
  const look = { go: "later", at: isOver ? now + moment : dueAt + (within ?? moment) } as const
  switch (delivery.status) {
    case "failed":
      return { go: true, because: "it failed" }
    case "withheld":
      return delivery.because === "opted-out" || delivery.because === "expired"
        ? { go: false, because: `it was withheld: ${delivery.because}` }
        : { go: true, because: `it was withheld: ${delivery.because}` }
    case "sending":
      return now < dueAt + (within ?? 0) + longestCall ? look : { go: false, because: "nobody knows whether it left" }
    case "uncertain":
      if (delivery.policy === "reconcile") return { go: "later", at: now + milliseconds("1 minute") }
      return resends
        ? { go: true, because: "nobody knows whether it left, and it is sent again rather than not at all" }
        : { go: false, because: "nobody knows whether it left; a person decides" }
    case "queued": {
      if (outgoing && hasBegun(outgoing) && !resends) return { go: false, because: "nobody knows whether it left" }
      if (channel === "broken") return { go: true, because: "the channel is broken" }
      return isOver ? { go: true, because: "it could not leave in time" } : look
    }
    default:
      return isOver ? { go: true, because: `it was not ${unless} in time` } : look
  }
}

/** The next message of a plan, by the first of its channels that reaches the customer and carries what it holds. */
const next = (
  setting: Setting,
  { customer, now, stream }: Parameters<Decide<"follow">>[1],
  message: string,
  { next: channels, unless, within, content, purpose, author, substance, expiresAt }: Planned,
): { readonly id: string; readonly change: Change } | undefined => {
  for (const [index, channel] of channels.entries()) {
    const [where] = reachable(setting, customer, stream, { via: [channel] })
    const carried = where && renderedBy(setting, channel, content)
    if (!where || !carried || "refusal" in carried) continue
    const id = `${message}+`
    const rest = channels.slice(index + 1)
    const letter = {
      id,
      content,
      purpose,
      author,
      substance,
      follows: message,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(rest.length > 0 && { plan: { next: rest, unless, ...(within !== undefined && { within }) } }),
    }
    return { id, change: post(setting, { customer, now }, where, letter, false) }
  }
  return undefined
}

/** What is decided about a message that may go by another channel: one entry says so, and why. */
export const follow =
  (setting: Setting): Decide<"follow"> =>
  ({ message, channel }, situation): Decision<AnyDraft> => {
    const { own, stream, now } = situation
    const planned = own.outbox.plans?.[message]
    if (!planned) return facts([])
    const { heardAt } = own.conversation
    const judged = judge(setting, { outbox: own.outbox, heardAt, ...(channel && { channel }) }, message, planned, now)
    if (judged.go === "later") {
      const at = Math.max(judged.at, now + 1)
      // a plan without a time is looked at again only when something happens
      return { entries: [], posts: planned.within === undefined ? [] : [followJob(stream, message, at)] }
    }
    const told = (by: string | null, because: string): AnyDraft => ({
      kind: "message-followed",
      streams: [stream],
      data: { message, by, because },
    })
    if (!judged.go) return facts([told(null, judged.because)])
    const following = next(setting, situation, message, planned)
    if (!following) return facts([told(null, `${judged.because}; no other channel reaches them`)])
    const taken = [
      ...withdraw(own.outbox, (_, id) => id === message, "it goes by another channel"),
      ...leaveInDoubt(own.outbox, message),
    ]
    return {
      entries: [
        ...taken.map((draft): AnyDraft => ({ ...draft, streams: [stream] })),
        told(following.id, judged.because),
        ...following.change.entries,
      ],
      posts: following.change.posts ?? [],
    }
  }
