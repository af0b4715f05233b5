import type { StreamId } from "../../kernel/ids.ts"
import { mostOfOneType } from "../identifier.ts"

/**
 * How far a link is believed. `manual`: a person of ours said it; `stated`: the app knows it; `claimed`: typed by whoever writes, and
 * it never walks into somebody's memory; `suggested`: a guess that joins nobody until it is accepted.
 */
export type Trust = "manual" | "stated" | "claimed" | "suggested"

/** What one field adds to a suggestion, in bits; it repeats nothing of what is in the field. */
export interface Weighed {
  readonly field: string
  readonly level: string
  readonly weight: number
}

/** A link as both of its streams remember it. */
export interface Linked {
  readonly ends: readonly [StreamId, StreamId]
  readonly schemes: readonly [string, string]
  readonly source: string
  readonly trust: Trust
  readonly at: number
  readonly blocked?: true
  readonly score?: number
  readonly explanation?: readonly Weighed[]
  readonly evidence?: string
}

/** The word that two streams are never one person's. */
export interface KeptApart {
  readonly ends: readonly [StreamId, StreamId]
  readonly schemes: readonly [string, string]
  readonly reason: string
  readonly by: string
  readonly at: number
}

/** More came than is remembered: `true`, also of what somebody knows; `claimed`, only of claims and guesses. */
export type Crowd = true | "claimed"

/** The assertions that touch a stream. All of it only grows, so that the order of arrival does not matter. */
export interface Links {
  /** By id, at most 64 to streams of one type: the most trusted of all that ever came, the earliest among them. */
  readonly links: { readonly [link: string]: Linked }
  readonly retracted: { readonly [id: string]: true }
  readonly apart: { readonly [id: string]: KeptApart }
  /** The types of which more than 64 links ever came. */
  readonly crowded: { readonly [scheme: string]: Crowd }
}

/** Nothing is known of links. */
export const noLinks: Links = { links: {}, retracted: {}, apart: {}, crowded: {} }

/** What a house of the first version kept. */
interface FirstLinks {
  readonly made: { readonly [link: string]: readonly [StreamId, StreamId] }
  readonly retracted: Links["retracted"]
}

/** The memory of today, out of a state that an earlier version may have kept. */
export const todaysLinks = (links: Links | FirstLinks): Links => {
  if (!("made" in links)) return links
  const kept = Object.entries(links.made).map(([link, ends]): readonly [string, Linked] => [
    link,
    { ends, schemes: ["", ""], source: "", trust: "stated", at: 0 },
  ])
  return { ...noLinks, links: Object.fromEntries(kept), retracted: links.retracted }
}

const trustOrder: { readonly [Each in Trust]: number } = { manual: 0, stated: 1, claimed: 2, suggested: 3 }

type Placed = Pick<Linked, "trust" | "at">

/** Which of two links a crowded stream rather remembers; below 0, the first. It does not depend on the rules of an application. */
export const compareKept = (one: Placed, oneId: string, two: Placed, twoId: string): number =>
  trustOrder[one.trust] - trustOrder[two.trust] || one.at - two.at || (oneId < twoId ? -1 : oneId > twoId ? 1 : 0)

/** The type of the other end, as this stream sees a link. */
export const otherScheme = ({ ends, schemes }: Pick<Linked, "ends" | "schemes">, stream: StreamId): string =>
  ends[0] === stream ? schemes[1] : schemes[0]

/** Whether somebody knows a link, and did not only claim or guess it. */
export const isKnown = ({ trust }: Pick<Linked, "trust">): boolean => trust === "manual" || trust === "stated"

const crowdedBy = (crowded: Links["crowded"], scheme: string, forgotten: Linked): Links["crowded"] => {
  const before = Object.hasOwn(crowded, scheme) ? crowded[scheme] : undefined
  const crowd: Crowd = before === true || isKnown(forgotten) ? true : "claimed"
  return crowd === before ? crowded : { ...crowded, [scheme]: crowd }
}

/** The crowds of two memories. */
export const bothCrowded = (one: Links["crowded"], two: Links["crowded"]): Links["crowded"] => ({
  ...one,
  ...Object.fromEntries(Object.entries(two).map(([scheme, crowd]) => [scheme, one[scheme] === true ? true : crowd])),
})

/** The memory of a stream after a link came: the same for any order, and bounded. */
export const withLink = (links: Links, stream: StreamId, id: string, said: Linked): Links => {
  if (Object.hasOwn(links.links, id)) return links
  const scheme = otherScheme(said, stream)
  const rivals = Object.entries(links.links).filter(([, each]) => otherScheme(each, stream) === scheme)
  if (rivals.length < mostOfOneType || scheme === "") return { ...links, links: { ...links.links, [id]: said } }
  const [lastId, last] = rivals.reduce((one, two) => (compareKept(one[1], one[0], two[1], two[0]) > 0 ? one : two))
  const isForgotten = compareKept(said, id, last, lastId) > 0
  const crowded = crowdedBy(links.crowded, scheme, isForgotten ? said : last)
  if (isForgotten) return crowded === links.crowded ? links : { ...links, crowded }
  const kept = Object.entries(links.links).filter(([each]) => each !== lastId)
  return { ...links, links: Object.fromEntries([...kept, [id, said]]), crowded }
}

/** The memory of a stream after it was kept apart from another. */
export const withApart = (links: Links, id: string, said: KeptApart): Links =>
  Object.hasOwn(links.apart, id) ? links : { ...links, apart: { ...links.apart, [id]: said } }
