import { chanceOf, sharesOf } from "./chance.ts"

/** How evenly the work of customers falls on processes. */
export interface Spread {
  /** The busiest process's part of all work, beside what would be its fair part: 1 is even. */
  readonly busiest: number
  /** The same for the busiest partition. */
  readonly busiestPartition: number
  /** Processes that have no partition at all. */
  readonly idle: number
}

const sumsOf = (parts: readonly (readonly [place: number, share: number])[], places: number): readonly number[] => {
  const sums = Array.from({ length: places }, () => 0)
  for (const [place, share] of parts) sums[place] = (sums[place] ?? 0) + share
  return sums
}

/** Customers fall into partitions by chance, and partitions to processes in turn; the mean of so many drawings. */
export const spreadOf = (
  {
    customers,
    skew,
    partitions,
    processes,
    seed,
  }: {
    readonly customers: number
    readonly skew: number
    readonly partitions: number
    readonly processes: number
    readonly seed: number
  },
  drawings: number,
): Spread => {
  const shares = sharesOf(customers, skew)
  const chance = chanceOf(seed)
  let [busiest, busiestPartition] = [0, 0]
  for (let drawing = 0; drawing < drawings; drawing++) {
    const byPartition = sumsOf(
      shares.map((share) => [Math.floor(chance() * partitions), share] as const),
      partitions,
    )
    const byProcess = sumsOf(
      byPartition.map((share, partition) => [partition % processes, share] as const),
      processes,
    )
    busiest += Math.max(...byProcess) * processes
    busiestPartition += Math.max(...byPartition) * partitions
  }
  return {
    busiest: busiest / drawings,
    busiestPartition: busiestPartition / drawings,
    idle: Math.max(0, processes - partitions),
  }
}
