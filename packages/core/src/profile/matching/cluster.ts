/** Two members with how sure we are that they are one person. */
export interface Edge {
  readonly one: number
  readonly two: number
  readonly probability: number
}

/** How clusters grow. */
export interface ClusterRules {
  /** How sure we are of any pair, whether it was compared before or not. */
  readonly probability: (one: number, two: number) => number
  readonly largest: number
}

/** Below this mean a join is refused: more of the pairs that it makes are strangers than not. */
const leastMean = 0.5

const meanOf = (one: readonly number[], two: readonly number[], probability: ClusterRules["probability"]): number => {
  let sum = 0
  for (const first of one) for (const second of two) sum += probability(first, second)
  return sum / (one.length * two.length)
}

/**
 * Groups of members that are one person, each of at least two. Edges are taken in the order given, the surest first; two groups are
 * joined only where the mean over *all* pairs between them says one person (average linkage), so a chain of likenesses joins nobody:
 * on public data that is the difference between no error and a group of 25 strangers.
 */
export const clusterOf = (
  edges: readonly Edge[],
  { probability, largest }: ClusterRules,
): readonly (readonly number[])[] => {
  const groups = new Map<number, number[]>()
  const groupOf = (member: number): number[] => {
    const known = groups.get(member)
    if (known) return known
    const alone = [member]
    groups.set(member, alone)
    return alone
  }
  for (const { one, two } of edges) {
    const [first, second] = [groupOf(one), groupOf(two)]
    if (first === second || first.length + second.length > largest) continue
    if (first.length + second.length > 2 && meanOf(first, second, probability) < leastMean) continue
    const [into, from] = first.length >= second.length ? [first, second] : [second, first]
    for (const member of from) {
      into.push(member)
      groups.set(member, into)
    }
  }
  return [...new Set(groups.values())].filter((group) => group.length > 1)
}
