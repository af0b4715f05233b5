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

/** The same for what a stream remembers. */
export const neighboursOf = (
  rules: IdentifierRules,
  stream: StreamId,
  links: Links,
  looking: Looking,
): readonly StreamId[] => {
  const today = todaysLinks(links)
  if (Object.keys(today.links).length === 0) return []
  const node = graphOf(new Map([[stream, today]]), rules).nodes.get(stream)
  return node ? leadsTo(rules, node, looking).map((place) => place.stream) : []
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
