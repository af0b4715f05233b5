import type { IdentifierRules } from "../identifier.ts"
import { kindOfScheme } from "../subject.ts"
import {
  compareEdges,
  type Edge,
  holds,
  isShared,
  isSoundClaim,
  type Node,
  otherEnd,
  type RefusedBecause,
} from "./graph.ts"

/** The most streams that one customer may have: beyond it somebody shares an address, and a link is refused. */
export const mostStreams = 200

/** When a place became known: the earliest of what holds there. */
const sinceOf = (node: Node): number => {
  let since = Infinity
  for (const edge of node.edges) if (holds(edge) && edge.said.at < since) since = edge.said.at
  return since
}

/** Whether more than `count` of these moments lie within one window. */
const isOver = (moments: number[], count: number, window: number): boolean => {
  if (moments.length <= count) return false
  if (window === Infinity) return true
  moments.sort((one, two) => one - two)
  return moments.some((last, place) => place >= count && last - (moments[place - count] ?? last) < window)
}

/** Whether one person would have too many of one type. What each group has alone is within the limits already. */
const exceeds = (rules: IdentifierRules, few: readonly Node[], many: readonly Node[]): boolean => {
  for (const [place, { scheme }] of few.entries()) {
    const { count, window } = rules.of(scheme).limit
    if (few.length + many.length <= count || few.findIndex((node) => node.scheme === scheme) < place) continue
    const alike = [...few, ...many].filter((node) => node.scheme === scheme)
    if (isOver(window === Infinity ? alike.map(() => 0) : alike.map(sinceOf), count, window)) return true
  }
  return false
}

const areApart = (few: readonly Node[], many: readonly Node[]): boolean => {
  for (const node of few) {
    if (!node.apart || node.apart.size === 0) continue
    for (const other of node.apart.keys()) if (other.group === many) return true
  }
  return false
}

const kindOf = (group: readonly Node[]) => {
  for (const { scheme } of group) {
    const kind = kindOfScheme(scheme)
    if (kind) return kind // a group is of one kind: no other was ever let in
  }
  return undefined
}

/** Whether two groups are of two kinds: an account is never a person, nor one of our own people a customer. */
const areTwoKinds = (one: readonly Node[], two: readonly Node[]): boolean => {
  const [first, second] = [kindOf(one), kindOf(two)]
  return first !== undefined && second !== undefined && first !== second
}

/** Joins the ends of a link, or says which rule forbids it. */
const join = (rules: IdentifierRules, edge: Edge): RefusedBecause | undefined => {
  if (edge.said.blocked) return "blocked"
  if (isShared(rules, edge.one) || isShared(rules, edge.two)) return "shared"
  if (edge.isDisplaced) return "too-many"
  if (edge.said.trust === "claimed" && !isSoundClaim(edge)) return "claim"
  const [one, two] = [edge.one.group, edge.two.group]
  if (one === two) return undefined
  const [few, many] = one.length <= two.length ? [one, two] : [two, one]
  if (areTwoKinds(few, many)) return "kind"
  if (areApart(few, many)) return "kept-apart"
  if (exceeds(rules, few, many)) return "limit"
  if (few.length + many.length > mostStreams) return "too-many"
  const group = [...many, ...few]
  for (const node of group) node.group = group
  return undefined
}

/**
 * Says again which of these nodes are one person, by replaying the links between them in the one order that does not depend on when
 * they came. All that is reached from them over links has to be among them.
 */
export const replay = (rules: IdentifierRules, nodes: ReadonlySet<Node>): void => {
  const edges: Edge[] = []
  for (const node of nodes) {
    node.group = [node]
    for (const edge of node.edges) {
      if (edge.two === node && edge.one.edges.has(edge)) continue // met at its first end, unless that end forgot it
      if (edge.isRetracted || edge.said.trust === "suggested") continue
      if (nodes.has(otherEnd(edge, node))) edges.push(edge)
    }
  }
  if (edges.length > 1) edges.sort(compareEdges)
  for (const edge of edges) edge.refused = join(rules, edge)
}
