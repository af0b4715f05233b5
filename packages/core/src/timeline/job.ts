import type { StreamId } from "../kernel/ids.ts"

/**
 * Work for later or elsewhere, posted in the same commit as the entries that ask for it. Jobs of one key run one at a time, in
 * the order of their commits. No personal data: `ref` points into the store.
 */
export interface Job {
  readonly key: StreamId
  /** Deduplicates: a second post of the same id is ignored while the first is there. */
  readonly id: string
  readonly type: string
  readonly ref?: string
  /** Not before, in milliseconds since 1970; left out for now. */
  readonly at?: number
}
