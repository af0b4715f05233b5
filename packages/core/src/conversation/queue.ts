import type { Content } from "../channel/content.ts"
import type { PublicPlace } from "../channel/inbound.ts"
import type { Loss } from "../channel/render.ts"
import type { StreamId } from "../kernel/ids.ts"
import type { DraftOf } from "../timeline/entry.ts"
import type { Job } from "../timeline/job.ts"
import { type ContactPlace, isAutomatic } from "./contact-place.ts"
import {
  type ContactDecision,
  contactPolicy,
  type ContactRequest,
  type ContactRules,
  type Person,
  type Purpose,
} from "./contact-policy.ts"
import type { Delivery } from "./delivery.ts"
import type { deliveryChanged, messageFollowed, messageWritten, Plan, receiptKept } from "./message.ts"
import { dispatchJob, followJob, followNow } from "./message-job.ts"
import type { Outbox, Outgoing } from "./outbox.ts"
import type { Spent } from "./place-rules.ts"

/** Facts to append and jobs to post. */
export interface Change {
  readonly entries: readonly (
    | DraftOf<typeof messageWritten>
    | DraftOf<typeof deliveryChanged>
    | DraftOf<typeof receiptKept>
    | DraftOf<typeof messageFollowed>
  )[]
  readonly posts?: readonly Job[]
}

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
  readonly losses?: readonly Loss[]
  readonly answers?: string
  readonly public?: PublicPlace
  readonly toPrivate?: true
  readonly follows?: string
  readonly plan?: Plan
}

/** Whom a message is for, and where they would get it. */
export interface Addressee {
  readonly person: Person
  readonly place?: ContactPlace
  readonly spent?: Spent
  /** What they are answered was written by a machine of theirs. */
  readonly isMachine?: true
}

/** What the contact policy has to know of a message, whether it is new or under way. */
export const requestOf = (
  message: string,
  {
    purpose,
    channel,
    content,
    author,
    answers,
    expiresAt,
    markedAt,
  }: Pick<Draft, "purpose" | "channel" | "content" | "author" | "answers"> & {
    readonly expiresAt?: number | null
    readonly markedAt?: number | null
  },
  { place, spent, isMachine }: Addressee,
): ContactRequest => ({
  message,
  purpose,
  channel,
  isTemplate: content.template !== undefined,
  isAutomatic: isAutomatic(author),
  ...(answers !== undefined && { answersPublic: true }),
  ...(isMachine && { answersMachine: true }),
  ...(place && { place }),
  ...(spent && { spent }),
  ...(typeof expiresAt === "number" && { expiresAt }),
  ...(typeof markedAt === "number" && { dispatchedAt: markedAt }),
})

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
export const queue = (draft: Draft, to: Addressee, rules: ContactRules, now: number): Change => {
  const { message, stream, plan } = draft
  const decision = contactPolicy(requestOf(message, draft, to), to.person, rules, now)
  const entries = [written(draft, deliveryOf(decision), decision)]
  if (decision.verdict === "refuse") return { entries, ...(plan && { posts: [followNow(stream, message, "refused")] }) }
  const opensAt = decision.verdict === "hold" ? decision.until : undefined
  const look = plan?.within === undefined ? [] : [followJob(stream, message, (opensAt ?? now) + plan.within)]
  return { entries, posts: [dispatchJob(stream, message, 1, opensAt), ...look] }
}

/** Records that a message will not leave, whatever the policy: history, or nobody to send it to. */
export const withhold = (draft: Draft, because: "historic" | "no-address"): Change => ({
  entries: [written(draft, { status: "withheld", because })],
})

/** Records a message that left outside of Escucha: an import of past conversations. */
export const recordSent = (draft: Draft): Change => ({ entries: [written(draft, { status: "sent" })] })

/** Takes back those messages that still wait and that are worth nothing any more; `detail` says why, in words without anything personal. */
export const withdraw = (
  { open }: Outbox,
  isMoot: (outgoing: Outgoing, message: string) => boolean,
  detail: string,
): readonly DraftOf<typeof deliveryChanged>[] =>
  Object.entries(open)
    .filter(([message, each]) => each.delivery.status === "queued" && !hasBegun(each) && isMoot(each, message))
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

/** Whether some of it may have left already. */
export const hasBegun = ({ mayHaveLeft, parts = [] }: Outgoing): boolean => mayHaveLeft === true || parts.length > 0

/** Nobody knows whether it arrived: a person decides. */
export const inDoubt: Delivery = { status: "uncertain", policy: "hold" }

/** Sends a message no more that would have been sent again although it may have left. */
export const leaveInDoubt = ({ open }: Outbox, message: string): readonly DraftOf<typeof deliveryChanged>[] => {
  const outgoing = open[message]
  if (outgoing?.delivery.status !== "queued" || !hasBegun(outgoing)) return []
  const { purpose, attempts } = outgoing
  return [{ kind: "delivery-changed", data: { message, delivery: inDoubt, purpose, attempt: attempts } }]
}
