import { BusyError, type Clock } from "@escucha/core/engine"
import type { Mailbox } from "./mailbox.ts"

/** Knows roughly how many jobs are due, and asks the database only where that may be too many. */
export interface Pressure {
  /** Takes so many more in; rejects with `BusyError` above the mark. */
  readonly admit: (count: number) => Promise<void>
  /** One has gone. */
  readonly relieve: () => void
}

/** Milliseconds for which a count of the database is believed. */
const fresh = 200
const pause = 1_000

/** The pressure of a mailbox. What other processes post is seen when it is counted. */
export const createPressure = (mailbox: Pick<Mailbox, "backlog">, clock: Clock, highWater: number): Pressure => {
  let estimate = 0,
    countedAt = -Infinity,
    counting: Promise<number> | undefined
  const count = async (): Promise<number> => {
    if (clock.now() - countedAt < fresh) return estimate
    counting ??= mailbox.backlog(clock.now(), highWater + 1).finally(() => {
      counting = undefined
    })
    estimate = await counting
    countedAt = clock.now()
    return estimate
  }
  return {
    admit: async (more) => {
      if (estimate >= highWater && (await count()) >= highWater) throw new BusyError(pause)
      estimate += more
    },
    relieve: () => {
      estimate = Math.max(0, estimate - 1)
    },
  }
}
