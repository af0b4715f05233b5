import { describe, expect, it } from "vitest"
import { inputId, type StreamId } from "../../src/kernel/ids.ts"
import { parseIdentifiers, usualIdentifiers } from "../../src/profile/identifier.ts"
import { identitiesLinked, identity, liveLinks, unlink } from "../../src/profile/identity.ts"
import { createIdentityIndex } from "../../src/profile/identity/incremental.ts"
import { type Linked, type Links, noLinks, todaysLinks, withLink } from "../../src/profile/identity/links.ts"
import { resolve } from "../../src/profile/identity/resolve.ts"
import { anEntry, aStream } from "../../src/testing/store-builders.ts"

const [ana, ben] = [aStream(1), aStream(2)]
const linked = (ends: readonly [StreamId, StreamId], part: Partial<Linked> = {}): Linked => ({
  ends,
  schemes: ["user", "email"],
  source: "app",
  trust: "stated",
  at: 0,
  ...part,
})

describe("a house of the first version", () => {
  it("keeps what it had joined: its entries are read, and its states too", () => {
    const written = { link: inputId("old"), ends: [ana, ben], source: "app" }
    expect(identitiesLinked.upcast(written, 1)).toEqual({ ...written, schemes: ["", ""], trust: "stated" })
    const first: unknown = { made: { old: [ana, ben] }, retracted: {} }
    const state = first as Links // what the first version wrote
    const joined = (own: Links) => resolve(new Map([ana, ben].map((each) => [each, own]))).customers.get(ben)
    expect(joined(state)).toBe(ana)
    const undone = { kind: "identities-unlinked", data: { link: inputId("old"), reason: "wrong" } } as const
    const after = identity.on["identities-unlinked"]?.(state, { ...anEntry(ana, 2), ...undone }) ?? state
    expect(joined(after)).toBe(ben)
    expect(unlink(state, ana, "wrong")).toMatchObject([{ data: { link: "old" }, streams: [ana, ben] }])
    expect(joined(identity.merge(state, noLinks))).toBe(ana)
  })

  it("had no limit for how many were one: none of them comes apart", () => {
    const many = Array.from({ length: 40 }, (_, number) => aStream(number + 1))
    const first: unknown = { made: Object.fromEntries(many.map((each) => [each, [ana, each]])), retracted: {} }
    const own = todaysLinks(first as Links) // what the first version wrote
    expect(new Set(resolve(new Map(many.map((each) => [each, own]))).customers.values()).size).toBe(1)
  })
})

describe("what a stream remembers of links", () => {
  const other = (number: number) => aStream(100 + number)
  const many = (count: number, part: (number: number) => Partial<Linked>) =>
    Array.from({ length: count }, (_, number) => [`l${number}`, linked([ana, other(number)], part(number))] as const)
  const folded = (links: readonly (readonly [string, Linked])[]) =>
    links.reduce((state, [id, said]) => withLink(state, ana, id, said), noLinks)

  it("is the most trusted and earliest 64 to each type, in any order", () => {
    const links = [
      ...many(200, (number) => ({ at: number, trust: number === 199 ? "manual" : "stated" })),
      ["phone", linked([ana, ben], { schemes: ["user", "tel"], at: 1_000 })] as const,
    ]
    const state = folded(links)
    expect(Object.keys(state.links)).toHaveLength(65)
    expect(Object.keys(state.links)).toEqual(expect.arrayContaining(["l199", "l0", "l62", "phone"]))
    expect(state.links["l63"]).toBeUndefined()
    expect(state.crowded).toEqual({ email: true })
    const sorted = ({ links: kept }: Links) => Object.keys(kept).sort()
    expect(sorted(folded(links.toReversed()))).toEqual(sorted(state))
    expect(sorted(folded([...links, ...links]))).toEqual(sorted(state))
  })

  it("stays that more than 64 users were known there, also when all that it remembers was taken back", () => {
    const kiosk = folded(many(70, (number) => ({ schemes: ["anonymous", "user"], at: number })))
    const gone = Object.fromEntries(liveLinks(kiosk).map(([id]) => [id, true as const]))
    const one = linked([ana, ben], { schemes: ["anonymous", "user"], trust: "manual", at: 99 })
    const after = withLink({ ...kiosk, retracted: gone }, ana, "one more", one)
    const own = withLink(noLinks, ben, "one more", one)
    expect(
      resolve(
        new Map([
          [ana, after],
          [ben, own],
        ]),
      ),
    ).toMatchObject({ refused: new Map([["one more", "shared"]]) })
  })
})

describe("a limit within a window", () => {
  const read = parseIdentifiers({ device: { limit: "2 per 10 days" } })
  const rules = "value" in read ? read.value : usualIdentifiers
  const day = 86_400_000
  const device = (number: number) => aStream(10 + number)
  const seenOn = (...days: readonly number[]) => {
    const index = createIdentityIndex(rules)
    for (const [number, at] of days.entries())
      index.apply({
        says: "linked",
        id: `d${number}`,
        ends: [ana, device(number)],
        schemes: ["user", "device"],
        trust: "stated",
        at: at * day,
      })
    return days.map((_, number) => index.refusedBecause(`d${number}`) ?? "joined")
  }

  it("lets somebody have any number over the years, and not three within ten days", () => {
    expect(seenOn(0, 5, 10, 15, 20)).toEqual(["joined", "joined", "joined", "joined", "joined"])
    expect(seenOn(0, 4, 8, 12)).toEqual(["joined", "joined", "limit", "joined"])
    expect(seenOn(12, 8, 4, 0)).toEqual(["joined", "limit", "joined", "joined"]) // the same, heard of the other way round
  })
})
