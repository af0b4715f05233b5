import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import { type IdentifierRules, usualIdentifiers } from "../identifier.ts"
import {
  attach,
  countApart,
  countUser,
  createNode,
  type Edge,
  holds,
  type Node,
  rankOf,
  type RefusedBecause,
} from "./graph.ts"
import type { Linked } from "./links.ts"
import { leadsTo, type Looking, reachedFrom } from "./reach.ts"
import { replay } from "./replay.ts"
import { namesOf, type Resolution } from "./resolve.ts"

type Ends = Pick<Linked, "ends" | "schemes">

/** One word about who is who, as a log brings it. */
export type Assertion =
  | ({ readonly says: "linked"; readonly id: string } & Ends & Pick<Linked, "trust" | "at" | "blocked">)
  | ({ readonly says: "kept-apart"; readonly id: string } & Ends)
  | { readonly says: "retracted"; readonly id: string }

/** Who is who, kept up to date word by word: always the same as the whole log folded again. */
export interface IdentityIndex {
  /** Takes a word in; the same word again changes nothing. */
  apply(assertion: Assertion): void
  /** The customer to whom a stream belongs now; the stream itself, where nothing is known of it. */
  customerOf(stream: StreamId): CustomerId
  /** Why a link does not join; `undefined` where it does, or where it is not known. */
  refusedBecause(link: string): RefusedBecause | undefined
  /** Everything, as `resolve` gives it. */
  resolution(): Resolution
  /** How many nodes were looked at again, over all words. */
  readonly replayed: number
}

interface Index {
  readonly rules: IdentifierRules
  readonly nodes: Map<StreamId, Node>
  readonly edges: Map<string, Edge>
  readonly apart: Map<string, readonly [Node, Node]>
  readonly retracted: Set<string>
  replayed: number
}

const nodeIn = ({ nodes }: Index, { ends, schemes }: Ends, place: 0 | 1): Node => {
  const known = nodes.get(ends[place])
  if (known) return known
  const node = createNode(ends[place], schemes[place])
  nodes.set(ends[place], node)
  return node
}

const reach = ({ rules }: Index, starts: readonly Node[], looking: Looking): Set<Node> =>
  reachedFrom(starts, (node, isStart) => leadsTo(rules, node, isStart ? looking : "through"))

/** Makes a change, and says again who is one person among all whom it may concern: those reached before it, and after. */
const change = (index: Index, starts: readonly [Node, Node], looking: Looking, make: () => void): void => {
  const concerned = reach(index, starts, looking)
  make()
  for (const node of reach(index, starts, "joining")) concerned.add(node)
  index.replayed += concerned.size
  replay(index.rules, concerned)
}

const addLink = (index: Index, said: Extract<Assertion, { readonly says: "linked" }>): void => {
  const { edges, rules, retracted } = index
  const [one, two] = [nodeIn(index, said, 0), nodeIn(index, said, 1)]
  if (edges.has(said.id) || one === two) return
  const edge: Edge = {
    id: said.id,
    one,
    two,
    said,
    rank: rankOf(rules, said.trust, one.scheme, two.scheme),
    isRetracted: retracted.has(said.id),
    isDisplaced: false,
    refused: undefined,
  }
  edges.set(said.id, edge)
  change(index, [one, two], "joining", () => {
    for (const node of [one, two]) if (holds(edge)) countUser(edge, node, 1)
    for (const [node, least] of attach(edge)) {
      least.isDisplaced = true
      if (holds(least)) countUser(least, node, -1)
    }
  })
}

const keepApart = (index: Index, said: Extract<Assertion, { readonly says: "kept-apart" }>): void => {
  const [one, two] = [nodeIn(index, said, 0), nodeIn(index, said, 1)]
  if (index.apart.has(said.id) || one === two) return
  index.apart.set(said.id, [one, two])
  if (index.retracted.has(said.id)) return
  change(index, [one, two], "joining", () => countApart(one, two, 1))
}

const takeBack = (index: Index, id: string): void => {
  if (index.retracted.has(id)) return
  index.retracted.add(id)
  const [edge, apart] = [index.edges.get(id), index.apart.get(id)]
  if (apart) change(index, apart, "joining", () => countApart(...apart, -1))
  if (!edge) return
  change(index, [edge.one, edge.two], "loosening", () => {
    for (const node of [edge.one, edge.two]) if (node.edges.has(edge) && holds(edge)) countUser(edge, node, -1)
    edge.isRetracted = true
    edge.refused = undefined
  })
}

/**
 * Creates an index of who is who for logs that are too long to be folded again for each word: it replays only what a word can concern.
 *
 * @example
 * import { createIdentityIndex, inputId, streamId } from "@escucha/core/identity"
 *
 * const [web, mail] = [streamId(1, () => 0.1), streamId(2, () => 0.2)]
 * const index = createIdentityIndex()
 * index.apply({ says: "linked", id: inputId("1"), ends: [web, mail], schemes: ["user", "email"], trust: "stated", at: 0 })
 * index.customerOf(mail) === web // true
 */
export const createIdentityIndex = (rules: IdentifierRules = usualIdentifiers): IdentityIndex => {
  const index: Index = {
    rules,
    nodes: new Map(),
    edges: new Map(),
    apart: new Map(),
    retracted: new Set(),
    replayed: 0,
  }
  return {
    apply: (assertion) => {
      if (assertion.says === "linked") addLink(index, assertion)
      else if (assertion.says === "kept-apart") keepApart(index, assertion)
      else takeBack(index, assertion.id)
    },
    customerOf: (stream) => {
      const node = index.nodes.get(stream)
      return node ? (namesOf([node]).get(stream) ?? stream) : stream
    },
    refusedBecause: (link) => index.edges.get(link)?.refused,
    resolution: () => {
      const refused = new Map<string, RefusedBecause>()
      for (const { edges } of index.nodes.values())
        for (const { id, refused: because } of edges) if (because) refused.set(id, because)
      return { customers: namesOf(index.nodes.values()), refused }
    },
    get replayed() {
      return index.replayed
    },
  }
}
