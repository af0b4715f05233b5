import { BusyError } from "@escucha/core/engine"

/** Knows about how many jobs wait, so that too many can be refused. */
export interface Backlog {
  /** Throws `BusyError` where so many wait that no more may come. */
  readonly check: () => Promise<void>
  readonly posted: (count: number) => void
  readonly ended: () => void
}

/** Milliseconds for which a count is believed; then who is refused, too. */
const fresh = 1_000

/**
 * Counts what this process posts and works off, and asks the table only where that comes to the mark: others post and work off too.
 */
export const createBacklog = ({
  highWater,
  now,
  count,
}: {
  readonly highWater: number
  readonly now: () => number
  /** How many jobs are due in the table, at most so many. */
  readonly count: (most: number) => Promise<number>
}): Backlog => {
  let waiting = 0
  let countedAt = -Infinity
  return {
    check: async () => {
      if (waiting < highWater) return
      if (now() - countedAt >= fresh) {
        waiting = await count(highWater + 1)
        countedAt = now()
      }
      if (waiting >= highWater) throw new BusyError(fresh)
    },
    posted: (count_) => {
      waiting += count_
    },
    ended: () => {
      waiting = Math.max(0, waiting - 1)
    },
  }
}
