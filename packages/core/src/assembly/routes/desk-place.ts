import { InputError } from "../../kernel/errors.ts"
import { isStream, type StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"

/** The place that a colleague pinned a reply to: one of this customer's, or none. Another is never taken for it. */
export const placeIn = (
  fields: { readonly [field: string]: unknown },
  { streams }: Whole<State>,
): StreamId | undefined => {
  const { stream } = fields
  if (stream === undefined) return undefined
  if (typeof stream !== "string" || !isStream(stream))
    throw new InputError("invalid", "stream", "give the id of a place as the customer's view has it")
  if (!streams.has(stream))
    throw new InputError("conflict", "stream", "this place is not the customer's any more; load them again")
  return stream
}
