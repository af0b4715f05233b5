import type { StreamId } from "../kernel/ids.ts"
import type { Job } from "../timeline/job.ts"

/** The job that lets a message leave. Each has an id of its own: an engine knows that of one that runs, and would ignore it. */
export const dispatchJob = (key: StreamId, message: string, mark: number, at?: number): Job => ({
  key,
  id: `send:${message}:${mark}${at === undefined ? "" : `@${at}`}`,
  type: "send",
  ref: message,
  ...(at !== undefined && { at }),
})

/** The job that asks the provider whether it has a message. */
export const questionJob = (key: StreamId, message: string, asked: number, at: number): Job => ({
  key,
  id: `reconcile:${message}:${asked}@${at}`,
  type: "reconcile",
  ref: message,
  at,
})

/** The job that looks at a moment whether a message got far enough. */
export const followJob = (key: StreamId, message: string, at: number): Job => ({
  key,
  id: `follow:${message}@${at}`,
  type: "follow",
  ref: message,
  at,
})

/** The job that looks at once, because of what became of the message; `change` names that: each look is taken in once. */
export const followNow = (key: StreamId, message: string, change: string): Job => ({
  key,
  id: `follow:${message}:${change}`,
  type: "follow",
  ref: message,
})
