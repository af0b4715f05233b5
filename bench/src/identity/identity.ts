import type { Bench } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { inTurn } from "../measure.ts"
import { peakOf } from "../peak.ts"
import { type Row, rowOf } from "../row.ts"
import { cases, type IdentityCase, type Owner, resolveAll } from "./case.ts"
import type { Story } from "./story.ts"

const none =
  "no package of npm resolves identities in the process: the names found are clients of services, and match probabilistically"

/** CPU seconds of a run, all threads, and what it found. */
const timed = (run: () => Owner) => {
  const before = process.cpuUsage()
  const owner = run()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, owner }
}

const agree = ({ name, limit }: IdentityCase, story: Story): number => {
  const index = resolveAll(story)
  const owner = limit(story)
  for (const stream of story.streams)
    if (index.customerOf(stream) !== owner(stream))
      throw new BenchError(`${name}: the index and the union-find do not agree on who is one person`)
  return index.replayed / story.assertions.length
}

const measured = async (each: IdentityCase, rounds: number): Promise<Row> => {
  const { unit } = each
  const peakRssMb = await peakOf(new URL("memory.ts", import.meta.url), each.name)
  const story = each.tell()
  const replayed = agree(each, story)
  const variants: { readonly [name: string]: () => Owner } = {
    ours: () => resolveAll(story).customerOf,
    limit: () => each.limit(story),
  }
  const samples: { readonly [name: string]: number[] } = { ours: [], limit: [] }
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of inTurn(Object.entries(variants), round)) {
      const { seconds } = timed(run)
      samples[name]?.push(unit === "ms" ? 1000 * seconds : story.assertions.length / seconds)
    }
  return rowOf(
    { case: each.name, unit, better: unit === "ms" ? "lower" : "higher" },
    { ours: samples["ours"] ?? [], limit: samples["limit"] ?? [], peers: {} },
    {
      missingPeers: { "npm packages": none },
      figures: { "nodes replayed per link": Number(replayed.toFixed(2)) },
      peakRssMb,
    },
  )
}

/**
 * Who is who, word by word: each link is judged by the rules and can be taken back. The limit is a union-find without any of that, on
 * the same links. On one core; CPU time.
 */
export const identity: Bench = async ({ rounds = 7, progress }) => {
  const rows: Row[] = []
  for (const each of cases) {
    progress(each.name)
    rows.push(await measured(each, rounds))
  }
  return rows
}
