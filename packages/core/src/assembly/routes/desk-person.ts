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
import { partsOf, type StreamId } from "../../kernel/ids.ts"
import { hashOfRecord } from "../../profile/consent-chain.ts"
import { liveLinks } from "../../profile/identity.ts"
import { type Links, todaysLinks } from "../../profile/identity/links.ts"
import { resolve } from "../../profile/identity/resolve.ts"
import { traitValues } from "../../profile/traits.ts"
import { type Whole, wholeOf } from "../../runtime/house.ts"
import type { StreamRow } from "../../timeline/store.ts"
import { consentHistory, type ConsentEvent } from "../consent/history.ts"
import { consentViews } from "../consent/view.ts"
import { basisOf, purposesOf } from "../decide/consent.ts"
import type { LinkView } from "../customer-view.ts"
import type { State } from "../entries.ts"
import { explained, type IdentityExplanation, previewed } from "../identity/view.ts"
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

/** What was said of two places, as the desk shows it. */
const linkOf = ({ link, ends, schemes, values, source, trust, at }: LinkView): DeskLink => ({
  link,
  ends: [
    { stream: ends[0], scheme: schemes[0], value: values[0] },
    { stream: ends[1], scheme: schemes[1], value: values[1] },
  ],
  source,
  trust,
  at: at === 0 ? null : at, // a link of the first version had no time of its own
})

const linksOf = (customer: Whole<State>): ReadonlyMap<StreamId, Links> =>
  new Map([...customer.streams].map(([stream, { state }]) => [stream, todaysLinks(state.identity)]))

const mostPairs = 20

/** A guess with both of whom it is about; `undefined` where they are one person by now, or one of them is gone. */
export const pairOf = async (
  loop: Loop,
  { link, ends, at, score = 0, explanation = [] }: Pick<LinkView, "link" | "ends" | "at" | "score" | "explanation">,
): Promise<DeskPair | undefined> => {
  const [one, two] = await Promise.all(ends.map((end) => loop.whole(end)))
  if (!one || !two || one.id === two.id) return undefined
  return { link, at, score, agreement: explanation, one: headOf(one), two: headOf(two) }
}

/** The pairs that name this customer and that nobody has decided. */
const pairsOf = async (
  loop: Loop,
  { suggested, keptApart }: Pick<IdentityExplanation, "suggested" | "keptApart">,
): Promise<readonly DeskPair[]> => {
  const apart = new Set(keptApart.map(({ ends }) => [...ends].sort().join()))
  const open = suggested.filter(({ ends }) => !apart.has([...ends].sort().join())).slice(0, mostPairs)
  const pairs = await Promise.all(open.map((each) => pairOf(loop, each)))
  return pairs.filter((pair) => pair !== undefined).sort((one, two) => two.score - one.score)
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
  const why = await explained(loop, customer)
  return {
    customer: customer.id,
    links: why.accepted.map(linkOf),
    refused: why.refused.map(({ rule, ...link }) => ({ ...linkOf(link), because: rule })),
    apart: why.keptApart.map(({ id, reason, by, ...said }) => ({
      ...linkOf({ ...said, link: id, source: by, trust: "manual" }),
      because: reason,
      by,
    })),
    pairs: await pairsOf(loop, why),
    purposes: purposesOf(loop.setting).map((name) => ({ name, basis: basisOf(loop.setting, name) ?? "consent" })),
    channels: Object.keys(loop.setting.channels),
    proofs: proofsOf(await consentHistory(loop, customer.id)),
    steps: await stepsOf(loop, customer),
  }
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

/** The ends of a guess that a customer remembers; `undefined` where there is none of this id. */
export const guessIn = ({ state }: Whole<State>, link: string): DeskTie["ends"] | undefined => {
  const [, said] = liveLinks(state.identity).find(([id]) => id === link) ?? []
  return said?.trust === "suggested" ? said.ends : undefined
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

/** What joining two customers would give. */
export const joinPreview = async (loop: Loop, one: Whole<State>, two: Whole<State>): Promise<DeskJoin> => {
  const { because } = await previewed(loop, { stream: one.id, customer: one }, { stream: two.id, customer: two })
  const both = wholeOf(loop.house, one.id < two.id ? one.id : two.id, new Map([...one.streams, ...two.streams]))
  return {
    one: headOf(one),
    two: headOf(two),
    refused: because ?? null,
    conflicts: conflictsOf(one, two, both),
    consents: consentViews(loop.setting, both.state.consents, loop.clock.now())
      .filter(({ state }) => state !== "none")
      .map(({ purpose, channel, state }) => ({ purpose, channel, state })),
    optedOut: personOf(both.state).optedOutAt !== null,
  }
}
