import type { StreamId } from "../../kernel/ids.ts"
import { type IdentifierRules, mostOfOneType, userScheme } from "../identifier.ts"
import { compareKept, isKnown, type Linked } from "./links.ts"

/**
 * Why a link does not join: a type would be there too often; an end names nobody; the two are kept apart; an end is shared by many;
 * there would be too many places, or one end has more links than are remembered; a self-typed address would walk into somebody's memory;
 * one is a person and the other an account, a community or one of our own people.
 */
export type RefusedBecause = "limit" | "blocked" | "kept-apart" | "shared" | "too-many" | "claim" | "kind"

/** How many users a place may know before it is nobody's own. */
const mostUsers = 3

/** A link between two nodes. What is made of it changes with what else is known. */
export interface Edge {
  readonly id: string
  readonly one: Node
  readonly two: Node
  readonly said: Pick<Linked, "trust" | "at" | "blocked">
  readonly rank: number
  isRetracted: boolean
  /** One of the ends remembers better links. */
  isDisplaced: boolean
  refused: RefusedBecause | undefined
}

/** A stream with what touches it. */
export interface Node {
  readonly stream: StreamId
  scheme: string
  readonly edges: Set<Edge>
  /** How many links to each user hold here; without any, it is not there. */
  users: Map<Node, number> | undefined
  isCrowdOfUsers: boolean
  /** Those from whom it is kept apart, each with how many words say so. */
  apart: Map<Node, number> | undefined
  /** The nodes that are one person with it: one array for all of them. */
  group: readonly Node[]
}

/** A node that nothing touches. */
export const createNode = (stream: StreamId, scheme: string): Node => {
  const node: Node = {
    stream,
    scheme,
    edges: new Set(),
    users: undefined,
    isCrowdOfUsers: false,
    apart: undefined,
    group: [],
  }
  node.group = [node]
  return node
}

const firstRank = -1
const claimRank = 1_000

/** The place of a link in the order of replay: what a person said, then by the type of the weaker end, then what was claimed. */
export const rankOf = (rules: IdentifierRules, trust: Linked["trust"], one: string, two: string): number =>
  trust === "manual"
    ? firstRank
    : Math.max(rules.of(one).priority, rules.of(two).priority) + (trust === "claimed" ? claimRank : 0)

/** The order of replay: the same whatever the order of arrival was. */
export const compareEdges = (one: Edge, two: Edge): number =>
  one.rank - two.rank || one.said.at - two.said.at || (one.id < two.id ? -1 : one.id > two.id ? 1 : 0)

/** The other end of a link. */
export const otherEnd = (edge: Edge, node: Node): Node => (edge.one === node ? edge.two : edge.one)

/**
 * Whether a link counts where it lies: nobody took it back, it is no guess, and it names somebody. Whether the other end still remembers
 * it is not asked: what an end makes of its links must not depend on who else is known.
 */
export const holds = ({ isRetracted, said }: Edge): boolean =>
  !isRetracted && said.trust !== "suggested" && said.blocked !== true

/** Whether a link is only claimed. */
export const isClaim = ({ said }: Edge): boolean => said.trust === "claimed"

/**
 * Takes a link into account, or no longer, where this end is judged by how many users it knows. What is only claimed counts nothing:
 * nobody makes an address of others shared by typing it.
 */
export const countUser = (edge: Edge, node: Node, by: 1 | -1): void => {
  const other = otherEnd(edge, node)
  if (isClaim(edge) || node.scheme === userScheme || other.scheme !== userScheme) return
  node.users ??= new Map()
  const count = (node.users.get(other) ?? 0) + by
  if (count > 0) node.users.set(other, count)
  else node.users.delete(other)
}

/** Keeps two nodes apart, or no longer. */
export const countApart = (one: Node, two: Node, by: 1 | -1): void => {
  for (const [node, other] of [
    [one, two],
    [two, one],
  ] as const) {
    node.apart ??= new Map()
    const count = (node.apart.get(other) ?? 0) + by
    if (count > 0) node.apart.set(other, count)
    else node.apart.delete(other)
  }
}

/** Whether many people share a place: because its type is so declared, or because more than three users are known there. */
export const isShared = (rules: IdentifierRules, node: Node): boolean =>
  rules.of(node.scheme).isShared ||
  (node.scheme !== userScheme && (node.isCrowdOfUsers || (node.users?.size ?? 0) > mostUsers))

/**
 * Whether a claim may hold, as the claimed end sees it: nobody's own words know that place, and nobody claimed it earlier. A place that
 * claims others is claimed by nobody.
 */
export const isClaimable = (edge: Edge): boolean => {
  const { two } = edge
  if (two.scheme === userScheme) return false
  for (const other of two.edges) {
    if (other === edge || !holds(other)) continue
    if (!isClaim(other) || compareEdges(other, edge) < 0) return false
  }
  return true
}

/** Types that only say which browser it is: nothing is ever sent there but while somebody is looking. */
const browsers: ReadonlySet<string> = new Set(["anonymous", "visitor"])

const isAddress = ({ scheme }: Node): boolean => scheme !== userScheme && !browsers.has(scheme)

/** Whether the own words of the application say at which address a user is. */
const hasOwnAddress = (user: Node): boolean => {
  for (const edge of user.edges) if (holds(edge) && !isClaim(edge) && isAddress(otherEnd(edge, user))) return true
  return false
}

/**
 * Whether a claim may hold, as its first end sees it: that end was not itself claimed before, and it is no user whose address the
 * application knows. Or whoever knows the id of a user could have what we write to them sent to an address of their own.
 */
export const canClaim = (edge: Edge): boolean => {
  const { one } = edge
  if (one.scheme === userScheme && isAddress(edge.two) && hasOwnAddress(one)) return false
  let first: Edge | undefined
  for (const other of one.edges) {
    if (!holds(other)) continue
    if (!isClaim(other)) return true
    if (!first || compareEdges(other, first) < 0) first = other
  }
  return first?.one === one
}

/** Whether nothing that lies at its ends alone speaks against a claim. */
export const isSoundClaim = (edge: Edge): boolean => isClaimable(edge) && canClaim(edge)

/** The link that a node would rather not remember, once it has more to one type than it keeps. */
const leastOf = (node: Node, scheme: string): Edge | undefined => {
  if (node.edges.size <= mostOfOneType || scheme === "") return undefined
  let count = 0
  let last: Edge | undefined
  for (const edge of node.edges) {
    if (otherEnd(edge, node).scheme !== scheme) continue
    count++
    if (!last || compareKept(edge.said, edge.id, last.said, last.id) > 0) last = edge
  }
  return count > mostOfOneType ? last : undefined
}

/** Puts an edge where its ends see it. An end that has too many forgets one, which holds no longer. Gives those that went, and where. */
export const attach = (edge: Edge): readonly (readonly [Node, Edge])[] => {
  edge.one.edges.add(edge)
  edge.two.edges.add(edge)
  const gone: (readonly [Node, Edge])[] = []
  for (const node of [edge.one, edge.two]) {
    const { scheme } = otherEnd(edge, node)
    const least = leastOf(node, scheme)
    if (!least) continue
    node.edges.delete(least)
    node.isCrowdOfUsers ||= scheme === userScheme && isKnown(least.said)
    gone.push([node, least])
  }
  return gone
}
