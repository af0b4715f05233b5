import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import { identitiesLinked, liveApart, liveLinks } from "../../profile/identity.ts"
import type { RefusedBecause } from "../../profile/identity/graph.ts"
import type { Linked } from "../../profile/identity/links.ts"
import { resolve } from "../../profile/identity/resolve.ts"
import { type Whole, wholeOf } from "../../runtime/house.ts"
import type { StreamRow } from "../../timeline/store.ts"
import type { LinkView, RefusedLink } from "../customer-view.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { masked } from "../rows.ts"

/** Two identifiers that are never one person's, by whose word, and why. */
export interface KeptApartView {
  readonly id: string
  readonly ends: readonly [StreamId, StreamId]
  readonly schemes: readonly [string, string]
  /** The addresses, masked. */
  readonly values: readonly [string, string]
  readonly reason: string
  readonly by: string
  readonly at: number
}

/** Why a customer is who they are: every word about it that nobody took back. */
export interface IdentityExplanation {
  readonly id: CustomerId
  /** Links that join. */
  readonly accepted: readonly LinkView[]
  /** Links that do not, each with the rule that forbids it. */
  readonly refused: readonly RefusedLink[]
  /** Guesses that join nobody until somebody accepts them. */
  readonly suggested: readonly LinkView[]
  readonly keptApart: readonly KeptApartView[]
}

type Rows = ReadonlyMap<StreamId, StreamRow<State>>

/** The addresses of two ends, as they may be shown; dots, where somebody was erased. */
const valuesOf = (rows: Rows, ends: readonly [StreamId, StreamId]): readonly [string, string] => {
  const value = (stream: StreamId) => {
    const row = rows.get(stream)
    return row ? masked(row.identifier) : "···"
  }
  return [value(ends[0]), value(ends[1])]
}

const linkView = (rows: Rows, link: string, said: Linked): LinkView => {
  const { ends, schemes, source, trust, at, score, explanation, evidence } = said
  return {
    link,
    ends,
    schemes,
    values: valuesOf(rows, ends),
    source,
    trust,
    at,
    ...(score !== undefined && { score }),
    ...(explanation && { explanation }),
    ...(evidence !== undefined && { evidence }),
  }
}

/** Everything that was said of who a customer is, and what the rules make of it. */
export const explained = async (loop: Loop, customer: Whole<State>): Promise<IdentityExplanation> => {
  const own = [...customer.streams.values()].map(({ state }) => state.identity)
  const links = new Map(own.flatMap(liveLinks)),
    apart = new Map(own.flatMap(liveApart))
  const isAlone = links.size + apart.size === 0
  const rows = isAlone ? customer.streams : await loop.around(customer)
  const refusedBy = refusedIn(loop, rows)
  const accepted: LinkView[] = [],
    refused: RefusedLink[] = [],
    suggested: LinkView[] = []
  for (const [link, said] of links) {
    const view = linkView(rows, link, said)
    const rule = refusedBy.get(link)
    if (said.trust === "suggested") suggested.push(view)
    else if (rule) refused.push({ ...view, rule })
    else if (rows.has(said.ends[0]) && rows.has(said.ends[1])) accepted.push(view) // an end that was erased joins nobody
  }
  const keptApart = [...apart].map(([id, said]): KeptApartView => ({ id, ...said, values: valuesOf(rows, said.ends) }))
  return { id: customer.id, accepted, refused, suggested, keptApart }
}

const refusedIn = (loop: Loop, rows: Rows): ReadonlyMap<string, RefusedBecause> =>
  rows.size < 2
    ? new Map()
    : resolve(new Map([...rows].map(([stream, { state }]) => [stream, state.identity])), loop.setting.identifiers)
        .refused

/** The part of the picture of a customer that tells why their places are theirs. */
export const identityView = async (loop: Loop, customer: Whole<State>) => {
  const { accepted, refused } = await explained(loop, customer)
  const linksOf = (stream: StreamId): readonly LinkView[] => accepted.filter(({ ends }) => ends.includes(stream))
  return { linksOf, refused }
}

/** Which rule forbids a link that was just said; `undefined` where it joins. */
export const refusalOf = async (loop: Loop, reference: string, link: string): Promise<RefusedBecause | undefined> => {
  const customer = await loop.whole(reference)
  return customer && refusedIn(loop, await loop.around(customer)).get(link)
}

/** What a link between two customers would come to, without it being said. */
export interface LinkPreview {
  readonly result: "joined" | "already" | "refused"
  readonly because?: RefusedBecause
  /** The customer that would be, or, of a refused link, that the first one stays. */
  readonly customer: Whole<State>
}

/** The id of a link that nobody says. */
const imagined = "preview"

/** Looks at what a link would do: the same rules, over the same memory, with nothing written. */
export const previewed = async (
  loop: Loop,
  one: { readonly stream: StreamId; readonly customer: Whole<State> },
  two: { readonly stream: StreamId; readonly customer: Whole<State> },
): Promise<LinkPreview> => {
  if (one.customer.id === two.customer.id) return { result: "already", customer: one.customer }
  const { house, setting, clock } = loop
  const rows = new Map([...(await loop.around(one.customer)), ...(await loop.around(two.customer))])
  const scheme = (stream: StreamId) => rows.get(stream)?.identifier.split(":", 1)[0] ?? ""
  const identifiers = [one, two].map(({ stream }) => rows.get(stream)?.identifier)
  const isBlocked = identifiers.some((known) => known !== undefined && setting.identifiers.isBlocked(known))
  const ends = [one.stream, two.stream] as const
  const now = clock.now()
  for (const stream of ends) {
    const row = rows.get(stream)
    if (!row) continue
    const data = { link: imagined, ends, schemes: ends.map(scheme), source: "", trust: "manual" }
    const state = house.project(row.state, {
      id: `${imagined}#0`,
      stream,
      position: row.version + 1,
      kind: identitiesLinked.kind,
      schema: identitiesLinked.version,
      occurredAt: now,
      receivedAt: now,
      data: { ...data, ...(isBlocked && { blocked: true }) },
    })
    rows.set(stream, { ...row, state })
  }
  const because = refusedIn(loop, rows).get(imagined)
  if (because) return { result: "refused", because, customer: one.customer }
  const names = house.customers(new Map([...rows].map(([stream, { state }]) => [stream, state])))
  const id = names.get(one.stream) ?? one.customer.id
  return {
    result: "joined",
    customer: wholeOf(house, id, new Map([...rows].filter(([each]) => names.get(each) === id))),
  }
}
