import {
  addJob,
  type AttemptEnd,
  type Clock,
  createJobQueue,
  createJobRun,
  type JobQueue,
  type JobRun,
  type JobRunOptions,
  removeJob,
  restoreJob,
  type Slot,
} from "@escucha/core/engine"
import { DeadlyJobError } from "./deadly-job.ts"
import type { JobCare, Suspect } from "./job-care.ts"
import type { JobEnds } from "./job-ends.ts"
import { jobOf, type JobRow } from "./job-rows.ts"
import { partOf } from "./part.ts"

/** The jobs of the parts that this process holds, as far as they are in memory. */
export interface PartWork {
  /** Takes what was read: a job that is known here stays as it is. */
  readonly take: (rows: readonly JobRow[]) => void
  readonly cancel: (ids: readonly string[]) => void
  /** Begins nothing more of the part; resolves when nothing of it runs. What takes too long is given up, and not waited for. */
  readonly leave: (part: number) => Promise<void>
  /** Everything belongs to others now: what runs is given up. */
  readonly drop: () => void
  readonly weight: (part: number) => number
  readonly queue: JobQueue
  readonly run: JobRun
  /** The numbers of the jobs that run. */
  readonly running: () => readonly number[]
  /** Forgets which jobs have ended: nothing that was read before their end is on its way any more. */
  readonly allRead: () => void
}

/** What it is made of; `ended` is told after each attempt. */
export interface PartWorkOptions extends Omit<JobRunOptions, "queue" | "told" | "limits"> {
  readonly ends: JobEnds
  readonly care: JobCare
  readonly ended: () => void
  /** Told of a job that is dead because processes ended while it ran. */
  readonly report: (failure: unknown) => void
}

/** How long what is given up may still take until nobody waits for it. */
const lastMoments = 1_000

/** The jobs that are known here, by their ids and by their parts. */
const createKnown = () => {
  const byId = new Map<string, Suspect>()
  const byPart = new Map<number, Set<string>>()
  return {
    of: (id: string) => byId.get(id),
    idsOf: (part: number): readonly string[] => [...(byPart.get(part) ?? [])],
    sizeOf: (part: number): number => byPart.get(part)?.size ?? 0,
    parts: (): readonly number[] => [...byPart.keys()],
    add: (id: string, known: Suspect): void => {
      byId.set(id, known)
      const ids = byPart.get(known.part)
      if (ids) ids.add(id)
      else byPart.set(known.part, new Set([id]))
    },
    remove: (id: string): void => {
      const known = byId.get(id)
      if (!known) return
      byId.delete(id)
      const ids = byPart.get(known.part)
      ids?.delete(id)
      if (ids?.size === 0) byPart.delete(known.part)
    },
  }
}

/** How many jobs of each part run, and who waits until none does. */
const createBusy = () => {
  const counts = new Map<number, number>()
  let waiting: { readonly part: number; readonly resolve: () => void }[] = []
  return {
    enter: (part: number): void => void counts.set(part, (counts.get(part) ?? 0) + 1),
    exit: (part: number): void => {
      const left = (counts.get(part) ?? 1) - 1
      if (left > 0) return void counts.set(part, left)
      counts.delete(part)
      for (const each of waiting) if (each.part === part) each.resolve()
      waiting = waiting.filter((each) => each.part !== part)
    },
    idle: (part: number): Promise<void> =>
      counts.has(part) ? new Promise((resolve) => waiting.push({ part, resolve })) : Promise.resolve(),
  }
}

/** Waits for something, but not longer than so many milliseconds; whether it came. */
const within = async (clock: Clock, span: number, something: Promise<void>): Promise<boolean> => {
  let stop = () => {}
  const over = new Promise<boolean>((resolve) => {
    stop = clock.at(clock.now() + span, () => resolve(false))
  })
  const came = await Promise.race([something.then(() => true), over])
  stop()
  return came
}

/** What is in memory, and what is known about it that the queue does not know. */
const createHand = ({ clock, ends, care, report }: PartWorkOptions) => {
  const queue = createJobQueue()
  const known = createKnown()
  const givenUp = new Set<string>() // they still run, and how they end is nobody's business any more
  const again = new Map<string, JobRow>() // come once more while their id still runs
  const justEnded = new Set<number>()
  const leaving = new Set<number>() // parts of which nothing is begun any more: what fails there now is for others to try again

  const isRunning = (id: string): boolean => queue.known.get(id)?.status === "running"
  const remove = (id: string): void => {
    again.delete(id)
    if (isRunning(id)) return
    removeJob(queue, id)
    known.remove(id)
  }
  const bury = ({ seq, type, attempts, deaths }: JobRow): void => {
    ends.add({ seq, state: "dead", attempts })
    justEnded.add(seq)
    report(new DeadlyJobError(type, deaths))
  }
  const add = (row: JobRow): void => {
    if (care.isDeadly(row.deaths)) return bury(row)
    known.add(row.id, { seq: row.seq, part: partOf(row.key), deaths: row.deaths })
    if (row.attempts > 0) restoreJob(queue, jobOf(row), row.attempts, row.next ?? 0)
    else addJob(queue, jobOf(row), clock.now())
  }
  const take = (row: JobRow): void => {
    if (ends.has(row.seq) || justEnded.has(row.seq)) return
    const same = known.of(row.id)
    if (isRunning(row.id)) {
      if (same?.seq !== row.seq || givenUp.has(row.id)) again.set(row.id, row)
    } else if (!same) add(row)
    else if (same.seq !== row.seq) {
      remove(row.id) // cancelled, and posted again for another time
      add(row)
    }
  }
  const write = ({ job: { id }, attempts, due }: Slot, end: AttemptEnd): void => {
    const seq = known.of(id)?.seq
    if (seq === undefined || end === "given-up") return
    ends.add(end === "paused" ? { seq, state: end, attempts, next: Math.ceil(due) } : { seq, state: end, attempts })
    if (end !== "paused") justEnded.add(seq)
  }
  const told = (slot: Slot, end: AttemptEnd): void => {
    const { id, key } = slot.job
    write(slot, end)
    const row = again.get(id)
    again.delete(id)
    if (end !== "paused" || leaving.has(partOf(key))) remove(id) // the table knows it
    givenUp.delete(id)
    if (row) take(row)
  }
  const giveUp = (part: number): void => {
    for (const id of known.idsOf(part)) if (isRunning(id)) givenUp.add(id)
  }
  return { queue, known, leaving, isRunning, remove, take, told, giveUp, allRead: () => justEnded.clear() }
}

/** Begins to work: nothing is known yet. */
export const createPartWork = (options: PartWorkOptions): PartWork => {
  const { clock, grace, care, ended } = options
  const hand = createHand(options)
  const { queue, known } = hand
  const busy = createBusy()
  const run = createJobRun({
    ...options,
    limits: care.limits,
    queue,
    told: (slot, end) => {
      hand.told(slot, end)
      busy.exit(partOf(slot.job.key))
      ended()
    },
    handle: (attempt) => {
      busy.enter(partOf(attempt.key))
      const suspect = known.of(attempt.id)
      return suspect ? care.run(suspect, attempt.signal, () => options.handle(attempt)) : options.handle(attempt)
    },
  })
  const empty = (part: number): void => known.idsOf(part).forEach(hand.remove)
  const giveUp = (part: number): void => {
    hand.giveUp(part)
    run.giveUp(({ key }) => partOf(key) === part)
  }
  return {
    take: (rows) => {
      rows.forEach(hand.take)
      run.stir()
    },
    cancel: (ids) => {
      ids.forEach(hand.remove)
      run.stir()
    },
    leave: async (part) => {
      hand.leaving.add(part)
      empty(part)
      if (!(await within(clock, grace, busy.idle(part)))) {
        giveUp(part)
        await within(clock, lastMoments, busy.idle(part))
      }
      hand.leaving.delete(part)
    },
    drop: () => {
      hand.leaving.clear()
      for (const part of known.parts()) {
        empty(part)
        giveUp(part)
      }
      run.stir()
    },
    weight: known.sizeOf,
    queue,
    run,
    running: () => [...queue.known.keys()].flatMap((id) => (hand.isRunning(id) ? [known.of(id)?.seq ?? 0] : [])),
    allRead: hand.allRead,
  }
}
