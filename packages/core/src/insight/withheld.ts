/** How many answers a group must have at least before anything is said of it, where answers are confidential. */
export const usualMinimum = 5

/** A group by its name, with how many are in it. */
export interface Group<Name> {
  readonly name: Name
  readonly n: number
}

/**
 * The groups of which nothing may be said, so that nobody is known by what their group says (k-anonymity,
 * https://en.wikipedia.org/wiki/K-anonymity): those with fewer than `minimum`, and, as whoever knows the whole can subtract what is shown,
 * so many of the smallest others that what is hidden is two groups at least and `minimum` answers together. A group of nobody hides
 * nothing. `hidden` are those that are withheld for another reason already.
 *
 * @example
 * withheld([{ name: "free", n: 40 }, { name: "pro", n: 12 }, { name: "team", n: 2 }]) // the names "team" and "pro"
 */
export const withheld = <Name>(
  groups: readonly Group<Name>[],
  { minimum = usualMinimum, hidden: already }: { readonly minimum?: number; readonly hidden?: ReadonlySet<Name> } = {},
): ReadonlySet<Name> => {
  const some = groups.filter(({ n }) => n > 0).toSorted((one, two) => one.n - two.n)
  const hidden = new Set(some.filter(({ name, n }) => n < minimum || already?.has(name)).map(({ name }) => name))
  const isSafe = () => {
    const ns = some.filter(({ name }) => hidden.has(name)).map(({ n }) => n)
    return ns.length === 0 || (ns.length > 1 && ns.reduce((sum, n) => sum + n, 0) >= minimum)
  }
  for (const { name } of some) {
    if (isSafe()) break
    hidden.add(name)
  }
  return hidden
}
