import type { Clock } from "../kernel/clock.ts"
import type { Attempt, EngineLimits, Running } from "../timeline/engine.ts"
import { beginJob, buryJob, finishJob, type JobQueue, nextDue, pauseJob, type Slot, wakeJobs } from "./job-queue.ts"

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
}

const succeeds = async (run: () => Promise<void>): Promise<boolean> => {
  try {
    await run()
    return true
  } catch {
    // the handler alone may say why: what it throws can hold personal data
    return false
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

/** Begins to run what a queue holds. */
export const createJobRun = ({ queue, clock, handle, limits, pause, grace }: JobRunOptions): JobRun => {
  const attempts = new Set<AbortController>()
  let phase: "open" | "draining" | "over" = "open"
  let isStirred = false
  let draining: Promise<void> | undefined

  const attempt = async (slot: Slot): Promise<void> => {
    const controller = new AbortController()
    attempts.add(controller)
    const isDone = await succeeds(() => handle({ ...slot.job, attempt: slot.attempts, signal: controller.signal }))
    if (isDone) finishJob(queue, slot)
    else if (slot.attempts >= limits.attempts) buryJob(queue, slot)
    else pauseJob(queue, slot, clock.now() + pause(slot.attempts))
    attempts.delete(controller)
    look()
  }
  const alarm = createAlarm(clock, () => look())
  const still = createWaiters(() => phase === "over" || queue.ready + queue.running === 0)
  const idle = createWaiters(() => attempts.size === 0)
  const look = () => {
    isStirred = false
    if (phase === "open") {
      wakeJobs(queue, clock.now())
      while (queue.running < limits.concurrency) {
        const slot = beginJob(queue)
        if (!slot) break
        void attempt(slot)
      }
      alarm.set(nextDue(queue))
    }
    still.look()
    idle.look()
  }
  const drain = async (): Promise<void> => {
    phase = "draining"
    alarm.set(undefined)
    await outlast(clock, grace, idle.wait(), () => {
      for (const controller of attempts) controller.abort()
    })
    phase = "over"
    still.look()
  }
  return {
    stir: () => {
      if (isStirred) return
      isStirred = true
      queueMicrotask(look)
    },
    isOver: () => phase === "over",
    settled: () => {
      if (phase === "open") look()
      return still.wait()
    },
    drain: () => (draining ??= drain()),
  }
}
