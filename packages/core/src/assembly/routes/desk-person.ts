import type {
  DeskConflict,
  DeskHead,
  DeskJoin,
  DeskLink,
  DeskPair,
  DeskParts,
  DeskPerson,
  DeskPlace,
  DeskProof,
  DeskStep,
  DeskTie,
} from "../../client/wire-person.ts"
import { personOf } from "../../conversation/contact.ts"
import { InputError } from "../../kernel/errors.ts"
import { type InputId, partsOf, type StreamId } from "../../kernel/ids.ts"
import { hashOfRecord } from "../../profile/consent-chain.ts"
import { liveApart, liveLinks } from "../../profile/identity.ts"
import { type Linked, type Links, todaysLinks } from "../../profile/identity/links.ts"
import { resolve } from "../../profile/identity/resolve.ts"
import { traitValues } from "../../profile/traits.ts"
import { type Whole, wholeOf } from "../../runtime/house.ts"
import type { StreamRow } from "../../timeline/store.ts"
import { consentHistory, type ConsentEvent } from "../consent-history.ts"
import { consentViews } from "../consent-view.ts"
import { basisOf, purposesOf } from "../decide/consent.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { masked, nameOf } from "../rows.ts"
import { maskedTraits } from "./desk-mask.ts"

const placeOf = (stream: StreamId, { identifier }: StreamRow<State>): DeskPlace => ({
  stream,
  scheme: partsOf(identifier).scheme,
  value: masked(identifier),
})

/** Somebody in short, as a colleague may see them. */
export const headOf = (customer: Whole<State>): DeskHead => ({
  customer: customer.id,
  name: nameOf(customer),
  places: [...customer.streams].map(([stream, row]) => placeOf(stream, row)),
  traits: maskedTraits(traitValues(customer.state.traits)),
  optedOut: personOf(customer.state).optedOutAt !== null,
})

/** A place by its stream, whoever it belongs to now; one that is gone is known by its kind alone. */
const placeIn = async (loop: Loop, own: Whole<State>, stream: StreamId, scheme: string): Promise<DeskPlace> => {
  const row = own.streams.get(stream) ?? (await loop.whole(stream))?.streams.get(stream)
  return row ? placeOf(stream, row) : { stream, scheme, value: "" }
}

/** What is known of a link by the streams that remember it. */
const linkOf = async (
  loop: Loop,
  customer: Whole<State>,
  link: string,
  { ends, schemes, source, trust, at }: Pick<Linked, "ends" | "schemes" | "source" | "trust" | "at">,
): Promise<DeskLink> => ({
  link,
  ends: [await placeIn(loop, customer, ends[0], schemes[0]), await placeIn(loop, customer, ends[1], schemes[1])],
  source,
  trust,
  at: at === 0 ? null : at, // a link of the first version had no time of its own
})

const linksOf = (customer: Whole<State>): ReadonlyMap<StreamId, Links> =>
  new Map([...customer.streams].map(([stream, { state }]) => [stream, todaysLinks(state.identity)]))

const mostPairs = 20

/** The pairs that name this customer and that nobody has decided. */
const pairsOf = async (loop: Loop, customer: Whole<State>): Promise<readonly DeskPair[]> => {
  const apart = new Set(liveApart(customer.state.identity).map(([, { ends }]) => [...ends].sort().join()))
  const pairs: DeskPair[] = []
  for (const [link, { trust, ends, at, score = 0, explanation = [] }] of liveLinks(customer.state.identity)) {
    if (trust !== "suggested" || apart.has([...ends].sort().join()) || pairs.length >= mostPairs) continue
    const [one, two] = [await loop.whole(ends[0]), await loop.whole(ends[1])]
    if (!one || !two || one.id === two.id) continue
    pairs.push({ link, at, score, agreement: explanation, one: headOf(one), two: headOf(two) })
  }
  return pairs.sort((one, two) => two.score - one.score)
}

const evidenceOf = (evidence: object): DeskProof["evidence"] =>
  Object.fromEntries(
    Object.entries(evidence).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  )

/** Whether each record is as it was written, and follows one that is there. A record of before there were seals has none. */
export const proofsOf = (events: readonly ConsentEvent[]): readonly DeskProof[] => {
  const records = events.flatMap((event) => (event.type === "consent" ? [event] : []))
  const heads = new Set(records.map(({ stream, record: { hash } }) => `${stream} ${hash}`))
  return records
    .map(({ stream, at, receivedAt, entry, record }): DeskProof => {
      const { text } = record
      const follows = record.previous === "" || heads.has(`${stream} ${record.previous}`)
      return {
        record: record.id === "" ? entry : record.id,
        purpose: record.purpose,
        channel: record.channel,
        decision: record.decision,
        basis: record.basis,
        at,
        method: record.method,
        actor: record.actor,
        text: text ? { version: text.version, language: text.language, text: text.text } : null,
        evidence: evidenceOf(record.evidence),
        expiresAt: record.expiresAt ?? null,
        hash: record.hash,
        previous: record.previous === "" ? null : record.previous,
        sound:
          record.hash === ""
            ? null
            : follows && hashOfRecord(record, { stream, occurredAt: at, receivedAt }) === record.hash,
      }
    })
    .toReversed()
}

const longestLook = 1_000
const mostSteps = 30

/** How a customer moved between stages and segments, as far as the last thousand entries tell it. */
const stepsOf = async (loop: Loop, customer: Whole<State>): Promise<readonly DeskStep[]> => {
  const { items } = await loop.read.timeline(customer.id, { limit: longestLook })
  return items
    .flatMap((entry): readonly DeskStep[] => {
      const { id, occurredAt: at } = entry
      const kind: string = entry.kind
      const data: { readonly [field: string]: unknown } = { ...entry.data }
      const text = (field: string): string => (typeof data[field] === "string" ? data[field] : "")
      if (kind === "lifecycle-changed") return [{ id, at, kind: "lifecycle", name: text("to") }]
      if (kind === "segment-entered") return [{ id, at, kind: "entered", name: text("segment") }]
      return kind === "segment-left" ? [{ id, at, kind: "left", name: text("segment") }] : []
    })
    .slice(0, mostSteps)
}

/** Why we think that this is one person, and what proves what they agreed to. */
export const personPage = async (loop: Loop, customer: Whole<State>): Promise<DeskPerson> => {
  const { refused } = resolve(linksOf(customer), loop.setting.identifiers)
  const live = liveLinks(customer.state.identity).filter(([, { trust }]) => trust !== "suggested")
  const joins = (ends: DeskTie["ends"]) => ends.every((end) => customer.streams.has(end))
  const links = live.filter(([id, { ends }]) => joins(ends) && !refused.has(id))
  const others = live.filter(([id, { ends }]) => !joins(ends) || refused.has(id))
  const because = async ([id, said]: (typeof live)[number]): Promise<DeskLink> => ({
    ...(await linkOf(loop, customer, id, said)),
    because: refused.get(id) ?? (await refusalOf(loop, id, said.ends)) ?? "shared",
  })
  return {
    customer: customer.id,
    links: await Promise.all(links.map(([id, said]) => linkOf(loop, customer, id, said))),
    refused: await Promise.all(others.map(because)),
    apart: await Promise.all(
      liveApart(customer.state.identity).map(async ([id, { reason, by, ...said }]) => ({
        ...(await linkOf(loop, customer, id, { ...said, source: by, trust: "manual" })),
        because: reason,
        by,
      })),
    ),
    pairs: await pairsOf(loop, customer),
    purposes: purposesOf(loop.setting).map((name) => ({ name, basis: basisOf(loop.setting, name) ?? "consent" })),
    channels: Object.keys(loop.setting.channels),
    proofs: proofsOf(await consentHistory(loop, customer.id)),
    steps: await stepsOf(loop, customer),
  }
}

/** The rule that refuses a link between two customers, by what both of them remember. */
const refusalOf = async (loop: Loop, link: string, ends: DeskTie["ends"]): Promise<string | undefined> => {
  const both = await Promise.all(ends.map((end) => loop.whole(end)))
  const known = new Map(both.flatMap((customer) => (customer ? [...linksOf(customer)] : [])))
  return resolve(known, loop.setting.identifiers).refused.get(link)
}

/** What a colleague takes out: one link, or a place with all of its links. */
export type Cut = { readonly link: string } | { readonly place: StreamId }

/** The links that a cut takes back. Throws `InputError` where the customer has no such link or place. */
export const tiesOf = (customer: Whole<State>, cut: Cut): readonly DeskTie[] => {
  const live = liveLinks(customer.state.identity).filter(([, { trust }]) => trust !== "suggested")
  if ("place" in cut && !customer.streams.has(cut.place))
    throw new InputError("conflict", "place", "this place is not the customer's any more; load them again")
  const found = live.filter(([id, { ends }]) => ("link" in cut ? id === cut.link : ends.includes(cut.place)))
  if (found.length === 0)
    throw new InputError(
      "conflict",
      "link" in cut ? "link" : "place",
      "nothing is joined by it any more; load them again",
    )
  return found.map(([link, { ends }]) => ({ link, ends }))
}

/** The ends of a suggestion that a customer remembers and nobody decided; `undefined` where there is none of this id. */
export const suggestionIn = ({ state }: Whole<State>, link: string): DeskTie["ends"] | undefined => {
  const apart = new Set(liveApart(state.identity).map(([, { ends }]) => [...ends].sort().join()))
  const [, said] = liveLinks(state.identity).find(([id]) => id === link) ?? []
  return said?.trust === "suggested" && !apart.has([...said.ends].sort().join()) ? said.ends : undefined
}

/** Who there would be without some links. */
export const partsWithout = (loop: Loop, customer: Whole<State>, ties: readonly DeskTie[]): DeskParts => {
  const gone: Links["retracted"] = Object.fromEntries(ties.map(({ link }) => [link, true as const]))
  const left = new Map(
    [...linksOf(customer)].map(([stream, links]): [StreamId, Links] => [
      stream,
      { ...links, retracted: { ...links.retracted, ...gone } },
    ]),
  )
  const { customers } = resolve(left, loop.setting.identifiers)
  const groups = Map.groupBy(customer.streams, ([stream]) => customers.get(stream) ?? stream)
  return { parts: [...groups].map(([id, rows]) => headOf(wholeOf(loop.house, id, new Map(rows)))) }
}

const conflictsOf = (one: Whole<State>, two: Whole<State>, both: Whole<State>): readonly DeskConflict[] => {
  const [first, second, holding] = [one, two, both].map(({ state }) => maskedTraits(traitValues(state.traits)))
  return Object.entries(first ?? {}).flatMap(([name, value]) => {
    const other = second?.[name]
    const isSame = other === undefined || JSON.stringify(value) === JSON.stringify(other)
    return isSame ? [] : [{ name, one: value, two: other, holds: holding?.[name] ?? null }]
  })
}

/** The rule by which these two cannot be joined by hand, or `null`. */
const joinRule = (loop: Loop, one: Whole<State>, two: Whole<State>): string | null => {
  const said = { source: "", trust: "manual", at: loop.clock.now() } as const
  const schemeIn = ({ id, streams }: Whole<State>) => partsOf(streams.get(id)?.identifier ?? ":").scheme
  const ends = [one.id, two.id] as const
  const trial: Linked = { ...said, ends, schemes: [schemeIn(one), schemeIn(two)] }
  const known = new Map(
    [...linksOf(one), ...linksOf(two)].map(([stream, links]): [StreamId, Links] => [
      stream,
      stream === one.id || stream === two.id ? { ...links, links: { ...links.links, [trialLink]: trial } } : links,
    ]),
  )
  const { customers, refused } = resolve(known, loop.setting.identifiers)
  return customers.get(one.id) === customers.get(two.id) ? null : (refused.get(trialLink) ?? "limit")
}

const trialLink = "join:trial" as InputId // it is resolved and never written

/** What joining two customers would give. */
export const joinPreview = (loop: Loop, one: Whole<State>, two: Whole<State>): DeskJoin => {
  const id = one.id < two.id ? one.id : two.id
  const both = wholeOf(loop.house, id, new Map([...one.streams, ...two.streams]))
  return {
    one: headOf(one),
    two: headOf(two),
    refused: joinRule(loop, one, two),
    conflicts: conflictsOf(one, two, both),
    consents: consentViews(loop.setting, both.state.consents, loop.clock.now())
      .filter(({ state }) => state !== "none")
      .map(({ purpose, channel, state }) => ({ purpose, channel, state })),
    optedOut: personOf(both.state).optedOutAt !== null,
  }
}
