import type { Assertion, StreamId } from "@escucha/core/identity"

/** A union-find written by hand for the links alone: no rules, nothing can be taken back, nothing is explained. */
export const createUnionFind = () => {
  const parent = new Map<StreamId, StreamId>()
  const root = (stream: StreamId): StreamId => {
    let top = stream
    for (let above = parent.get(top); above !== undefined && above !== top; above = parent.get(top)) top = above
    for (let at = stream; at !== top;) {
      const above = parent.get(at) ?? top
      parent.set(at, top)
      at = above
    }
    return top
  }
  return {
    join: (one: StreamId, two: StreamId): void => {
      const [first, second] = [root(one), root(two)]
      if (first === second) return
      if (first < second) parent.set(second, first)
      else parent.set(first, second)
    },
    root,
  }
}

/** The same, for links of which those to a place with more than three users join nobody; it has to see all of them first. */
export const joinAround = (assertions: readonly Assertion[]) => {
  const users = new Map<StreamId, Set<StreamId>>()
  for (const said of assertions) {
    if (said.says !== "linked") continue
    const [user, place] = said.ends
    const known = users.get(place)
    if (!known) users.set(place, new Set([user]))
    else if (known.size <= 3) known.add(user)
  }
  const found = createUnionFind()
  for (const said of assertions)
    if (said.says === "linked" && (users.get(said.ends[1])?.size ?? 0) <= 3) found.join(...said.ends)
  return found
}
