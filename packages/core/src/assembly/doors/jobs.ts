import type { Job } from "../../timeline/job.ts"

/** Work that failed too often and waits for somebody. Its id says what it is and ends with where it came from: do not publish it. */
export interface DeadJob extends Job {}

/** The work that goes on behind everything. */
export interface JobsDoor {
  /** Dead jobs, 100 at most where nothing else is asked for. */
  readonly dead: (options?: { readonly limit?: number }) => Promise<readonly DeadJob[]>
  /** Gives a dead job another round of attempts, after its cause was mended; rejects with `InputError` where none has this id. */
  readonly redrive: (id: string) => Promise<void>
}
