import { InputError } from "../../kernel/errors.ts"
import { endpointOf, type EntryId, type StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyEntry, EntryOfKind, State } from "../entries.ts"
import type { Loop } from "../loop.ts"

/** Looks through the entries of a customer, the newest first, until `look` gives something. */
const newest = async <Found>(
  loop: Loop,
  { id }: Whole<State>,
  look: (entry: AnyEntry) => Found | undefined,
): Promise<Found | undefined> => {
  for (let after: string | undefined; ;) {
    const { items, next } = await loop.read.timeline(id, { limit: 1000, ...(after !== undefined && { after }) })
    for (const entry of items) {
      const found = look(entry)
      if (found !== undefined) return found
    }
    if (next === undefined) return undefined
    after = next
  }
}

/** A message of ours that went out, with the provider's id of each of its parts. */
export interface Written {
  readonly entry: EntryOfKind<"message-written">
  readonly parts: readonly (string | null)[]
}

/** The message of ours with this id. Throws `InputError` where the customer was never written it, or where it did not leave. */
export const writtenTo = async (loop: Loop, customer: Whole<State>, id: string): Promise<Written> => {
  let parts: Written["parts"] = []
  const entry = await newest(loop, customer, (each) => {
    if (each.kind === "delivery-changed" && each.data.message === id && parts.length === 0) {
      const { parts: several, provider } = each.data
      if (several) parts = several.map((part) => part.provider)
      else if (provider !== undefined) parts = [provider]
    }
    return each.kind === "message-written" && each.data.message === id ? each : undefined
  })
  if (!entry) throw new InputError("unknown", "id", "this customer was never written a message of this id")
  if (parts.every((part) => part === null))
    throw new InputError(
      "conflict",
      "id",
      "it did not leave, or the network gave no id for it; look at messages.delivery",
    )
  return { entry, parts }
}

/** A message of the customer's, with the name by which the network knows it. */
export interface Received {
  readonly entry: EntryOfKind<"message-received">
  readonly provider: string
}

const nameOf = (entry: EntryOfKind<"message-received">): Received => {
  const { provider } = entry.data
  if (provider === undefined) throw new InputError("conflict", "entry", "the network gave no id for this message")
  return { entry, provider }
}

/** The message of theirs that an entry is. Throws `InputError` where it is none, or of somebody else. */
export const receivedFrom = async (loop: Loop, customer: Whole<State>, entry: EntryId): Promise<Received> => {
  for (const stream of customer.streams.keys()) {
    const found = await loop.read.entry(entry, stream)
    if (found?.kind === "message-received") return nameOf(found)
  }
  throw new InputError("unknown", "entry", "name a message that this customer wrote: the id of its line in the thread")
}

/** The place where they wrote last, or the one that is named. */
const heardAt = (customer: Whole<State>, reference: string, to: StreamId | undefined): StreamId | undefined => {
  const named = to ?? endpointOf(reference)
  const isNamed = (stream: StreamId) =>
    stream === named || (to === undefined && customer.streams.get(stream)?.identifier === named)
  const heard = [...customer.streams].filter(([, { state }]) => state.conversation.heardAt !== null)
  const at = ([, { state }]: (typeof heard)[number]) => state.conversation.heardAt ?? 0
  const own = heard.find(([stream]) => isNamed(stream))
  if (own || to !== undefined) return own?.[0]
  return heard.toSorted((one, two) => at(two) - at(one))[0]?.[0]
}

/** The last message that they wrote, at the place that is named or where they wrote last. Throws `InputError` where there is none. */
export const lastReceived = async (
  loop: Loop,
  customer: Whole<State>,
  reference: string,
  to: StreamId | undefined,
): Promise<Received> => {
  const stream = heardAt(customer, reference, to)
  const found =
    stream === undefined
      ? undefined
      : await newest(loop, customer, (each) =>
          each.kind === "message-received" && each.stream === stream ? each : undefined,
        )
  if (found) return nameOf(found)
  throw new InputError("conflict", "customer", "they never wrote there: there is nothing to mark as read")
}
