import type { DraftOf } from "../timeline/entry.ts"
import { type Delivery, hasLeft, isLater, saysMore, type Stage } from "./delivery.ts"
import type { deliveryChanged, Part, receiptKept } from "./message.ts"
import { calledAtOf, type Outbox, type Outgoing, ownId, type Settled } from "./outbox.ts"
import { type Change, hasBegun } from "./queue.ts"

/** What a provider says of a message of ours. */
export interface Report {
  /** The provider's id of it, or our own; where it is `upTo`, all that was sent until then. */
  readonly message: string | { readonly upTo: number }
  /** Our own id of it, where the provider gives it back. */
  readonly reference?: string
  readonly status: Exclude<Stage, "replied">
  /** Why it failed, in the provider's words or code: nothing personal. */
  readonly error?: string
}

const unnamed = "the provider reported a failure"

/** The further of two words on one part. Of two failures, the one whose word comes first: it must not depend on who came first. */
export const further = (one: Part, two: Part): Part => (saysMore(two, one) ? two : one)

/** The parts of a message that left. One that went in one call is its own only part. */
export const partsOf = ({ parts, provider, delivery }: Settled): readonly Part[] => {
  if (parts) return parts
  switch (delivery.status) {
    case "sent":
    case "delivered":
    case "read":
      return [{ provider, status: delivery.status }]
    case "replied":
      return [{ provider, status: "read" }]
    case "failed":
      return [{ provider, status: "failed", error: delivery.error }]
    default:
      return []
  }
}

/** Where a message stands, out of where its parts stand: it failed where one of them did, and else is as far as the last of them. */
export const combined = (parts: readonly Part[]): Delivery => {
  const broken = parts.filter(({ status }) => status === "failed").map(({ error = unnamed }) => error)
  const [first] = broken.sort()
  if (first !== undefined) return { status: "failed", error: first }
  const [least = "sent"] = parts.map(({ status }) => status).sort((one, two) => (isLater(one, two) ? 1 : -1))
  return least === "failed" ? { status: "failed", error: unnamed } : { status: least }
}

const moved = (part: Part, status: Part["status"], error: string | undefined): Part =>
  further(part, {
    provider: part.provider,
    status,
    ...(status === "failed" && { error: error ?? unnamed }),
  })

/**
 * Parts with what receipts said of them before we knew which message they meant. `calledAt`: since when the provider may have all of
 * them; null where more are to come.
 */
export const withEarly = (
  { early = [], upTo = {} }: Outbox,
  message: string,
  calledAt: number | null,
  parts: readonly Part[],
): readonly Part[] =>
  parts.map((part, index) => {
    const named = early.filter(
      ({ of }) => of === ownId(message, index) || (part.provider !== null && of === part.provider),
    )
    const told = named.reduce(
      (one, { status, error }) => (status === "replied" ? moved(one, "read", error) : moved(one, status, error)),
      part,
    )
    const isUpTo = (stage: "delivered" | "read") => calledAt !== null && (upTo[stage] ?? -Infinity) >= calledAt
    const marked = isUpTo("delivered") ? moved(told, "delivered", undefined) : told
    return isUpTo("read") ? moved(marked, "read", undefined) : marked
  })

/** Whether the provider may have a message whose id there we do not know. */
const mayBeOut = (outgoing: Outgoing): boolean =>
  outgoing.delivery.status === "sending" || outgoing.delivery.status === "uncertain" || hasBegun(outgoing)

const isNameless = ({ delivery, provider, parts }: Settled): boolean =>
  provider === null && !parts && (hasLeft(delivery) || delivery.status === "uncertain")

const isExpected = ({ open, settled }: Outbox): boolean =>
  Object.values(open).some(mayBeOut) || Object.values(settled).some(isNameless)

const keep = (state: Outbox, data: DraftOf<typeof receiptKept>["data"]): Change => {
  const before = state.early?.find(({ of }) => of === data.of)
  if (!isExpected(state) || (before && !saysMore(data, before))) return { entries: [] }
  return { entries: [{ kind: "receipt-kept", data }] }
}

const stays = (one: Delivery, two: Delivery): boolean =>
  one.status === two.status && (one.status !== "failed" || two.status !== "failed" || one.error === two.error)

const changed = (
  message: string,
  settled: Settled,
  parts: readonly Part[],
): readonly DraftOf<typeof deliveryChanged>[] => {
  const { delivery: stood, purpose, of = 1 } = settled
  const isNews = parts.some((part, index) => {
    const before = partsOf(settled)[index]
    return before?.status !== part.status || before.error !== part.error
  })
  // where a part never left, no word on the others makes the message whole
  const delivery = stood.status === "replied" || parts.length < of ? stood : combined(parts)
  if (!isNews || (of === 1 && stays(stood, delivery))) return []
  return [{ kind: "delivery-changed", data: { message, delivery, purpose, attempt: 0, ...(of > 1 && { of, parts }) } }]
}

interface Found {
  readonly message: string
  readonly part: number
}

/** Which part of a message of these an id means. */
const find = (
  messages: { readonly [message: string]: Pick<Settled, "parts"> & { readonly provider?: string | null } },
  id: string,
): Found | undefined => {
  for (const [message, { provider, parts }] of Object.entries(messages)) {
    if (id === message || provider === id) return { message, part: 0 }
    const part = parts?.findIndex((each) => each.provider === id) ?? -1
    if (part >= 0) return { message, part }
    const own = parts?.findIndex((_, index) => ownId(message, index) === id) ?? -1
    if (own >= 0) return { message, part: own }
  }
  return undefined
}

/** Whether one of these ids means a message of ours that left, or may have left. */
export const hasSent = ({ open: underWay, settled }: Outbox, named: readonly string[]): boolean =>
  named.some((id) => {
    const [late, early] = id === "" ? [] : [find(settled, id), find(underWay, id)]
    const known = late && settled[late.message]
    const outgoing = early && underWay[early.message]
    return (
      (known !== undefined && known.delivery.status !== "withheld") || (outgoing !== undefined && mayBeOut(outgoing))
    )
  })

/** A receipt by our own id for a message whose call was given up: now it is known that it left. */
const tellOpen = (state: Outbox, { message, part }: Found, { status, error }: Report): Change | undefined => {
  const outgoing = state.open[message]
  if (!outgoing) return undefined
  const { parts = [], of = 1, purpose, attempts } = outgoing
  if (parts[part]) {
    const told = parts.map((each, index) => (index === part ? moved(each, status, error) : each))
    return {
      entries: [
        {
          kind: "delivery-changed",
          data: { message, delivery: outgoing.delivery, purpose, attempt: attempts, of, parts: told },
        },
      ],
    }
  }
  // while its call runs, its answer is waited for: it alone brings the provider's id
  if (outgoing.delivery.status === "sending" || !mayBeOut(outgoing) || of > 1) return undefined
  const delivery = combined([moved({ provider: null, status: "sent" }, status, error)])
  return { entries: [{ kind: "delivery-changed", data: { message, delivery, purpose, attempt: attempts } }] }
}

/** Whether the provider took a part: what it refused is not among all that it has. */
const isThere = ({ provider, status }: Part): boolean => provider !== null || status !== "failed"

const upTo = (state: Outbox, until: number, status: Report["status"]): Change => {
  if (status !== "delivered" && status !== "read") return { entries: [] }
  const entries = Object.entries(state.settled).flatMap(([message, settled]) =>
    (settled.at ?? Infinity) <= until
      ? changed(
          message,
          settled,
          partsOf(settled).map((part) => (isThere(part) ? moved(part, status, undefined) : part)),
        )
      : [],
  )
  const isOpen = Object.values(state.open).some((each) => mayBeOut(each) && (calledAtOf(each) ?? Infinity) <= until)
  const isKnown = (state.upTo?.[status] ?? -Infinity) >= until
  return {
    entries: [
      ...entries,
      ...(isOpen && !isKnown ? [{ kind: "receipt-kept" as const, data: { of: { upTo: until }, status } }] : []),
    ],
  }
}

/**
 * What a receipt comes to: it only ever moves a message forward, in whatever order receipts come. One that comes before the answer
 * to our own call is kept until then.
 */
export const receipt = (given: Report, state: Outbox): Change => {
  const { message: id, reference, status } = given
  const error = status === "failed" ? (given.error ?? unnamed) : undefined
  const report: Report = { message: id, status, ...(error !== undefined && { error }) }
  if (typeof id !== "string") return upTo(state, id.upTo, status)
  const named = reference ?? id
  if (named === "") return { entries: [] }
  const among = (messages: Parameters<typeof find>[0]) => find(messages, named) ?? find(messages, id)
  const found = among(state.settled)
  const settled = found && state.settled[found.message]
  if (found && settled) {
    // what was withheld never left, and what was given up as uncertain did leave
    if (settled.delivery.status === "withheld") return { entries: [] }
    const parts = partsOf(settled)
    const stands = parts.length > 0 ? parts : [{ provider: settled.provider, status: "sent" } as const]
    const told = stands.map((part, index) => (index === found.part ? moved(part, status, error) : part))
    return { entries: changed(found.message, settled, told) }
  }
  const underWay = among(state.open)
  const told = underWay && tellOpen(state, underWay, report)
  return told ?? keep(state, { of: named, status, ...(error !== undefined && { error }) })
}

/** The moment as networks tell it that know no more than the second. */
const secondOf = (at: number): number => Math.floor(at / 1_000)

/**
 * Of a message that they answer, that they do: `named` is the provider's id of it, where the channel tells. Else it is the last one that
 * had left when they wrote, at `writtenAt`.
 */
export const replied = (
  state: Outbox,
  named: string | undefined,
  writtenAt: number,
): readonly DraftOf<typeof deliveryChanged>[] => {
  const found = named === undefined ? undefined : find(state.settled, named)?.message
  const [latest] = Object.entries(state.settled)
    .filter(([, { delivery, purpose }]) => hasLeft(delivery) && purpose !== "opt-out-confirmation")
    .map(([message, { at }]) => ({ message, at: at ?? -Infinity }))
    .filter(({ at }) => secondOf(at) <= secondOf(writtenAt))
    .sort((one, two) => (one.at < two.at ? 1 : one.at > two.at ? -1 : one.message < two.message ? 1 : -1))
  const message = found ?? latest?.message
  const settled = message === undefined ? undefined : state.settled[message]
  if (message === undefined || !settled || !hasLeft(settled.delivery) || settled.delivery.status === "replied")
    return []
  const { purpose } = settled
  return [{ kind: "delivery-changed", data: { message, delivery: { status: "replied" }, purpose, attempt: 0 } }]
}
