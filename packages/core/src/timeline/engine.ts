import type { Job } from "./job.ts"

/** A job that is being run; `signal` fires when the engine gives this attempt up. */
export interface Attempt extends Job {
  /** 1 for the first. */
  readonly attempt: number
  readonly signal: AbortSignal
}

/** What an engine has in hand; `oldestReady` is how many milliseconds the oldest ready job has waited. */
export interface EngineStats {
  readonly ready: number
  readonly delayed: number
  readonly running: number
  readonly dead: number
  readonly oldestReady: number
}

/** How an engine runs. */
export interface EngineLimits {
  /** Jobs run at the same time, over all keys. */
  readonly concurrency: number
  /** After so many failed attempts a job is dead: it waits for `redrive` and blocks nobody. */
  readonly attempts: number
  /** Whether a failure is not the fault of the job, as a full disk is not: by such a one a job never dies, it is tried on and on. */
  readonly isPassing?: (failure: unknown) => boolean
}

/**
 * Runs the jobs that were committed: one at a time per key, in the order of their commits; at least once. The store keeps a job
 * until an input acknowledges it in its own commit, so an engine may forget, repeat and be late, but it never invents. A
 * delayed job joins its key when it is due and blocks nobody before. Local, PostgreSQL and Restate pass one conformance suite.
 */
export interface Engine {
  /** It finds by itself what was committed, by whatever process: nothing is handed over at a start, and a post is a hint. */
  readonly isShared?: true
  /** Takes jobs over after their commit; a known id is ignored. Rejects with `BusyError` above its high-water mark. */
  post(jobs: readonly Job[]): Promise<void>
  /** Before the start only; a handler still asks the timeline, because a cancel can come late. */
  cancel(ids: readonly string[]): Promise<void>
  stats(): Promise<EngineStats>
  /** Dead jobs, so many at most; left out where the engine cannot tell. */
  dead?(limit: number): Promise<readonly Job[]>
  /** Gives a dead job another round of attempts. Rejects with `InputError` where there is none of that id. */
  redrive(id: string): Promise<void>
  /**
   * Starts to run; a rejection of `handle` is a failed attempt, tried again with growing pauses. Handlers are short and
   * never wait for anybody.
   */
  run(handle: (attempt: Attempt) => Promise<void>, limits: EngineLimits): Promise<Running>
}

/** An engine at work. */
export interface Running {
  /** Resolves when nothing is ready or running. Delayed jobs are not waited for. */
  settled(): Promise<void>
  /** Takes nothing new and waits for what runs. What was not begun stays in the store. */
  drain(): Promise<void>
}
