import type { Bench, BenchOptions } from "../bench.ts"
import { contestants } from "../engines/contestants/contestants.ts"
import { type BenchPostgres, postgresPrograms, startPostgres } from "../engines/servers/postgres.ts"
import { connections } from "../engines/handling.ts"
import { type Sizes, type Trial, trialOf, warmUp } from "../engines/trial.ts"
import { BenchError } from "../bench-error.ts"
import type { Row } from "../row.ts"
import { contentionOn, type Steps, stepsOn } from "./measured.ts"
import { bySize, byHotCustomer, byPartitions, byRegion } from "./questions.ts"
import { simulate } from "./simulation.ts"
import type { World } from "./world.ts"

const sizes: Sizes = {
  burst: 2_000,
  customers: 500,
  paced: 150,
  pause: 20,
  kill: 1_500,
  killAfter: 500,
  hot: 100,
  patience: 20_000,
}

const rounded = (value: number): number => Number(value.toPrecision(4))

/** A whole house does five times as much for a message; fewer of them show the same. */
const houseSizes: Sizes = { ...sizes, burst: 600, paced: 60, kill: 600, killAfter: 200, hot: 40 }

/** What differs between the engine at its port and a whole house whose rule answers each message; see the probe in the paper. */
const shapes = {
  port: { commits: { taking: 1, before: 0, after: 1 }, reads: 1, concurrency: 16 },
  house: { commits: { taking: 1, before: 3, after: 1 }, reads: 3, concurrency: 256 },
} as const

/** The bench's own machine: everything shares its two cores. Only its steps and its CPU were measured; nothing was fitted. */
const worldOf = (steps: Steps, trial: Trial, shape: (typeof shapes)[keyof typeof shapes], of: Sizes): World => ({
  seed: 1,
  messages: of.burst,
  customers: of.customers,
  skew: 0,
  load: { inFlight: 32 },
  processes: 3,
  partitions: 48,
  concurrency: shape.concurrency,
  commits: shape.commits,
  commit: { fixed: Math.max(0.1, steps.commit - steps.unit), each: steps.unit, most: 1_000 },
  cpu: { taking: trial.cpuMs / 4, handling: trial.cpuMs * 0.75 },
  wake: 1,
  effect: steps.load * shape.reads + 1,
  databaseCores: 2,
})

const row = (name: string, unit: Row["unit"], better: Row["better"], simulated: number, measured: number): Row => ({
  case: name,
  unit,
  better,
  ours: rounded(simulated),
  limit: rounded(measured),
  peers: {},
  vsLimit: rounded(simulated / measured),
  vsPeer: null,
})

/** What is simulated (`ours`) beside what was measured (`limit`), of the same small world. */
const validation = (name: string, world: World, trial: Trial, of: Sizes): readonly Row[] => {
  const burst = simulate(world)
  const paced = simulate({ ...world, messages: of.paced, load: { rate: 1000 / of.pause } })
  const hot = simulate({ ...world, messages: of.hot, customers: 1 })
  const killed = simulate({
    ...world,
    messages: of.kill,
    kill: { at: (of.killAfter / burst.throughput) * 1000, takenOver: 1_000 },
  })
  return [
    row(`simulated beside measured, ${name}, all at once`, "messages/s", "higher", burst.throughput, trial.throughput),
    row(`simulated beside measured, ${name}, p50 at a pace`, "ms", "lower", paced.p50, trial.p50),
    row(`simulated beside measured, ${name}, p99 at a pace`, "ms", "lower", paced.p99, trial.p99),
    row(`simulated beside measured, ${name}, hot key`, "messages/s", "higher", hot.throughput, trial.hot),
    row(`simulated beside measured, ${name}, stall after kill -9`, "ms", "lower", killed.stall, trial.stallMs),
  ]
}

const trialOn = async (
  server: BenchPostgres,
  name: "postgres" | "postgres, whole house",
  of: Sizes,
  progress: BenchOptions["progress"],
): Promise<Trial & { readonly bytes: number }> => {
  const url = await server.fresh()
  const before = await sizeOf(url)
  const trial = await trialOf(name, await contestants[name].open(), {
    places: { postgres: url, process: 0, processes: 3 },
    servers: [server.pid],
    sizes: of,
    progress,
  })
  return { ...trial, bytes: ((await sizeOf(url)) - before) / (warmUp + of.burst + of.paced + of.hot + of.kill) }
}

/** Bytes of a database, indexes included. */
const sizeOf = async (url: string): Promise<number> => {
  const pool = connections(url, 1)
  try {
    const { rows } = await pool.query<{ readonly bytes: string }>(
      "select pg_database_size(current_database()) as bytes",
    )
    return Number(rows[0]?.bytes)
  } finally {
    await pool.end()
  }
}

const measure = async (server: BenchPostgres, { progress }: BenchOptions): Promise<readonly Row[]> => {
  const url = await server.fresh()
  const steps = await stepsOn(url)
  progress(
    `a bare commit ${steps.bareCommit.toFixed(2)} ms, a unit alone ${steps.commit.toFixed(2)} ms, each further one ` +
      `${steps.unit.toFixed(3)} ms, a read ${steps.load.toFixed(2)} ms`,
  )
  const contention: { [name: string]: number } = {}
  for (const processes of [1, 3]) {
    for (const inFlight of [1, 64])
      contention[`${processes} × ${inFlight}`] = rounded(await contentionOn(url, processes, inFlight))
  }
  progress(`units/s by processes × in flight: ${JSON.stringify(contention)}`)
  const port = await trialOn(server, "postgres", sizes, progress)
  const house = await trialOn(server, "postgres, whole house", houseSizes, progress)
  const [portWorld, world] = [worldOf(steps, port, shapes.port, sizes), worldOf(steps, house, shapes.house, houseSizes)]
  const lock: Row = {
    ...row(
      "one lock: units committed by 3 processes, 64 in flight each",
      "messages/s",
      "higher",
      contention["3 × 64"] ?? 0,
      1000 / steps.bareCommit,
    ),
    floors: contention,
    figures: {
      "bare commit, ms": rounded(steps.bareCommit),
      "a unit alone, ms": rounded(steps.commit),
      "each further unit, ms": rounded(steps.unit),
      "a read, ms": rounded(steps.load),
      "CPU of a message at the port, ms": rounded(port.cpuMs + port.serverCpuMs),
      "CPU of a message in a house, ms": rounded(house.cpuMs + house.serverCpuMs),
      "bytes of a message in a house": rounded(house.bytes),
    },
  }
  return [
    lock,
    ...validation("port", portWorld, port, sizes),
    ...validation("whole house", world, house, houseSizes),
    ...[bySize(world), byHotCustomer(world), byRegion(world), byPartitions()].map(
      ({ name, variants, ours, limit }): Row => ({ ...row(name, "messages/s", "higher", ours, limit), variants }),
    ),
  ]
}

/**
 * What the paper on scale says: single steps and the lock as they are on this machine, a simulation beside a trial of the same size, and what the
 * simulation says of sizes that do not fit here. In the rows `limit` is what was measured, or what theory allows.
 */
export const scale: Bench = async (options) => {
  const programs = postgresPrograms()
  if (programs === undefined) throw new BenchError("PostgreSQL is not installed here (Debian: postgresql)")
  const server = await startPostgres(programs)
  try {
    return await measure(server, options)
  } finally {
    await server.stop()
  }
}
