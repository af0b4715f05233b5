import type { Clock } from "../kernel/clock.ts"
import { millisecondsPer } from "../kernel/duration.ts"
import type { Attempt, EngineLimits, Running } from "../timeline/engine.ts"
import type { Job } from "../timeline/job.ts"
import { beginJob, buryJob, finishJob, type JobQueue, nextDue, pauseJob, type Slot, wakeJobs } from "./job-queue.ts"

/** An engine at work on a queue. */
export interface JobRun extends Running {
  /** Looks soon at what may run: after everything that was called in this turn of the event loop. */
  readonly stir: () => void
  /** Fires the signals of the attempts at these jobs: how they end changes nothing any more, and each is forgotten then. */
  readonly giveUp: (isOf: (job: Job) => boolean) => void
  /** Whether it was drained. */
  readonly isOver: () => boolean
}

/** How an attempt ended; a paused job is due again at the time of its slot. */
export type AttemptEnd = "done" | "paused" | "dead" | "given-up"

const lastMoments = 1_000

/** The longest pause after a failure that is not the fault of the job. */
const longestPassing = millisecondsPer.minute

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
    wait: (): Promise<void> => (holds() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    look: () => {
      if (waiting.length === 0 || !holds()) return
      const ready = waiting
      waiting = []
      for (const resolve of ready) resolve()
    },
  }
}

/** What a run is made of. */
export interface JobRunOptions {
  readonly queue: JobQueue
  readonly clock: Clock
  readonly handle: (attempt: Attempt) => Promise<void>
  readonly limits: EngineLimits
  /** The milliseconds before a job that failed so many times is tried again. */
  readonly pause: (failures: number) => number
  /** The milliseconds that a drain waits before it fires the signals of what still runs. */
  readonly grace: number
  /** Told how each attempt ended, when the queue knows it. */
  readonly told?: (slot: Slot, end: AttemptEnd) => void
}

const endOf = async (
  run: () => Promise<void>,
  isPassing: (failure: unknown) => boolean,
): Promise<"done" | "failed" | "passing"> => {
  try {
    await run()
    return "done"
  } catch (failure) {
    // the handler alone may say why: what it throws can hold personal data
    return isPassing(failure) ? "passing" : "failed"
  }
}

/** Waits for what runs: patiently, then with the signals of the attempts fired, and not for ever. */
const outlast = async (clock: Clock, grace: number, idle: Promise<void>, giveUp: () => void): Promise<void> => {
  let stop = () => {}
  const ring = (after: number) =>
    new Promise<void>((resolve) => {
      stop = clock.at(clock.now() + after, resolve)
    })
  const isIdle = idle.then(() => true)
  if (!(await Promise.race([isIdle, ring(grace).then(() => false)]))) {
    giveUp()
    await Promise.race([isIdle, ring(lastMoments)])
  }
  stop()
}

/** Tells the queue how an attempt ended. */
const createEnding = ({ queue, clock, limits, pause }: JobRunOptions) => {
  const pauseFor = (slot: Slot, longest: number): AttemptEnd => {
    pauseJob(queue, slot, clock.now() + Math.min(pause(slot.attempts), longest))
    return "paused"
  }
  return (slot: Slot, end: "done" | "failed" | "passing" | "given-up"): AttemptEnd => {
    if (end === "passing") return pauseFor(slot, longestPassing)
    if (end === "failed" && slot.attempts < limits.attempts) return pauseFor(slot, Infinity)
    if (end === "failed") {
      buryJob(queue, slot)
      return "dead"
    }
    finishJob(queue, slot)
    return end
  }
}

/** The attempts that are under way. */
const createAttempts = (options: JobRunOptions, look: () => void) => {
  const { handle, limits, told = () => {} } = options
  const { isPassing = () => false } = limits
  const controllers = new Map<Slot, AbortController>()
  const givenUp = new Set<Slot>()
  const ended = createEnding(options)
  const begin = async (slot: Slot): Promise<void> => {
    const controller = new AbortController()
    controllers.set(slot, controller)
    const delivered = { ...slot.job, attempt: slot.attempts, signal: controller.signal }
    const end = await endOf(() => handle(delivered), isPassing)
    controllers.delete(slot)
    told(slot, ended(slot, givenUp.delete(slot) ? "given-up" : end))
    look()
  }
  return {
    begin,
    giveUp: (isOf: (job: Job) => boolean) => {
      for (const [slot, controller] of controllers)
        if (isOf(slot.job)) {
          givenUp.add(slot)
          controller.abort()
        }
    },
    fireAll: () => {
      for (const controller of controllers.values()) controller.abort()
    },
    isOver: () => controllers.size === 0,
  }
}

/** Begins to run what a queue holds. */
export const createJobRun = (options: JobRunOptions): JobRun => {
  const { queue, clock, limits, grace } = options
  const attempts = createAttempts(options, () => look())
  let phase: "open" | "draining" | "over" = "open"
  let isStirred = false
  let draining: Promise<void> | undefined

  const alarm = createAlarm(clock, () => look())
  const still = createWaiters(() => phase === "over" || queue.ready + queue.running === 0)
  const idle = createWaiters(attempts.isOver)
  const look = () => {
    isStirred = false
    if (phase === "open") {
      wakeJobs(queue, clock.now())
      while (queue.running < limits.concurrency) {
        const slot = beginJob(queue)
        if (!slot) break
        void attempts.begin(slot)
      }
      alarm.set(nextDue(queue))
    }
    still.look()
    idle.look()
  }
  const drain = async (): Promise<void> => {
    phase = "draining"
    alarm.set(undefined)
    await outlast(clock, grace, idle.wait(), attempts.fireAll)
    phase = "over"
    still.look()
  }
  return {
    stir: () => {
      if (isStirred) return
      isStirred = true
      queueMicrotask(look)
    },
    giveUp: attempts.giveUp,
    isOver: () => phase === "over",
    settled: () => {
      if (phase === "open") look()
      return still.wait()
    },
    drain: () => (draining ??= drain()),
  }
}
