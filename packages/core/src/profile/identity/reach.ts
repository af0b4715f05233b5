import type { StreamId } from "../../kernel/ids.ts"
import type { IdentifierRules } from "../identifier.ts"
import { canClaim, holds, isClaim, isClaimable, isShared, type Node, otherEnd } from "./graph.ts"
import { type Links, todaysLinks } from "./links.ts"
import { graphOf } from "./resolve.ts"

/**
 * How a place is looked at: on the way to others; where something is said; where something is taken back, so that a rule which forbade
 * a link may forbid it no longer; or where everything is taken back, which concerns all whom it ever named.
 */
export type Looking = "through" | "joining" | "loosening" | "unlinking"

/**
 * Where the links of a place lead that may hold. A shared place leads nowhere: that is why it may have 50,000 users. Who claims an
 * address leads to its owner, and the owner not back: claims cost whoever makes them.
 */
export const leadsTo = (rules: IdentifierRules, node: Node, looking: Looking): readonly Node[] => {
  const isLoosened =
    looking === "unlinking" || (looking === "loosening" && !node.isCrowdOfUsers && !rules.of(node.scheme).isShared)
  if (!isLoosened && isShared(rules, node)) return []
  const found: Node[] = []
  for (const edge of node.edges) {
    if (!holds(edge)) continue
    const mayHold =
      isLoosened || !isClaim(edge) || (edge.two === node ? isClaimable(edge) : looking !== "through" || canClaim(edge))
    if (mayHold) found.push(otherEnd(edge, node))
  }
  return found
}

/** The same for what a stream remembers. What was found out of a memory is kept with it: it is asked several times in a turn. */
export const createNeighbours = (rules: IdentifierRules) => {
  const found = new WeakMap<object, Map<Looking, readonly StreamId[]>>()
  return (stream: StreamId, links: Links, looking: Looking): readonly StreamId[] => {
    const today = todaysLinks(links)
    if (Object.keys(today.links).length === 0) return []
    const known = found.get(links) ?? new Map<Looking, readonly StreamId[]>()
    found.set(links, known)
    const before = known.get(looking)
    if (before) return before
    const node = graphOf(new Map([[stream, today]]), rules).nodes.get(stream)
    const places = node ? leadsTo(rules, node, looking).map((place) => place.stream) : []
    known.set(looking, places)
    return places
  }
}

/** Everything that is reached from these places; `next` gives where each of them leads. */
export const reachedFrom = <Place>(
  starts: Iterable<Place>,
  next: (place: Place, isStart: boolean) => readonly Place[],
): Set<Place> => {
  const reached = new Set(starts)
  const first = reached.size
  let step = 0
  for (const from of reached) for (const place of next(from, step++ < first)) reached.add(place) // a set is walked to its growing end
  return reached
}
