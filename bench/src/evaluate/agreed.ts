/** Something that comes out otherwise with us, and why. */
export interface Difference {
  readonly what: string
  readonly ours: unknown
  readonly theirs: unknown
  readonly reason: string
}

/** How far we come to the same, in what we say that we support, as a row of the report. */
export interface Agreed {
  readonly case: string
  readonly unit: "share"
  readonly better: "higher"
  readonly ours: number
  /** All that there are. */
  readonly cases: number
  /** Those in which nothing is listed as unsupported. */
  readonly supported: number
  /** Of the supported, those that come to the same; 0 to 1. */
  readonly agreement: number
  readonly differences: readonly Difference[]
  /** Why the others are not supported, by how many of them each reason keeps out. */
  readonly unsupported: { readonly [reason: string]: number }
}

const unexplained = "unexplained"

/** Counts what agrees. What is not supported is counted by its reasons, and never as agreeing or not. */
export const tally = (name: string) => {
  let [cases, supported, agreed] = [0, 0, 0]
  const differences: Difference[] = []
  const reasons = new Map<string, number>()
  return {
    agree: (): void => {
      cases += 1
      supported += 1
      agreed += 1
    },
    differ: (difference: Omit<Difference, "reason">, reason: string | undefined): void => {
      cases += 1
      supported += 1
      differences.push({ ...difference, reason: reason ?? unexplained })
    },
    leaveOut: (because: Iterable<string>): void => {
      cases += 1
      for (const reason of new Set(because)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    },
    row: (): Agreed => ({
      case: name,
      unit: "share",
      better: "higher",
      ours: supported === 0 ? 0 : Number((agreed / supported).toFixed(4)),
      cases,
      supported,
      agreement: supported === 0 ? 0 : Number((agreed / supported).toFixed(4)),
      differences,
      unsupported: Object.fromEntries([...reasons].sort(([, one], [, two]) => two - one)),
    }),
  }
}

/** Whether two results are the same; numbers, but for the last of their digits. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (typeof one === "number" && typeof other === "number")
    return Object.is(one, other) || Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other))
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
