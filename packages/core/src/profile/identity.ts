import type { InputId, StreamId } from "../kernel/ids.ts"
import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import {
  bothCrowded,
  type KeptApart,
  type Linked,
  type Links,
  noLinks,
  todaysLinks,
  withApart,
  withLink,
} from "./identity/links.ts"
import type { Trust, Weighed } from "./identity/links.ts"

/** What is written down of a link. */
export interface LinkData {
  readonly link: InputId
  /** Of a claim or a suggestion, the second end is the one that is claimed or suggested. */
  readonly ends: readonly [StreamId, StreamId]
  /** The types of the ends, by which the rules judge. */
  readonly schemes: readonly [string, string]
  /** Who said so. */
  readonly source: string
  readonly trust: Trust
  /** One of the ends names nobody: said when the link was, so that the log alone tells who is who. */
  readonly blocked?: true
  readonly score?: number
  readonly explanation?: readonly Weighed[]
  readonly evidence?: string
}

/** What a link says beside its ends. */
export interface LinkWords extends Omit<LinkData, "link" | "ends" | "trust"> {
  readonly trust?: Trust
}

/**
 * Two streams are one person's. The assertion lies in both of them, under one entry id: each stream is whole alone, and
 * both are fenced. Version 1 had no types and no trust: what it joined stays joined.
 */
export const identitiesLinked = defineEntry<LinkData>()("identities-linked", 2, (data, version) => {
  if (version > 1) return data as LinkData // written by this very definition
  const { link, ends, source } = data as Pick<LinkData, "link" | "ends" | "source"> // version 1 had these three
  return { link, ends, source, schemes: ["", ""], trust: "stated" }
})

/** A link, or the word that two are kept apart, is taken back, whether it arrived already or not. */
export const identitiesUnlinked = defineEntry<{ readonly link: InputId; readonly reason: string }>()(
  "identities-unlinked",
  1,
)

/** Two streams are never one person's, whatever links say. It lies in both, and `identities-unlinked` takes it back by its id. */
export const identitiesKeptApart = defineEntry<{
  readonly id: InputId
  readonly ends: readonly [StreamId, StreamId]
  readonly schemes: readonly [string, string]
  readonly reason: string
  readonly by: string
}>()("identities-kept-apart", 1)

type IdentityDraft =
  DraftOf<typeof identitiesLinked> | DraftOf<typeof identitiesUnlinked> | DraftOf<typeof identitiesKeptApart>

/** What is remembered of links, per stream. */
export const identity = defineFold(
  identitiesLinked,
  identitiesUnlinked,
  identitiesKeptApart,
)<Links>({
  initial: noLinks,
  on: {
    "identities-linked": (links, { stream, occurredAt, data: { link: id, ...said } }) =>
      withLink(todaysLinks(links), stream, id, { ...said, at: occurredAt }),
    "identities-unlinked": (links, { data }) => {
      const today = todaysLinks(links)
      return { ...today, retracted: { ...today.retracted, [data.link]: true } }
    },
    "identities-kept-apart": (links, { occurredAt, data: { id, ...said } }) =>
      withApart(todaysLinks(links), id, { ...said, at: occurredAt }),
  },
  merge: (first, second) => {
    const [one, two] = [todaysLinks(first), todaysLinks(second)]
    return {
      links: { ...one.links, ...two.links },
      retracted: { ...one.retracted, ...two.retracted },
      apart: { ...one.apart, ...two.apart },
      crowded: bothCrowded(one.crowded, two.crowded),
    }
  },
})

/** Says that two streams are one person's; `source` says who said so. A stream is never linked to itself. */
export const link = (
  id: InputId,
  one: StreamId,
  two: StreamId,
  words: LinkWords | string = "app",
): readonly IdentityDraft[] => {
  if (one === two) return []
  const said: LinkWords = typeof words === "string" ? { source: words, schemes: ["", ""] } : words
  const data: LinkData = { link: id, ends: [one, two], trust: "stated", ...said }
  return [{ kind: "identities-linked", data, streams: [one, two] }]
}

/** Takes back one link, or the word that they are kept apart, between these two streams; also one that has not arrived yet. */
export const retract = (id: InputId, one: StreamId, two: StreamId, reason: string): readonly IdentityDraft[] =>
  one === two ? [] : [{ kind: "identities-unlinked", data: { link: id, reason }, streams: [one, two] }]

/** The links of a stream that nobody took back, whatever the rules make of them. */
export const liveLinks = (links: Links): readonly (readonly [id: InputId, said: Linked])[] => {
  const today = todaysLinks(links)
  return (
    Object.entries(today.links)
      .filter(([id]) => !Object.hasOwn(today.retracted, id))
      // the key is the id that link() wrote
      .map(([id, said]) => [id as InputId, said])
  )
}

/** Where a stream is kept apart from others by a word that nobody took back. */
export const liveApart = (links: Links): readonly (readonly [id: InputId, said: KeptApart])[] => {
  const today = todaysLinks(links)
  return (
    Object.entries(today.apart)
      .filter(([id]) => !Object.hasOwn(today.retracted, id))
      // the key is the id that keepApart() wrote
      .map(([id, said]) => [id as InputId, said])
  )
}

/** Takes a stream out of its customer: every link that holds it is taken back, and what was joined only through it comes apart too. */
export const unlink = (links: Links, stream: StreamId, reason: string): readonly IdentityDraft[] =>
  liveLinks(links)
    .filter(([, { ends }]) => ends.includes(stream))
    .map(([id, { ends }]) => ({ kind: "identities-unlinked", data: { link: id, reason }, streams: ends }))

/** Says that two streams are never one person's, whatever links say. */
export const keepApart = (
  id: InputId,
  one: StreamId,
  two: StreamId,
  words: Omit<DraftOf<typeof identitiesKeptApart>["data"], "id" | "ends">,
): readonly IdentityDraft[] =>
  one === two ? [] : [{ kind: "identities-kept-apart", data: { id, ends: [one, two], ...words }, streams: [one, two] }]
