import type { Clock } from "../kernel/clock.ts"
import type { Attempt, EngineLimits, Running } from "../timeline/engine.ts"
import { beginJob, buryJob, finishJob, type JobQueue, nextDue, pauseJob, type Slot, wakeJobs } from "./job-queue.ts"

/** How long an engine waits, in milliseconds. */
export interface Pacing {
  /** Before a job that failed so many times is tried again. */
  readonly pause: (failures: number) => number
  /** How long a drain waits before it fires the signals of what still runs. A second later it waits no more. */
  readonly grace: number
}

/** An engine at work on a queue. */
export interface JobRun extends Running {
  /** Looks soon at what may run: after everything that was called in this turn of the event loop. */
  readonly stir: () => void
  /** Whether it was drained. */
  readonly isOver: () => boolean
}

const lastMoments = 1_000

/** Rings once at the earliest instant that it was set to. */
const createAlarm = (clock: Clock, ring: () => void) => {
  let at: number | undefined
  let stop = () => {}
  return {
    set: (instant: number | undefined) => {
      if (instant === at) return
      stop()
      at = instant
      if (instant !== undefined) {
        stop = clock.at(instant, () => {
          at = undefined
          ring()
        })
      }
    },
  }
}

/** Those who wait until something holds. */
const createWaiters = (holds: () => boolean) => {
  let waiting: (() => void)[] = []
  return {
    wait: (): Promise<void> => holds() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
    look: () => {
      if (waiting.length === 0 || !holds()) return
      const ready = waiting
      waiting = []
      for (const resolve of ready) resolve()
    },
  }
}
