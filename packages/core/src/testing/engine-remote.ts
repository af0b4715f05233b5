import type { Clock } from "../kernel/clock.ts"
import { type Duration, parseDuration } from "../kernel/duration.ts"
import { BusyError, ConfigurationError } from "../kernel/errors.ts"
import { localEngine } from "../runtime/engine-local.ts"
import type { Attempt, Engine, EngineLimits } from "../timeline/engine.ts"
import type { Job } from "../timeline/job.ts"

/** What goes wrong between an application and an engine on other machines. A share is a probability from 0 to 1. */
export interface EngineFaults {
  /** The longest way of a post or a cancel to the engine: each takes between nothing and this. A job on its way counts as delayed. */
  readonly latency?: Duration
  /** Share of the jobs that are delivered once more some time after they ran. */
  readonly duplicates?: number
  /** Share of the attempts that the engine gives up while they run: the next one begins beside them. */
  readonly zombies?: number
  /** Share of the attempts that end well without the engine hearing of it: the job is tried again after a pause. */
  readonly lostAcknowledgements?: number
  /** Lets posts of different keys overtake each other within the latency. */
  readonly reorderBetweenKeys?: boolean
}

/** What the simulation is made of: the same seed and the same calls give the same story. */
export interface SimulatedRemoteOptions {
  readonly clock: Clock
  /** Gives numbers in [0, 1); see `createRandom`. */
  readonly random: () => number
  readonly faults?: EngineFaults
  /** As of `localEngine`. */
  readonly highWater?: number
}

type Handle = (attempt: Attempt) => Promise<void>

/** The engine did not hear that an attempt ended well; it never leaves this file. */
class AcknowledgementLost extends Error {
  readonly _tag = "AcknowledgementLost"
  readonly reason = "lost"
  readonly retryable = true
}

const share = (option: string, value = 0): number => {
  if (!(value >= 0 && value <= 1)) throw new ConfigurationError(option, "must be a share from 0 to 1")
  return value
}

const latencyOf = (latency: Duration | undefined): number => {
  if (latency === undefined) return 0
  const read = parseDuration(latency, "faults.latency")
  if ("problem" in read)
    throw new ConfigurationError(read.problem.field, `${read.problem.message}; leave it out for none`)
  return read.value
}

/** The way to the engine: what left earlier on a lane never arrives later. */
const createRoad = (clock: Clock, random: () => number, latency: number) => {
  const lastArrivals = new Map<string, number>()
  return (lane: string, arrive: () => void): (() => void) => {
    if (latency === 0) {
      arrive()
      return () => {}
    }
    const at = Math.max(lastArrivals.get(lane) ?? 0, clock.now() + Math.floor(random() * (latency + 1)))
    lastArrivals.set(lane, at)
    return clock.at(at, arrive)
  }
}

const repeated = " (again)"

/** A handler as a remote engine calls it: sometimes twice, sometimes twice at once, sometimes without hearing how it ended. */
const createFaulty = (faults: EngineFaults, random: () => number, repeat: (job: Job) => void) => {
  const zombies = new Set<Promise<void>>()
  const attempts = new Map<string, number>()
  const chances = {
    duplicate: share("faults.duplicates", faults.duplicates),
    zombie: share("faults.zombies", faults.zombies),
    lost: share("faults.lostAcknowledgements", faults.lostAcknowledgements),
  }
  const happens = (chance: number) => chance > 0 && random() < chance
  const numbered = (attempt: Attempt): Attempt => {
    const number = (attempts.get(attempt.id) ?? 0) + 1
    attempts.set(attempt.id, number)
    return { ...attempt, attempt: number }
  }
  const abandon = (handle: Handle, attempt: Attempt): void => {
    const given = new AbortController()
    const zombie: Promise<void> = handle({ ...numbered(attempt), signal: given.signal })
      .catch(() => {}) // whatever becomes of it, the engine does not hear it
      .finally(() => zombies.delete(zombie))
    zombies.add(zombie)
    queueMicrotask(() => given.abort())
  }
  const faulty =
    (handle: Handle, limits: EngineLimits): Handle =>
    async (attempt) => {
      const { signal, attempt: number, ...job } = attempt
      if (job.id.endsWith(repeated)) {
        // it ran before: how it ends now changes nothing
        const original = { ...job, id: job.id.slice(0, -repeated.length) }
        return handle({ ...original, attempt: limits.attempts + 1, signal }).catch(() => {})
      }
      if (happens(chances.zombie)) abandon(handle, attempt)
      const delivered = numbered(attempt)
      if (number === limits.attempts) attempts.delete(job.id) // whether it ends well or not, its next round begins at 1
      await handle(delivered)
      if (number < limits.attempts && happens(chances.lost)) throw new AcknowledgementLost()
      attempts.delete(job.id)
      if (happens(chances.duplicate)) repeat({ ...job, id: `${job.id}${repeated}` })
    }
  return { faulty, zombies }
}

/**
 * An engine as one on other machines behaves: jobs travel, run at least once, sometimes again after they ran, sometimes while an
 * attempt that was given up still runs (a zombie). The first deliveries of a key keep their order. Without faults it is
 * `localEngine`. `settled` waits for zombies too; `drain` does not know of them.
 *
 * @example
 * const faults = { latency: "2 seconds", duplicates: 0.1, zombies: 0.05, lostAcknowledgements: 0.1, reorderBetweenKeys: true } as const
 * const engine = simulatedRemoteEngine({ clock: createClock("2026-03-01T12:00Z"), random: createRandom(7), faults })
 */
export const simulatedRemoteEngine = ({
  clock,
  random,
  faults = {},
  highWater = 100_000,
}: SimulatedRemoteOptions): Engine => {
  const engine = localEngine({ clock, random, highWater: Number.MAX_SAFE_INTEGER })
  const travel = createRoad(clock, random, latencyOf(faults.latency))
  const travelling = new Map<string, () => void>()
  const depart = (job: Job): void => {
    travelling.set(job.id, () => {})
    const takeBack = travel(faults.reorderBetweenKeys ? job.key : "every key", () => {
      travelling.delete(job.id)
      void engine.post([job]) // it has no mark to be above
    })
    if (travelling.has(job.id)) travelling.set(job.id, takeBack)
  }
  const { faulty, zombies } = createFaulty(faults, random, depart)
  const stats = async () => {
    const known = await engine.stats()
    return { ...known, delayed: known.delayed + travelling.size, running: known.running + zombies.size }
  }
  return {
    post: async (jobs) => {
      const { ready } = await engine.stats()
      if (ready + travelling.size >= highWater) throw new BusyError(1_000)
      for (const job of jobs) if (!travelling.has(job.id)) depart(job)
    },
    cancel: async (ids) => {
      for (const id of ids)
        travel("cancels", () => {
          travelling.get(id)?.()
          travelling.delete(id)
          void engine.cancel([id])
        })
    },
    stats,
    redrive: engine.redrive,
    run: async (handle, limits) => {
      const running = await engine.run(faulty(handle, limits), limits)
      return {
        drain: running.drain,
        settled: async () => {
          do await Promise.all([running.settled(), ...zombies])
          while (zombies.size > 0)
        },
      }
    },
  }
}
