import { medianOf, spreadOf } from "./statistics.ts"

/** One line of a bench: ours beside the limit and the peers, all measured in the same run on the same inputs. */
export interface Row {
  readonly case: string
  readonly unit: "events/s" | "links/s" | "messages/s" | "µs" | "ms" | "ns CPU" | "µs CPU" | "ms CPU" | "bytes"
  readonly better: "higher" | "lower"
  /** `null` where we have nothing to measure yet; `missing` says why. */
  readonly ours: number | null
  readonly limit: number
  readonly peers: { readonly [peer: string]: number }
  /** ours / limit: for `higher` the part of the limit that we reach, for `lower` how many times its cost we need. */
  readonly vsLimit: number | null
  /** How many times better than the best peer we are; `null` without a peer. */
  readonly vsPeer: number | null
  readonly missing?: string
  /** Peers that could not be measured, each with the reason. */
  readonly missingPeers?: { readonly [peer: string]: string }
  /** The lowest and the highest of our rounds. */
  readonly spread?: readonly [lowest: number, highest: number]
  readonly peakRssMb?: number
  /** Narrower limits that teach something, by name. */
  readonly floors?: { readonly [floor: string]: number }
  /** What else was counted of ours, by name. */
  readonly figures?: { readonly [name: string]: number }
  /** Ours by another way, by name. */
  readonly also?: { readonly [way: string]: Ours }
  /** Microseconds of CPU that one item costs the server, by variant. */
  readonly cpuMicros?: { readonly [variant: string]: number }
  /** All that was measured of each variant, by name; a table of its own. */
  readonly variants?: { readonly [variant: string]: { readonly [figure: string]: number } }
  /** Resident memory that it adds, in megabytes, by variant. */
  readonly addedRssMb?: { readonly [variant: string]: number }
}

/** Ours in figures. */
export type Ours = Pick<Row, "ours" | "vsLimit" | "vsPeer" | "spread">

/** What was measured: one figure per round and variant, in the order of the rounds. */
export interface Samples {
  readonly ours: readonly number[]
  readonly limit: readonly number[]
  readonly peers: { readonly [peer: string]: readonly number[] }
}

const rounded = (value: number): number => Number(value.toPrecision(4))

const ratio = (one: readonly number[], two: readonly number[]): number =>
  medianOf(one.map((value, round) => value / (two[round] ?? Number.NaN)))

const bestOf = (better: Row["better"], peers: Samples["peers"]): readonly number[] | undefined => {
  const [best] = Object.values(peers).sort(
    (one, two) => (better === "higher" ? -1 : 1) * (medianOf(one) - medianOf(two)),
  )
  return best
}

/**
 * Ours in figures. Values are medians over the rounds; a ratio is the median of the ratios inside each round, which is what a noisy
 * machine disturbs least, so it can differ a little from the ratio of the medians.
 */
export const oursOf = (better: Row["better"], { ours, limit, peers }: Samples): Ours => {
  if (ours.length === 0) return { ours: null, vsLimit: null, vsPeer: null }
  const best = bestOf(better, peers)
  const [lowest, highest] = spreadOf(ours)
  return {
    ours: rounded(medianOf(ours)),
    vsLimit: rounded(ratio(ours, limit)),
    vsPeer: best ? rounded(better === "higher" ? ratio(ours, best) : ratio(best, ours)) : null,
    spread: [rounded(lowest), rounded(highest)],
  }
}

/** The medians of several variants. */
export const mediansOf = (samples: {
  readonly [name: string]: readonly number[]
}): { readonly [name: string]: number } =>
  Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, rounded(medianOf(values))]))

/** The row of a case. */
export const rowOf = (of: Pick<Row, "case" | "unit" | "better">, samples: Samples, more: Partial<Row> = {}): Row => ({
  ...of,
  limit: rounded(medianOf(samples.limit)),
  peers: mediansOf(samples.peers),
  ...oursOf(of.better, samples),
  ...more,
})
