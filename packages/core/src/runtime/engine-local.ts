import type { Clock } from "../kernel/clock.ts"
import { BusyError, ConfigurationError, InputError } from "../kernel/errors.ts"
import { type Duration, milliseconds, millisecondsPer } from "../kernel/duration.ts"
import type { Engine } from "../timeline/engine.ts"
import { createJobRun, type JobRun } from "./job-run.ts"
import { addJob, backlogOf, createJobQueue, deadJobs, redriveJob, removeJob, statsOf, wakeJobs } from "./job-queue.ts"

/** How the engine of this process behaves. */
export interface LocalEngineOptions {
  readonly clock: Clock
  /** Gives numbers in [0, 1), so that jobs that failed together do not come back together; without it pauses are not spread. */
  readonly random?: () => number
  /** So many jobs that are due may wait; a post above it is refused as a whole. Jobs for later do not count. 100,000 if left out. */
  readonly highWater?: number
  /** The milliseconds before a job that failed so many times in a row is tried again; `growingPause` if left out. */
  readonly pause?: (failures: number) => number
  /** How long a drain waits before it fires the signals of what still runs. A second later it waits no more. */
  readonly grace?: Duration
}

const longestPause = 5 * millisecondsPer.minute

/** The milliseconds before a job that failed so often is tried again: 1 s, 4 s, 16 s … 5 minutes, each a quarter more or less by chance. */
export const growingPause = (failures: number, random: () => number): number =>
  Math.min(millisecondsPer.second * 4 ** (failures - 1), longestPause) * (0.75 + random() / 2)

const wholeFromOne = (option: string, value: number): void => {
  if (!Number.isInteger(value) || value < 1) throw new ConfigurationError(option, "must be a whole number from 1")
}

/**
 * Runs jobs in this process; the store keeps them over a restart. The order of a key holds through failures: while a failed job
 * pauses, the jobs behind it wait, and count as delayed like the job itself. A dead job lets them go. An id is known until its
 * run has ended, so a job that is armed again from its own run needs a new id. A pause runs on the clock that is given.
 *
 * Why an attempt failed is for `handle` to report: the engine counts failures, and sees nothing of their content.
 *
 * @example
 * const engine = localEngine({ clock: systemClock, random: Math.random })
 * const running = await engine.run(async (job) => { await perform(job) }, { concurrency: 64, attempts: 5 })
 */
export const localEngine = (options: LocalEngineOptions): Engine => {
  const { clock, random = () => 0.5, highWater = 100_000, grace = "10 seconds" } = options
  const { pause = (failures) => growingPause(failures, random) } = options
  wholeFromOne("highWater", highWater)
  const queue = createJobQueue()
  let run: JobRun | undefined
  return {
    post: async (jobs) => {
      const now = clock.now()
      wakeJobs(queue, now) // what was due before goes before
      const isNew = ({ id, at = now }: { readonly id: string; readonly at?: number }) =>
        at <= now && !queue.known.has(id)
      if (backlogOf(queue) >= highWater && jobs.some(isNew)) throw new BusyError(1_000)
      for (const job of jobs) addJob(queue, job, now)
      run?.stir()
    },
    cancel: async (ids) => {
      for (const id of ids) removeJob(queue, id)
      run?.stir()
    },
    stats: async () => {
      wakeJobs(queue, clock.now())
      run?.stir()
      return statsOf(queue, clock.now())
    },
    dead: async (limit) => deadJobs(queue, limit),
    redrive: async (id) => {
      if (!redriveJob(queue, id, clock.now()))
        throw new InputError("unknown", "id", "no dead job has it; stats says how many there are")
      run?.stir()
    },
    run: async (handle, limits) => {
      wholeFromOne("concurrency", limits.concurrency)
      wholeFromOne("attempts", limits.attempts)
      if (run && !run.isOver())
        throw new InputError("conflict", "run", "this engine is at work; drain it before it is run again")
      run = createJobRun({ queue, clock, handle, limits, pause, grace: milliseconds(grace) })
      run.stir()
      return run
    },
  }
}
