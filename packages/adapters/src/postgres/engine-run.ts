import type { Attempt, Clock, EngineLimits, EngineStats, Job, Running } from "@escucha/core/engine"
import type { Database } from "./connection.ts"
import { createEngineClock } from "./engine-clock.ts"
import { createIntake, type Intake } from "./intake.ts"
import { createJobCare, type JobCare } from "./job-care.ts"
import { createJobEnds, type JobEnds } from "./job-ends.ts"
import { countJobs, createJobReader } from "./job-rows.ts"
import type { LeaseSession } from "./lease-session.ts"
import { createLeases, type LeaseEvents } from "./leases.ts"
import { createPartWork, type PartWork } from "./part-work.ts"
import { partOf } from "./part.ts"
import { listIn } from "./payload.ts"

/** What an engine runs with. */
export interface EngineRunOptions {
  readonly database: Database
  readonly clock: Clock
  /** Whether the clock of the database decides what is due; a test that owns time says no. */
  readonly isAgreed: boolean
  readonly random: () => number
  readonly handle: (attempt: Attempt) => Promise<void>
  readonly limits: EngineLimits
  readonly pause: (failures: number) => number
  /** Milliseconds. */
  readonly grace: number
  /** Told after each attempt. */
  readonly ended: () => void
  readonly report: (failure: unknown) => void
}

/** An engine at work: it holds parts, and runs their jobs. */
export interface EngineRun extends Running {
  readonly start: () => Promise<void>
  readonly isOver: () => boolean
  /** Something was posted here. */
  readonly posted: (jobs: readonly Job[]) => void
  readonly cancel: (ids: readonly string[]) => void
  readonly stats: () => Promise<EngineStats>
  /** Tells who holds the part that something was put there. */
  readonly wake: (part: number) => Promise<void>
  readonly now: () => number
}

/** Where it is told of new jobs, by their parts, and of jobs that were taken back. */
export const jobChannels = { posted: "escucha_jobs", cancelled: "escucha_cancels" } as const

/** Milliseconds: between two looks of which nobody told, where somebody usually tells and where nobody can; and for the end of it all. */
const pauses = { told: 1_000, untold: 200, settling: 25, writing: 2_000 }

/** A message can have 8,000 bytes; ids of jobs are far shorter. */
const idsOfMessage = 50

const partsOf = (message: string): readonly number[] => message.split(",").map(Number)

const cancelledIn = (schema: string, message: string): readonly string[] => {
  const [of, ids] = listIn(message)
  return of === schema && Array.isArray(ids) ? ids.map(String) : []
}

/** Waits so many milliseconds. */
const rest = (clock: Clock, span: number): Promise<void> =>
  new Promise((resolve) => void clock.at(clock.now() + span, resolve))

interface Works {
  readonly ends: JobEnds
  readonly care: JobCare
  readonly work: PartWork
  readonly intake: Intake
}

/** What happens when parts come and go. */
const partEvents = ({
  ends,
  care,
  work,
  intake,
}: Works): Pick<LeaseEvents, "gained" | "leaving" | "lost" | "weight"> => ({
  gained: ({ parts, orphaned }) => {
    for (const [part, upTo] of orphaned) care.watch(part, upTo)
    intake.begin(parts)
  },
  leaving: async (part) => {
    intake.stop(part)
    await work.leave(part)
    await ends.written()
  },
  lost: () => {
    intake.stopAll()
    work.drop()
    ends.dropPaused()
  },
  weight: work.weight,
})

const createParts = (options: EngineRunOptions) => {
  const { database, random, report, limits, handle, pause, grace, ended } = options
  const clock = createEngineClock(options.clock)
  const { schema, settings } = database
  const ends = createJobEnds({ sql: database, schema, clock: options.clock }, report)
  const care = createJobCare(database, schema, limits)
  const work = createPartWork({
    clock,
    handle,
    care,
    report,
    pause,
    grace,
    ends,
    ended: () => {
      ended()
      intake.goOn()
    },
  })
  const intake = createIntake({
    reader: createJobReader(database, schema),
    clock,
    take: work.take,
    size: () => ({ ready: work.queue.ready, all: work.queue.known.size }),
    allRead: work.allRead,
    pause: settings.notify ? pauses.told : pauses.untold,
    report,
  })
  const wake = (parts: readonly number[]): void => {
    const held = new Set(leases.held())
    if (parts.some((part) => held.has(part))) intake.wake()
  }
  const listen = async (session: LeaseSession): Promise<void> => {
    if (!settings.notify) return
    await session.listen(jobChannels.posted, (message) => wake(partsOf(message)))
    await session.listen(jobChannels.cancelled, (message) => work.cancel(cancelledIn(schema, message)))
  }
  const leases = createLeases(
    database,
    { clock: options.clock, random },
    {
      ...partEvents({ ends, care, work, intake }),
      measured: (ahead) => options.isAgreed && clock.measured(ahead),
      opened: listen,
      report,
    },
  )
  return { clock, ends, work, intake, leases, wake }
}

/** Makes an engine that does not run yet. */
export const createEngineRun = (options: EngineRunOptions): EngineRun => {
  const { database } = options
  const { clock, ends, work, intake, leases, wake } = createParts(options)
  let draining: Promise<void> | undefined
  let isOver = false
  const stats = async (): Promise<EngineStats> => {
    const running = work.running()
    const counted = await countJobs(database, database.schema, clock.now(), running)
    const stalled = Math.min(counted.ready, work.queue.stalled) // behind one that pauses: only who holds their part knows
    return { ...counted, ready: counted.ready - stalled, delayed: counted.delayed + stalled, running: running.length }
  }
  const isOpen = (): boolean => draining === undefined
  const isQuiet = async (): Promise<boolean> => {
    await intake.caughtUp()
    await work.run.settled()
    await ends.written()
    const { ready, running } = await stats()
    return ready + running === 0
  }
  const drain = async (): Promise<void> => {
    const left = leases.leave() // each part as soon as nothing of it runs: others go on with it
    await work.run.drain()
    await Promise.race([Promise.all([left, ends.written()]), rest(options.clock, pauses.writing)])
    isOver = true
    intake.end()
    ends.end()
  }
  return {
    start: leases.start,
    isOver: () => isOver,
    now: clock.now,
    posted: (jobs) => wake(jobs.map(({ key }) => partOf(key))),
    cancel: (ids) => {
      work.cancel(ids)
      if (!leases.hasOthers()) return
      for (let place = 0; place < ids.length; place += idsOfMessage) {
        const some = JSON.stringify([database.schema, ids.slice(place, place + idsOfMessage)])
        leases.tell(jobChannels.cancelled, some).catch(options.report)
      }
    },
    wake: async (part) => {
      wake([part])
      await leases.tell(jobChannels.posted, String(part))
    },
    stats,
    settled: async () => {
      while (isOpen() && !(await isQuiet())) await rest(options.clock, pauses.settling)
    },
    drain: () => (draining ??= drain()),
  }
}
