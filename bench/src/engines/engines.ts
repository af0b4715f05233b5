import type { Bench, BenchOptions } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import type { Row } from "../row.ts"
import { contestants, type ContestantName, type Need } from "./contestants/contestants.ts"
import type { Places } from "./contestant.ts"
import { freePort } from "./servers/daemon.ts"
import type { BenchRestate } from "./servers/restate.ts"
import { type Servers, startServers } from "./servers/servers.ts"
import { type Sizes, type Trial, trialOf } from "./trial.ts"

const usual: Sizes = {
  burst: 5_000,
  customers: 500,
  paced: 300,
  pause: 20,
  kill: 3_000,
  killAfter: 700,
  hot: 100,
  patience: 20_000,
}

/** Enough to see that everything runs; its figures say nothing. */
const quickly: Sizes = {
  burst: 200,
  customers: 50,
  paced: 20,
  pause: 10,
  kill: 200,
  killAfter: 50,
  hot: 20,
  patience: 3_000,
}

const processes = 3

/** What came of all of them: a trial, or why there is none. */
type Trials = ReadonlyMap<ContestantName, Trial | string>

const limitName = "claim loop" satisfies ContestantName

const names = Object.keys(contestants) as readonly ContestantName[] // the keys of a constant

const missingOf = (needs: readonly Need[], servers: Servers): string | undefined => {
  const need = needs.find((each) => servers[each] === undefined)
  return need === undefined ? undefined : servers.remedies[need]
}

const mailboxOf = async ({ ingress, admin }: BenchRestate, name: string): Promise<Required<Places>["restate"]> => ({
  ingress,
  admin,
  port: await freePort(),
  service: `bench-${name.replaceAll(/[^a-z]+/gi, "-")}`,
})

const tried = async (
  name: ContestantName,
  servers: Servers,
  { progress, quick }: BenchOptions,
): Promise<Trial | string> => {
  const { open, needs } = contestants[name]
  const missing = missingOf(needs, servers)
  if (missing !== undefined) return missing
  try {
    return await trialOf(name, await open(), {
      places: {
        postgres: await servers.postgres.fresh(),
        ...(servers.redis && { redis: servers.redis.port }),
        ...(servers.restate && { restate: await mailboxOf(servers.restate, name) }),
        process: 0,
        processes,
      },
      servers: [servers.postgres.pid, ...needs.flatMap((need) => servers[need]?.pid ?? [])],
      sizes: quick ? quickly : usual,
      progress,
    })
  } catch (failure) {
    if (!(failure instanceof BenchError)) throw failure
    progress(`${name}: ${failure.message}`)
    return failure.message
  }
}

const trialsOf = async (servers: Servers, options: BenchOptions): Promise<Trials> => {
  const trials = new Map<ContestantName, Trial | string>()
  for (const name of names) trials.set(name, await tried(name, servers, options))
  return trials
}

const rounded = (value: number): number => Number(value.toPrecision(4))

const figuresOf = (trial: Trial): { readonly [figure: string]: number } =>
  Object.fromEntries(
    Object.entries(trial).map(([figure, value]: readonly [string, number]) => [figure, rounded(value)]),
  )

/** The row in which one of ours stands beside the limit and the peers. */
const rowOf = (
  of: { readonly case: string; readonly name: ContestantName; readonly figure: "throughput" | "hot" },
  trials: Trials,
): Row => {
  const { figure, name } = of
  const [ours, limit] = [trials.get(name), trials.get(limitName)]
  if (typeof limit !== "object")
    throw new BenchError(`the claim loop could not be measured: ${limit ?? "it is not there"}`)
  const peers: { [peer: string]: number } = {}
  const missingPeers: { [peer: string]: string } = {}
  for (const [peer, trial] of trials) {
    if (contestants[peer].isOurs || peer === limitName || trial === undefined) continue
    if (typeof trial === "string") missingPeers[peer] = trial
    else peers[peer] = rounded(trial[figure])
  }
  const best = Math.max(...Object.values(peers))
  const row = {
    case: of.case,
    unit: "messages/s",
    better: "higher",
    limit: rounded(limit[figure]),
    peers,
    missingPeers,
  } as const
  if (typeof ours !== "object")
    return { ...row, ours: null, vsLimit: null, vsPeer: null, missing: ours ?? "it was not tried" }
  const { p50, p99, stallMs, lost, duplicated, orderViolations } = ours
  return {
    ...row,
    ours: rounded(ours[figure]),
    vsLimit: rounded(ours[figure] / limit[figure]),
    vsPeer: Number.isFinite(best) ? rounded(ours[figure] / best) : null,
    peakRssMb: Math.round(ours.peakMb),
    figures: figure === "hot" ? {} : { p50, p99, stallMs, lost, duplicated, orderViolations },
  }
}

const rowsOf = (trials: Trials): readonly Row[] => {
  const rows = names.flatMap((name) =>
    contestants[name].isOurs
      ? [
          rowOf({ case: name, name, figure: "throughput" }, trials),
          rowOf({ case: `hot key, ${name}`, name, figure: "hot" }, trials),
        ]
      : [],
  )
  const all = Object.fromEntries(
    [...trials].flatMap(([name, trial]) => (typeof trial === "string" ? [] : [[name, figuresOf(trial)]])),
  )
  return rows.map((row, place) => (place === 0 ? { ...row, variants: all } : row))
}

/**
 * Engines beside each other on the same work: 5,000 messages of 500 customers, three processes, one run. For each: all at once, at a steady
 * pace, one customer alone, and a kill -9 of one process in the middle. Every server is the bench's own.
 */
export const engines: Bench = async (options) => {
  const servers = await startServers(options.progress)
  try {
    return rowsOf(await trialsOf(servers, options))
  } finally {
    await servers.stop()
  }
}
