// For whoever writes an engine: the port, the queue that keeps jobs in order, and the run that works it off.
export { type Clock, systemClock } from "./kernel/clock.ts"
export { BusyError, ConfigurationError, InputError, StoreError } from "./kernel/errors.ts"
export { type Duration, milliseconds } from "./kernel/duration.ts"
export type { StreamId } from "./kernel/ids.ts"
export { systemRandom } from "./kernel/random.ts"
export { growingPause } from "./runtime/engine-local.ts"
export {
  addJob,
  backlogOf,
  createJobQueue,
  type JobQueue,
  nextDue,
  redriveJob,
  removeJob,
  restoreJob,
  type Slot,
  statsOf,
  wakeJobs,
} from "./runtime/job-queue.ts"
export { type AttemptEnd, createJobRun, type JobRun, type JobRunOptions } from "./runtime/job-run.ts"
export type { Attempt, Engine, EngineLimits, EngineStats, Running } from "./timeline/engine.ts"
export type { Job } from "./timeline/job.ts"
