import type { CustomerId, Identifier, StreamId } from "../../kernel/ids.ts"
import { createGenerations, type Generations } from "../generations.ts"

/** Where a stream lies, and how far it has come. */
export interface Known {
  readonly number: number
  readonly customer: CustomerId
  readonly identifier: Identifier
  readonly version: number
}

/** Where recent streams lie, as they were committed last: one process writes the file, so it need not be read again. */
export type KnownStreams = Generations<StreamId, Known>

/** So many are kept, at least: some 300 bytes each. */
const usuallyKept = 10_000

/** The memory of a file that was just opened. */
export const createKnownStreams = (): KnownStreams => createGenerations(usuallyKept)
