import { createIdentityIndex, type StreamId } from "@escucha/core/identity"
import type { Bench } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { inTurn } from "../measure.ts"
import { type Row, rowOf } from "../row.ts"
import { kioskStory, shopStory, type Story } from "./story.ts"
import { createUnionFind, joinAround } from "./union-find.ts"

/** Who is whose in the end, by stream. */
type Owner = (stream: StreamId) => StreamId

interface IdentityCase {
  readonly name: string
  readonly unit: "links/s" | "ms"
  readonly story: Story
  readonly limit: (story: Story) => Owner
}

const cases = (): readonly IdentityCase[] => {
  const joinHolding = ({ holding }: Story): Owner => {
    const found = createUnionFind()
    for (const [one, two] of holding) found.join(one, two)
    return found.root
  }
  return [
    { name: "links of 50,000 people", unit: "links/s", story: shopStory(50_000, false), limit: joinHolding },
    { name: "links, one in ten taken back", unit: "links/s", story: shopStory(50_000, true), limit: joinHolding },
    {
      name: "hub of 50,000 users",
      unit: "ms",
      story: kioskStory(50_000),
      limit: ({ assertions }) => joinAround(assertions).root,
    },
  ]
}

const none =
  "no package of npm resolves identities in the process: the names found are clients of services, and match probabilistically"

/** CPU seconds of a run, all threads, and what it found. */
const timed = (run: () => Owner) => {
  const before = process.cpuUsage()
  const owner = run()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, owner }
}

const agree = ({ name, story, limit }: IdentityCase): number => {
  const index = createIdentityIndex()
  for (const assertion of story.assertions) index.apply(assertion)
  const owner = limit(story)
  for (const stream of story.streams)
    if (index.customerOf(stream) !== owner(stream))
      throw new BenchError(`${name}: the index and the union-find do not agree on who is one person`)
  return index.replayed / story.assertions.length
}

const measured = (each: IdentityCase, rounds: number): Row => {
  const { story, unit } = each
  const replayed = agree(each)
  const variants: { readonly [name: string]: () => Owner } = {
    ours: () => {
      const index = createIdentityIndex()
      for (const assertion of story.assertions) index.apply(assertion)
      return index.customerOf
    },
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
    { missingPeers: { "npm packages": none }, figures: { "nodes replayed per link": Number(replayed.toFixed(2)) } },
  )
}

/**
 * Who is who, word by word: each link is judged by the rules and can be taken back. The limit is a union-find without any of that, on
 * the same links. On one core; CPU time.
 */
export const identity: Bench = async ({ rounds = 7, progress }) =>
  cases().map((each) => {
    progress(each.name)
    return measured(each, rounds)
  })
