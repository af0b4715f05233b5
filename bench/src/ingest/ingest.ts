import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Bench, BenchOptions } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { inTurn } from "../measure.ts"
import { mediansOf, oursOf, type Row, rowOf } from "../row.ts"
import { assertSameContents } from "./agreement.ts"
import type { Load, Loaded } from "./load.ts"
import { type Partner, startPartner } from "./process.ts"
import type { ServerReport } from "./server.ts"
import { type BenchPostgres, postgresPrograms, startPostgres } from "../engines/servers/postgres.ts"
import { everyVariant, onServer, type Variant, variants } from "./variant.ts"

interface Case {
  readonly name: string
  readonly perRequest: number
  readonly connections: number
  /** In one round. */
  readonly requests: number
}

const cases: readonly Case[] = [
  { name: "1 event per POST", perRequest: 1, connections: 64, requests: 16_000 },
  { name: "10 events per POST", perRequest: 10, connections: 32, requests: 4000 },
  { name: "100 events per POST", perRequest: 100, connections: 16, requests: 600 },
]

/** On the disk of the repository: the system's folder for temporary files may lie in memory, where an fsync costs nothing. */
const scratch = join(import.meta.dirname, "../../.tmp")

const freshFolder = (): string => {
  mkdirSync(scratch, { recursive: true })
  return mkdtempSync(join(scratch, "ingest-"))
}

interface Contestant {
  readonly variant: Variant
  readonly file: string
  readonly server: Partner<"report", ServerReport> & { readonly greeting: string }
  readonly perSecond: number[]
  readonly cpuMicros: number[]
  peakRssMb: number
}

const contest = async (variant: Variant, folder: string, database: BenchPostgres | undefined): Promise<Contestant> => {
  const file = database && onServer.has(variant) ? await database.fresh() : join(folder, `${variant}.db`)
  const server = await startPartner<"report", ServerReport>(new URL("server.ts", import.meta.url), [variant, file])
  return { variant, file, server, perSecond: [], cpuMicros: [], peakRssMb: 0 }
}

/** One round of one server: the same bodies as for all others, then a count of what it keeps. */
const play = async (
  contestant: Contestant,
  { perRequest, connections, requests }: Case,
  round: number,
  client: Partner<Load, Loaded>,
): Promise<void> => {
  const { server, variant } = contestant
  const events = requests * perRequest
  const before = await server.ask("report")
  const { seconds, failed } = await client.ask({
    url: server.greeting,
    connections,
    requests,
    perRequest,
    first: round * events,
  })
  const after = await server.ask("report")
  if (failed > 0) throw new BenchError(`${variants[variant]}: ${failed} requests were not answered by 200`)
  const expected = (round + 1) * events
  if (after.events !== expected)
    throw new BenchError(`${variants[variant]} keeps ${after.events} events where ${expected} were sent`)
  contestant.peakRssMb = after.peakRssMb
  if (round === 0) return // the first round warms up
  contestant.perSecond.push(events / seconds)
  contestant.cpuMicros.push((after.cpuMicros - before.cpuMicros) / events)
}

const rowOfCase = (name: string, contestants: readonly Contestant[]): Row => {
  const of = (variant: Variant): readonly number[] =>
    contestants.find((each) => each.variant === variant)?.perSecond ?? []
  const samples = { limit: of("limit"), peers: { [variants.peer]: of("peer") } }
  return rowOf(
    { case: name, unit: "events/s", better: "higher" },
    { ...samples, ours: of("handle") },
    {
      also: {
        "through fetch": oursOf("higher", { ...samples, ours: of("fetch") }),
        // beside what an append by hand reaches on the same server
        "on PostgreSQL": oursOf("higher", { ours: of("postgres"), limit: of("postgres-append"), peers: samples.peers }),
      },
      floors: mediansOf({
        [variants.append]: of("append"),
        [variants.empty]: of("empty"),
        [variants["postgres-append"]]: of("postgres-append"),
      }),
      cpuMicros: mediansOf(
        Object.fromEntries(contestants.map(({ variant, cpuMicros }) => [variants[variant], cpuMicros])),
      ),
      peakRssMb: Math.round(contestants.find(({ variant }) => variant === "handle")?.peakRssMb ?? Number.NaN),
    },
  )
}

const runCase = async (
  each: Case,
  rounds: number,
  client: Partner<Load, Loaded>,
  { progress }: BenchOptions,
  database: BenchPostgres | undefined,
): Promise<Row> => {
  const folder = freshFolder()
  const contestants: Contestant[] = []
  try {
    const all = everyVariant.filter((variant) => database || !onServer.has(variant))
    for (const variant of all) contestants.push(await contest(variant, folder, database))
    for (let round = 0; round <= rounds; round++) {
      progress(`${each.name}: ${round === 0 ? "warming up" : `round ${round} of ${rounds}`}`)
      for (const contestant of inTurn(contestants, round)) await play(contestant, each, round, client)
    }
    for (const { server } of contestants) await server.end()
    for (const ours of ["handle", "fetch"]) assertSameContents(join(folder, `${ours}.db`), join(folder, "limit.db"))
    return rowOfCase(each.name, contestants)
  } finally {
    for (const { server } of contestants) await server.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Events per second over HTTP until they are safe: every server answers after its fsync, or after that of PostgreSQL. */
export const ingest: Bench = async (options) => {
  const programs = postgresPrograms()
  if (programs === undefined) options.progress("there is no PostgreSQL here: its columns are left out")
  const database = programs === undefined ? undefined : await startPostgres(programs)
  const client = await startPartner<Load, Loaded>(new URL("load.ts", import.meta.url))
  try {
    const rows: Row[] = []
    for (const each of cases) rows.push(await runCase(each, options.rounds ?? 5, client, options, database))
    return rows
  } finally {
    await client.end()
    await database?.stop()
  }
}
