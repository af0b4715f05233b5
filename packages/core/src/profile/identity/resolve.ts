import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import { type IdentifierRules, usualIdentifiers, userScheme } from "../identifier.ts"
import { countApart, countUser, createNode, type Edge, holds, type Node, rankOf, type RefusedBecause } from "./graph.ts"
import { type Linked, type Links, todaysLinks } from "./links.ts"
import { replay } from "./replay.ts"

/** Who is one person with whom, and which links do not join, each with the rule that forbids it. */
export interface Resolution {
  readonly customers: ReadonlyMap<StreamId, CustomerId>
  readonly refused: ReadonlyMap<string, RefusedBecause>
}

/** The name of each node's person: the oldest stream. */
export const namesOf = (nodes: Iterable<Node>): ReadonlyMap<StreamId, CustomerId> => {
  const byGroup = new Map<readonly Node[], CustomerId>()
  const names = new Map<StreamId, CustomerId>()
  for (const { stream, group } of nodes) {
    const name =
      byGroup.get(group) ??
      group.reduce<StreamId>((oldest, node) => (node.stream < oldest ? node.stream : oldest), stream)
    byGroup.set(group, name)
    names.set(stream, name)
  }
  return names
}

/** The nodes of some streams, and of those that their links name: of these, only what is said by the streams that are given. */
export interface Graph {
  readonly nodes: ReadonlyMap<StreamId, Node>
  readonly given: ReadonlySet<Node>
}

const createNodes = (streams: ReadonlyMap<StreamId, Links>): Map<StreamId, Node> => {
  const nodes = new Map<StreamId, Node>()
  const nodeOf = (stream: StreamId, scheme: string) => {
    const node = nodes.get(stream) ?? createNode(stream, scheme)
    if (node.scheme === "") node.scheme = scheme // said by a later version than the first
    nodes.set(stream, node)
    return node
  }
  for (const [stream, { links, apart, crowded }] of streams) {
    // claims make no crowd: nobody makes an address of others useless by typing it
    nodeOf(stream, "").isCrowdOfUsers = crowded[userScheme] === true
    for (const said of [...Object.values(links), ...Object.values(apart)])
      for (const [place, end] of said.ends.entries()) nodeOf(end, said.schemes[place] ?? "")
  }
  return nodes
}

/** Whether an end that is known has forgotten a link that the other end remembers. */
const forgot = (streams: ReadonlyMap<StreamId, Links>, id: string, { ends, schemes }: Linked): boolean =>
  ends.some((stream, place) => {
    const own = streams.get(stream)
    return own && !Object.hasOwn(own.links, id) && Object.hasOwn(own.crowded, schemes[place === 0 ? 1 : 0])
  })

/** The graph of what these streams remember. */
export const graphOf = (streams: ReadonlyMap<StreamId, Links>, rules: IdentifierRules): Graph => {
  const nodes = createNodes(streams)
  const given = new Set<Node>()
  const retracted = new Set<string>()
  for (const own of streams.values()) for (const id of Object.keys(own.retracted)) retracted.add(id)
  const edges = new Map<string, Edge>()
  const apart = new Set<string>()
  for (const [stream, own] of streams) {
    const node = nodes.get(stream)
    if (!node) continue
    given.add(node)
    for (const [id, said] of Object.entries(own.links)) {
      const [one, two] = [nodes.get(said.ends[0]), nodes.get(said.ends[1])]
      if (!one || !two || one === two) continue
      const edge: Edge = edges.get(id) ?? {
        id,
        one,
        two,
        said,
        rank: rankOf(rules, said.trust, one.scheme, two.scheme),
        isRetracted: retracted.has(id),
        isDisplaced: forgot(streams, id, said),
        refused: undefined,
      }
      edges.set(id, edge)
      node.edges.add(edge)
      if (holds(edge)) countUser(edge, node, 1)
    }
    for (const [id, { ends }] of Object.entries(own.apart)) {
      const [one, two] = [nodes.get(ends[0]), nodes.get(ends[1])]
      if (!one || !two || retracted.has(id) || apart.has(id)) continue
      apart.add(id)
      countApart(one, two, 1)
    }
  }
  return { nodes, given }
}

/**
 * Who is one person, by the links that hold now and the rules of an application. Pure, and independent of the order in which anything
 * came, so that a customer who was joined and taken apart has their old name again: the oldest of their streams.
 *
 * @example
 * import { resolve } from "@escucha/core/identity"
 *
 * resolve(new Map()).customers.size // 0
 */
export const resolve = (given: ReadonlyMap<StreamId, Links>, rules: IdentifierRules = usualIdentifiers): Resolution => {
  const graph = graphOf(new Map([...given].map(([stream, links]) => [stream, todaysLinks(links)])), rules)
  replay(rules, graph.given)
  const refused = new Map<string, RefusedBecause>()
  for (const { edges } of graph.given)
    for (const { id, refused: because } of edges) if (because) refused.set(id, because)
  return { customers: namesOf(graph.given), refused }
}
