import type { CustomerId, InputId, StreamId } from "../kernel/ids.ts"
import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/**
 * Two streams are one person's. The assertion lies in both of them, under one entry id: each stream is whole alone, and
 * both are fenced.
 */
export const identitiesLinked = defineEntry<{
  readonly link: InputId
  readonly ends: readonly [StreamId, StreamId]
  readonly source: string
}>()("identities-linked", 1)

/** A link is taken back, whether it arrived already or not. */
export const identitiesUnlinked = defineEntry<{ readonly link: InputId; readonly reason: string }>()(
  "identities-unlinked",
  1,
)

type IdentityDraft = DraftOf<typeof identitiesLinked> | DraftOf<typeof identitiesUnlinked>

/** The links that a stream knows of. Both sets only grow, so that the order of arrival does not matter. */
export interface Links {
  readonly made: { readonly [link: string]: readonly [StreamId, StreamId] }
  readonly retracted: { readonly [link: string]: true }
}

/** The most streams that one customer may have: beyond it somebody shares an address, and a link is refused. */
export const mostStreams = 200

/** What is remembered of links, per stream. */
export const identity = defineFold(
  identitiesLinked,
  identitiesUnlinked,
)<Links>({
  initial: { made: {}, retracted: {} },
  on: {
    "identities-linked": (links, { data }) => ({ ...links, made: { ...links.made, [data.link]: data.ends } }),
    "identities-unlinked": (links, { data }) => ({ ...links, retracted: { ...links.retracted, [data.link]: true } }),
  },
  merge: (one, two) => ({ made: { ...one.made, ...two.made }, retracted: { ...one.retracted, ...two.retracted } }),
})

const liveLinks = ({ made, retracted }: Links) =>
  Object.entries(made).filter(([link]) => !Object.hasOwn(retracted, link))

/** Whether any link of this stream holds now. */
export const isLinked = (links: Links): boolean => liveLinks(links).length > 0

/**
 * The customer of each stream: the oldest stream that can be reached over the links that hold now. Pure and independent of order,
 * so that a customer who was joined and taken apart has their old name again.
 */
export const resolve = (streams: ReadonlyMap<StreamId, Links>): ReadonlyMap<StreamId, CustomerId> => {
  const parent = new Map<StreamId, StreamId>()
  const root = (stream: StreamId): StreamId => {
    let top = stream
    for (let above = parent.get(top); above !== undefined; above = parent.get(top)) top = above
    return top
  }
  for (const links of streams.values()) {
    for (const [, ends] of liveLinks(links)) {
      // each stream by what lies in it: who else is loaded must not matter
      const [low, high] = ends.map(root).sort()
      if (low !== undefined && high !== undefined && low !== high) parent.set(high, low)
    }
  }
  return new Map([...streams.keys()].map((stream) => [stream, root(stream)]))
}

/** Says that two streams are one person's; `source` says who said so. A stream is never linked to itself. */
export const link = (id: InputId, one: StreamId, two: StreamId, source: string): readonly IdentityDraft[] =>
  one === two ? [] : [{ kind: "identities-linked", data: { link: id, ends: [one, two], source }, streams: [one, two] }]

/** Takes back one link between these two streams, also one that has not arrived yet. */
export const retract = (id: InputId, one: StreamId, two: StreamId, reason: string): readonly IdentityDraft[] =>
  one === two ? [] : [{ kind: "identities-unlinked", data: { link: id, reason }, streams: [one, two] }]

/** Takes a stream out of its customer: every link that holds it is taken back, and what was joined only through it comes apart too. */
export const unlink = (links: Links, stream: StreamId, reason: string): readonly IdentityDraft[] =>
  liveLinks(links)
    .filter(([, ends]) => ends.includes(stream))
    // the key is the id that link() wrote
    .map(([id, ends]) => ({ kind: "identities-unlinked", data: { link: id as InputId, reason }, streams: ends }))
