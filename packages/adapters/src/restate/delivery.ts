import { type Attempt, type Clock, type EngineLimits, growingPause, type Running } from "@escucha/core/engine"
import { DeadlyJobError, mostDeathsOf } from "../postgres/deadly-job.ts"
import { createGate, type Gate } from "./gate.ts"
import type { Begun, Mailbox } from "./mailbox.ts"
import type { Token } from "./server.ts"

/** This delivery has not come to its end: Restate brings it again after so many milliseconds, and holds its key meanwhile. */
export class LaterError extends Error {
  readonly _tag = "LaterError"
  readonly reason = "later"
  readonly retryable = true
  readonly retryAfter: number
  constructor(retryAfter: number) {
    super("this delivery comes again")
    this.name = "LaterError"
    this.retryAfter = Math.max(1, Math.ceil(retryAfter))
    this.stack = this.message // Restate keeps it, and it would say nothing but where our files lie
  }
}

/** What runs the jobs that Restate delivers. */
export interface Deliveries extends Running {
  /**
   * Runs the jobs of a key up to the one of the token, and those that were committed behind it meanwhile: their own deliveries then find
   * nothing to do. Rejects with `LaterError` where it is to be brought again. The signal fires when Restate gives this delivery up.
   */
  readonly deliver: (key: string, token: Token, signal: AbortSignal) => Promise<void>
  readonly isOver: () => boolean
}

/** What deliveries are made of. */
export interface DeliveriesOptions {
  readonly mailbox: Pick<Mailbox, "begin" | "end" | "endAndBegin" | "pause" | "bury" | "isBusy">
  readonly clock: Clock
  readonly random: () => number
  readonly handle: (attempt: Attempt) => Promise<void>
  readonly limits: EngineLimits
  /** Told of a job that is dead because processes ended while it ran. */
  readonly report: (failure: unknown) => void
}

/**
 * Milliseconds. A job may take two minutes, and Restate gives a delivery up some seconds after that (see the endpoint): so one that waits
 * for room, or has run others of its key for long, is brought again before it begins a job.
 */
const times = {
  room: 5_000,
  turn: 8_000,
  elsewhere: 250,
  gone: 1_500,
  grace: 10_000,
  lastMoments: 1_000,
  passing: 60_000,
}

/** Resolves after so many milliseconds, and is forgotten when somebody no longer waits. */
const alarm = (clock: Clock, after: number): { readonly rings: Promise<void>; readonly stop: () => void } => {
  let stop = (): void => {}
  const rings = new Promise<void>((resolve) => {
    stop = clock.at(clock.now() + after, resolve)
  })
  return { rings, stop }
}

/** What came of an attempt: its key has to wait for so long, or the next of it has begun. */
interface Ended {
  readonly pause?: number
  readonly next?: Begun | undefined
}

/** Runs attempts, and tells the mailbox how each ended. */
const createAttempts = ({ mailbox, clock, random, handle, limits, report }: DeliveriesOptions) => {
  const running = new Set<AbortController>()
  const { isPassing = () => false } = limits
  const mostDeaths = mostDeathsOf(limits)
  const pauseOf = async (begun: Begun, longest: number): Promise<number> => {
    const pause = Math.min(growingPause(begun.attempts, random), longest)
    await mailbox.pause(begun, clock.now() + pause)
    return pause
  }
  const failed = async (begun: Begun, failure: unknown): Promise<number | undefined> => {
    // the handler alone may say why: what it throws can hold personal data
    if (isPassing(failure)) return pauseOf(begun, times.passing)
    if (begun.attempts < limits.attempts) return pauseOf(begun, Infinity)
    await mailbox.bury(begun)
    return undefined
  }
  return {
    running,
    /** Begins the next of its key, up to that number and perhaps beyond it, as long as this delivery goes on. */
    run: async (begun: Begun, given: AbortSignal, upTo: number, goesOn: () => boolean): Promise<Ended> => {
      if (begun.deaths >= mostDeaths) {
        await mailbox.bury(begun)
        report(new DeadlyJobError(begun.job.type, begun.deaths))
        return {}
      }
      const controller = new AbortController()
      const giveUp = (): void => controller.abort()
      given.addEventListener("abort", giveUp, { once: true })
      running.add(controller)
      try {
        await handle({ ...begun.job, attempt: begun.attempts, signal: controller.signal })
      } catch (failure) {
        const pause = await failed(begun, failure)
        return pause === undefined ? {} : { pause }
      } finally {
        running.delete(controller)
        given.removeEventListener("abort", giveUp)
      }
      if (begun.job.at === undefined && goesOn()) return { next: await mailbox.endAndBegin(begun, upTo, clock.now()) }
      await mailbox.end(begun)
      return {}
    },
  }
}

/** Whether nothing is left for this token when that job has run. */
const isThrough = ({ seq }: Begun, token: Token): boolean =>
  token.at === undefined ? seq >= token.seq : seq === token.seq

/** Whether this process still takes deliveries, and waits for those that are under way. */
const createPhase = (clock: Clock, giveUp: () => void) => {
  const leaving = new AbortController()
  let isOver = false,
    under = 0,
    idle = (): void => {}
  return {
    leaving: leaving.signal,
    isOver: () => isOver,
    during: async (work: () => Promise<void>): Promise<void> => {
      under++
      try {
        await work()
      } finally {
        if (--under === 0) idle()
      }
    },
    drain: async (): Promise<void> => {
      leaving.abort()
      const isIdle =
        under === 0 ? Promise.resolve(true) : new Promise<boolean>((resolve) => (idle = () => resolve(true)))
      const grace = alarm(clock, times.grace)
      if (!(await Promise.race([isIdle, grace.rings.then(() => false)]))) {
        giveUp()
        await Promise.race([isIdle, alarm(clock, times.lastMoments).rings])
      }
      grace.stop()
      isOver = true
    },
  }
}

/** Waits for room; rejects where there is none for a while, or this process leaves. */
const entering =
  (gate: Gate, clock: Clock, leaving: AbortSignal) =>
  async (signal: AbortSignal): Promise<void> => {
    const patience = new AbortController()
    const tired = alarm(clock, times.room)
    void tired.rings.then(() => patience.abort())
    try {
      await gate.enter(AbortSignal.any([signal, leaving, patience.signal]))
    } finally {
      tired.stop()
    }
  }

/** Begins to run what is delivered. */
export const createDeliveries = (options: DeliveriesOptions): Deliveries => {
  const { mailbox, clock, random, limits } = options
  const attempts = createAttempts(options)
  const gate = createGate(limits.concurrency)
  const phase = createPhase(clock, () => {
    for (const controller of attempts.running) controller.abort()
  })
  let draining: Promise<void> | undefined
  const later = (pause: number): LaterError => new LaterError(pause * (0.75 + random() / 2))

  const work = async (key: string, token: Token, signal: AbortSignal): Promise<void> => {
    const started = clock.now()
    const isTold = (): boolean => phase.leaving.aborted || signal.aborted
    const isLong = (): boolean => clock.now() - started > times.turn
    for (let begun: Begun | undefined; ;) {
      // what was begun in the moment in which this process leaves is run here: it would count as one that ended a process
      if (begun ? signal.aborted : isTold()) throw later(times.elsewhere)
      begun ??= await mailbox.begin(key, token)
      if (!begun) return
      const { pause, next } = await attempts.run(begun, signal, token.seq, () => !isTold() && !isLong())
      if (pause !== undefined) throw new LaterError(pause)
      // what was committed behind the job of the token has a delivery of its own
      if (!next && isThrough(begun, token)) return
      if (!next && isLong()) throw new LaterError(1)
      begun = next
    }
  }
  const enter = entering(gate, clock, phase.leaving)
  return {
    deliver: (key, token, signal) =>
      phase.during(async () => {
        await enter(signal).catch(() => {
          throw later(times.elsewhere)
        })
        try {
          await work(key, token, signal)
        } catch (failure) {
          throw failure instanceof LaterError ? failure : later(times.gone) // the database is away
        } finally {
          gate.leave()
        }
      }),
    settled: async () => {
      for (
        let pause = 10;
        !phase.leaving.aborted && (await mailbox.isBusy(clock.now()));
        pause = Math.min(pause * 2, 200)
      )
        await alarm(clock, pause).rings
    },
    isOver: phase.isOver,
    drain: () => (draining ??= phase.drain()),
  }
}
