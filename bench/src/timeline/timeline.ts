import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Bench, BenchOptions } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { type BenchPostgres, postgresPrograms, startPostgres } from "../engines/servers/postgres.ts"
import { startPartner } from "../ingest/process.ts"
import { inTurn } from "../measure.ts"
import { oursOf, type Row, rowOf } from "../row.ts"
import type { Read, Reading, Way } from "./reader.ts"
import { customerOf, hotCustomers, nameOf, sizeOf } from "./story.ts"

const usualSizes = [10_000, 1_000_000, 5_000_000] as const
const usualRounds = 3
const warmUp = 500
const readings = 2_000

/** On the disk of the repository: the system's folder for temporary files may lie in memory. */
const scratch = join(import.meta.dirname, "../../.tmp")

const nameOfSize = (entries: number): string =>
  entries >= 1_000_000 ? `${entries / 1_000_000} M` : `${entries / 1000} k`

const noPeer = {
  "Dittofeed, PostHog, Unomi":
    "a server with a database of its own: none of them can be embedded or read in this process",
}

/** Whom to read: any customers, or those of whom there is most. */
const readingOf = (entries: number, isHot: boolean, round: number): Reading => {
  const size = sizeOf(entries)
  const customers = Array.from({ length: warmUp + readings }, (_, place) => {
    const number = (round * 7_919 + place) * 20
    return nameOf(customerOf(isHot ? number : number + 1, size))
  })
  return { customers, warmUp }
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((one, two) => one - two)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN

const read = async (file: string, way: Way, reading: Reading): Promise<Read> => {
  const partner = await startPartner<Reading, Read>(new URL("reader.ts", import.meta.url), [file, way])
  try {
    return await partner.ask(reading)
  } finally {
    await partner.end()
  }
}

const peakOf = (reads: readonly Read[]): number => Math.round(Math.max(...reads.map(({ peakRssMb }) => peakRssMb)))

interface Case {
  readonly name: string
  readonly ways: readonly [ours: Way, limit: Way]
  readonly isHot: boolean
}

const casesOf = (entries: number): readonly Case[] =>
  [false, true].flatMap((isHot): readonly Case[] => {
    const who = isHot ? "hot" : "random"
    const size = nameOfSize(entries)
    return [
      { name: `${size}, last 50 of ${who} customers`, ways: ["timeline", "limit timeline"], isHot },
      { name: `customer view, ${size}, ${who} customers`, ways: ["view", "limit view"], isHot },
    ]
  })

/** Where the same entries lie. */
interface Places {
  readonly file: string
  /** The url of a database, where there is one. */
  readonly database: string | undefined
}

type Side = "ours" | "limit"
type Found = { readonly [side in Side]: Read[] }

/** All read the same entries; of a view only ours tell which they show. */
const expectAgreement = ({ name, ways: [way] }: Case, places: readonly Found[]): void => {
  const reads = places.flatMap(({ ours, limit }) => [ours.at(-1), ...(way === "timeline" ? [limit.at(-1)] : [])])
  const lists = new Set(reads.flatMap((each) => (each ? [JSON.stringify(each.last)] : [])))
  if (lists.size !== 1) throw new BenchError(`${name}: not all read the same entries`)
}

const rowOfCase = async ({ file, database }: Places, entries: number, each: Case, rounds: number): Promise<Row> => {
  const found: Found = { ours: [], limit: [] },
    onPostgres: Found = { ours: [], limit: [] }
  for (let round = 0; round < rounds; round++) {
    const reading = readingOf(entries, each.isHot, round)
    for (const side of inTurn(["ours", "limit"] as const, round)) {
      const way = each.ways[side === "ours" ? 0 : 1]
      found[side].push(await read(file, way, reading))
      if (database !== undefined) onPostgres[side].push(await read(database, way, reading))
    }
    expectAgreement(each, [found, onPostgres])
  }
  const at = (part: number, reads = found) => ({
    ours: reads.ours.map(({ micros }) => percentile(micros, part)),
    limit: reads.limit.map(({ micros }) => percentile(micros, part)),
    peers: {},
  })
  return rowOf({ case: each.name, unit: "µs", better: "lower" }, at(0.5), {
    also: {
      p99: oursOf("lower", at(0.99)),
      "on PostgreSQL": oursOf("lower", at(0.5, onPostgres)), // beside the limit on PostgreSQL
      "on PostgreSQL, p99": oursOf("lower", at(0.99, onPostgres)),
    },
    missingPeers: noPeer,
    peakRssMb: peakOf(found.ours),
    ...(database !== undefined && { figures: { "on PostgreSQL, peak MB": peakOf(onPostgres.ours) } }),
  })
}

const build = async (file: string, entries: number, progress: BenchOptions["progress"]): Promise<void> => {
  const start = performance.now()
  const partner = await startPartner(new URL("build.ts", import.meta.url), [file, String(entries)])
  await partner.end()
  const seconds = (performance.now() - start) / 1000
  const megabytes = Math.round(statSync(file).size / 1e6)
  progress(
    `${nameOfSize(entries)}: ${sizeOf(entries).customers} customers, ${hotCustomers} of them hot; told through the SDK in ` +
      `${Math.round(seconds)} s, ${Math.round(entries / seconds)} entries/s; ${megabytes} MB`,
  )
}

/** Takes it all into a database of its own; its url. */
const move = async (
  file: string,
  server: BenchPostgres | undefined,
  progress: BenchOptions["progress"],
): Promise<string | undefined> => {
  if (!server) return undefined
  const url = await server.fresh(),
    start = performance.now()
  const partner = await startPartner(new URL("to-postgres.ts", import.meta.url), [file, url])
  await partner.end()
  progress(`moved into PostgreSQL in ${Math.round((performance.now() - start) / 1000)} s`)
  return url
}

/**
 * How long the last 50 entries of a customer take to read, and their whole picture, from a small file to a large one. Each way reads in
 * a process of its own: one process at a time may have the file.
 */
export const timeline: Bench = async ({ rounds = usualRounds, entries, progress }) => {
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, "timeline-"))
  const rows: Row[] = []
  const programs = postgresPrograms()
  if (programs === undefined) progress("there is no PostgreSQL here: its columns are left out")
  const server = programs === undefined ? undefined : await startPostgres(programs)
  try {
    for (const size of entries === undefined ? usualSizes : [entries]) {
      const file = join(folder, `${size}.db`)
      await build(file, size, progress)
      const database = await move(file, server, progress)
      for (const each of casesOf(size)) {
        progress(each.name)
        rows.push(await rowOfCase({ file, database }, size, each, rounds))
      }
      rmSync(file)
    }
    return rows
  } finally {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
