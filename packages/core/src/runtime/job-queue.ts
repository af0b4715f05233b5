import type { StreamId } from "../kernel/ids.ts"
import type { EngineStats } from "../timeline/engine.ts"
import type { Job } from "../timeline/job.ts"
import { addDue, type Due, type DueHeap, removeDue } from "./due-heap.ts"
import { createFifo, type Fifo, first, push, shift } from "./fifo.ts"

/** A job that is known. A paused one has failed and waits for its next attempt; a removed one still stands in its line. */
export interface Slot extends Due {
  readonly job: Job
  status: "delayed" | "ready" | "running" | "paused" | "dead" | "removed"
  /** Attempts that were begun since it came, or since it was given another round. */
  attempts: number
  due: number
}

/** The jobs of one key that are due. `current` runs, or has failed and goes first: nobody overtakes it. */
interface Lane {
  readonly key: StreamId
  readonly waiting: Fifo<Slot>
  /** How many wait: those that were removed do not count. */
  size: number
  current: Slot | undefined
  isListed: boolean
}

/**
 * The jobs that an engine has in hand: one line for each key, and a heap for what is due later. No verb looks at more jobs than
 * it moves. Time is an argument.
 */
export interface JobQueue {
  readonly known: Map<string, Slot>
  readonly lanes: Map<StreamId, Lane>
  /** Keys whose first job may run, in the order in which they came to that. */
  readonly turns: Fifo<Lane>
  readonly later: DueHeap<Slot>
  order: number
  ready: number
  /** Due, but behind a paused job of their key. */
  stalled: number
  running: number
  dead: number
}

/** A queue without jobs. */
export const createJobQueue = (): JobQueue => ({
  known: new Map(),
  lanes: new Map(),
  turns: createFifo(),
  later: [],
  order: 0,
  ready: 0,
  stalled: 0,
  running: 0,
  dead: 0,
})

const isStalled = (lane: Lane): boolean => lane.current?.status === "paused"

const list = (queue: JobQueue, lane: Lane): void => {
  if (lane.isListed) return
  lane.isListed = true
  push(queue.turns, lane)
}

const laneOf = (queue: JobQueue, key: StreamId): Lane => {
  const known = queue.lanes.get(key)
  if (known) return known
  const lane: Lane = { key, waiting: createFifo(), size: 0, current: undefined, isListed: false }
  queue.lanes.set(key, lane)
  return lane
}

const join = (queue: JobQueue, slot: Slot): void => {
  const lane = laneOf(queue, slot.job.key)
  slot.status = "ready"
  push(lane.waiting, slot)
  lane.size++
  if (isStalled(lane)) queue.stalled++
  else queue.ready++
  if (!lane.current) list(queue, lane)
}

/** Lets the next of the key go, or forgets the key. */
const release = (queue: JobQueue, lane: Lane): void => {
  lane.current = undefined
  if (lane.size > 0) list(queue, lane)
  else if (!lane.isListed) queue.lanes.delete(lane.key)
}

/** The line behind a job that is no longer paused counts as ready again. */
const resume = (queue: JobQueue, lane: Lane): void => {
  queue.stalled -= lane.size
  queue.ready += lane.size
}

/** Takes a job in; a known id is ignored. */
export const addJob = (queue: JobQueue, job: Job, now: number): void => {
  if (queue.known.has(job.id)) return
  const slot: Slot = { job, status: "delayed", attempts: 0, due: job.at ?? now, order: queue.order++, place: -1 }
  queue.known.set(job.id, slot)
  if (slot.due > now) addDue(queue.later, slot)
  else join(queue, slot)
}

/**
 * Takes a job in that was begun before, here or elsewhere: it has failed so often, and goes first in its key when it is due again.
 * Where something of its key runs, it goes behind that like any other.
 */
export const restoreJob = (queue: JobQueue, job: Job, attempts: number, due: number): void => {
  if (queue.known.has(job.id)) return
  const slot: Slot = { job, status: "paused", attempts, due, order: queue.order++, place: -1 }
  queue.known.set(job.id, slot)
  const lane = laneOf(queue, job.key)
  if (lane.current) return join(queue, slot)
  lane.current = slot
  queue.ready -= lane.size
  queue.stalled += lane.size
  addDue(queue.later, slot)
}

/** Lets everything that is due by now join its key, in the order in which it was due. */
export const wakeJobs = (queue: JobQueue, now: number): void => {
  for (let [slot] = queue.later; slot && slot.due <= now; [slot] = queue.later) {
    removeDue(queue.later, slot)
    if (slot.status === "delayed") join(queue, slot)
    else {
      const lane = laneOf(queue, slot.job.key)
      resume(queue, lane)
      slot.status = "ready"
      queue.ready++
      list(queue, lane)
    }
  }
}

const firstWaiting = (lane: Lane): Slot | undefined => {
  while (first(lane.waiting)?.status === "removed") shift(lane.waiting)
  return first(lane.waiting)
}

/** Begins the next job that may run; `undefined` where there is none. */
export const beginJob = (queue: JobQueue): Slot | undefined => {
  for (let lane = shift(queue.turns); lane; lane = shift(queue.turns)) {
    lane.isListed = false
    const slot = lane.current ?? firstWaiting(lane)
    if (slot) {
      if (slot !== lane.current) {
        shift(lane.waiting)
        lane.size--
      }
      lane.current = slot
      slot.status = "running"
      slot.attempts++
      queue.ready--
      queue.running++
      return slot
    }
    queue.lanes.delete(lane.key) // all that waited was removed
  }
  return undefined
}

/** Forgets a job that has run. */
export const finishJob = (queue: JobQueue, { job }: Slot): void => {
  queue.running--
  queue.known.delete(job.id)
  release(queue, laneOf(queue, job.key))
}

/** Keeps a job that failed at the head of its key until it is due again. */
export const pauseJob = (queue: JobQueue, slot: Slot, until: number): void => {
  const lane = laneOf(queue, slot.job.key)
  slot.status = "paused"
  slot.due = until
  queue.running--
  queue.ready -= lane.size
  queue.stalled += lane.size
  addDue(queue.later, slot)
}

/** Puts a job aside that failed too often; its key goes on. */
export const buryJob = (queue: JobQueue, slot: Slot): void => {
  slot.status = "dead"
  queue.running--
  queue.dead++
  release(queue, laneOf(queue, slot.job.key))
}

/** Jobs that are dead, so many at most; looks at all that are known where there are any. */
export const deadJobs = (queue: JobQueue, limit: number): readonly Job[] => {
  const found: Job[] = []
  if (queue.dead === 0) return found
  for (const { status, job } of queue.known.values()) {
    if (status === "dead") found.push(job)
    if (found.length === Math.min(limit, queue.dead)) break
  }
  return found
}

/** Gives a dead job another round of attempts, behind those of its key; false where there is none of this id. */
export const redriveJob = (queue: JobQueue, id: string, now: number): boolean => {
  const slot = queue.known.get(id)
  if (slot?.status !== "dead") return false
  queue.dead--
  slot.attempts = 0
  slot.due = now
  join(queue, slot)
  return true
}

const leaveLane = (queue: JobQueue, slot: Slot): void => {
  const lane = laneOf(queue, slot.job.key)
  if (slot.status === "paused") {
    removeDue(queue.later, slot)
    resume(queue, lane)
  } else if (isStalled(lane)) queue.stalled--
  else queue.ready--
  if (lane.current === slot) return release(queue, lane)
  lane.size-- // it stays in the line, and is passed over
}

/** Forgets a job, unless it is being run. */
export const removeJob = (queue: JobQueue, id: string): void => {
  const slot = queue.known.get(id)
  if (!slot || slot.status === "running") return
  if (slot.status === "dead") queue.dead--
  else if (slot.status === "delayed") removeDue(queue.later, slot)
  else leaveLane(queue, slot)
  slot.status = "removed"
  queue.known.delete(id)
}

/** When the next thing is due; `undefined` where nothing waits for a time. */
export const nextDue = (queue: JobQueue): number | undefined => queue.later[0]?.due

/** Jobs that are due and have not begun, those behind a paused one included. */
export const backlogOf = (queue: JobQueue): number => queue.ready + queue.stalled

/** What the queue holds. The oldest is looked for among the first of each key. */
export const statsOf = (queue: JobQueue, now: number): EngineStats => {
  let oldest = now
  for (const lane of queue.lanes.values()) {
    if (isStalled(lane)) continue
    const slot = lane.current?.status === "ready" ? lane.current : firstWaiting(lane)
    if (slot && slot.due < oldest) oldest = slot.due
  }
  return {
    ready: queue.ready,
    delayed: queue.later.length + queue.stalled,
    running: queue.running,
    dead: queue.dead,
    oldestReady: now - oldest,
  }
}
