import { describe, expect, it } from "vitest"
import { InputError } from "../../packages/core/src/kernel/errors.ts"
import { phone } from "../../packages/core/src/phone.ts"
import type { Schemas } from "../../packages/core/src/kernel/standard-schema.ts"
import { aHouse, type TestHouse } from "../support/house.ts"

const anything = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const
const traits: Schemas = { name: anything, email: anything, phone: anything }
const events: Schemas = { "page-seen": anything }

const idOf = async ({ escucha }: TestHouse, customer: string) => (await escucha.customers.get(customer))?.id
const pagesOf = async (house: TestHouse, customer: string) =>
  (await house.facts(customer)).flatMap((entry) =>
    entry.kind === "event-tracked" ? [Object(entry.data.properties).page] : [],
  )
const sees = ({ escucha }: TestHouse, customer: string, page: string) =>
  escucha.customers.track(customer, "page-seen", { page })

describe("two people at one device", () => {
  it("are two: who signs in second is new there, and what was seen before stays with the first", async () => {
    const house = await aHouse({ traits, events })
    const { customers } = house.escucha
    await sees(house, "anonymous:tablet", "before")
    await customers.identify("ana", { name: "Ana" }, { also: ["anonymous:tablet"] })
    await house.waits(house.clock.now() + 1000)
    await customers.identify("ben", { name: "Ben" }, { also: ["anonymous:tablet"] })
    await sees(house, "ben", "his own")
    expect(await idOf(house, "anonymous:tablet")).toBe(await idOf(house, "ana"))
    expect(await pagesOf(house, "ana")).toEqual(["before"])
    expect(await pagesOf(house, "ben")).toEqual(["his own"])
    expect((await customers.get("ben"))?.refused).toMatchObject([
      { rule: "limit", trust: "stated", schemes: ["user", "anonymous"] },
    ])
  })

  it("are told apart whichever of them was heard of first: the earlier one holds the device", async () => {
    const house = await aHouse({ traits })
    const { customers } = house.escucha
    const now = house.clock.now()
    await customers.identify("ben", {}, { also: ["anonymous:tablet"], at: now - 1000 })
    await customers.identify("ana", {}, { also: ["anonymous:tablet"], at: now - 2000 }) // heard of late
    expect(await idOf(house, "anonymous:tablet")).toBe(await idOf(house, "ana"))
    expect(await idOf(house, "ben")).not.toBe(await idOf(house, "ana"))
  })

  it("share nothing after one signs out, where the page takes a fresh name for the stranger", async () => {
    const house = await aHouse({ traits, events })
    await house.escucha.customers.identify("ana", {}, { also: ["anonymous:1"] })
    await sees(house, "anonymous:2", "after signing out")
    await house.escucha.customers.identify("ben", {}, { also: ["anonymous:2"] })
    expect(await pagesOf(house, "ben")).toEqual(["after signing out"])
    expect(await pagesOf(house, "ana")).toEqual([])
    expect((await house.escucha.customers.get("ben"))?.refused).toEqual([])
  })
})

describe("an address that somebody typed of themselves", () => {
  const claims = ({ escucha }: TestHouse, visitor: string, address: string) =>
    escucha.identities.link(visitor, address, { trust: "claimed", source: "chat" })

  it("never walks into the memory of whom the app knows by it", async () => {
    const house = await aHouse({ traits })
    await house.escucha.customers.identify("ana", { email: "ana@example.com", name: "Ana" })
    expect(await claims(house, "web:stranger", "email:ana@example.com")).toMatchObject({ refused: "claim" })
    const stranger = await house.escucha.customers.get("web:stranger")
    expect(stranger?.traits).toEqual({})
    expect(stranger?.known).toHaveLength(1)
    expect((await house.escucha.customers.get("ana"))?.known).toHaveLength(2)
  })

  it("never keeps the app from saying whose it is, before or after", async () => {
    const house = await aHouse({ traits })
    for (const visitor of ["web:1", "web:2", "web:3", "web:4", "web:5"])
      await claims(house, visitor, "email:ana@example.com")
    await house.escucha.customers.identify("ana", { email: "ana@example.com" })
    expect(await idOf(house, "email:ana@example.com")).toBe(await idOf(house, "ana"))
    for (const visitor of ["web:1", "web:5"]) expect(await idOf(house, visitor)).not.toBe(await idOf(house, "ana"))
  })

  it("joins whoever typed it with an address that nobody knew; the next one who types it is a stranger", async () => {
    const house = await aHouse({ traits })
    expect((await claims(house, "web:ana", "email:new@example.com")).refused).toBeUndefined()
    await house.waits(house.clock.now() + 1000)
    expect((await claims(house, "web:other", "email:new@example.com")).refused).toBe("claim")
    expect(await idOf(house, "web:ana")).toBe(await idOf(house, "email:new@example.com"))
  })

  it("is not a user id: nobody becomes a user of the app by saying so", async () => {
    const house = await aHouse({ traits })
    expect((await claims(house, "web:stranger", "user:boss")).refused).toBe("claim")
  })
})

describe("a place that many share", () => {
  it("joins nobody: the fourth user makes it shared, and each has their own memory again", async () => {
    const house = await aHouse({ traits })
    const { customers, identities } = house.escucha
    await customers.identify("u1", {}, { also: ["tel:1"] })
    expect(await idOf(house, "tel:1")).toBe(await idOf(house, "u1"))
    const links = []
    for (const user of ["u2", "u3", "u4"]) links.push((await identities.link(user, "tel:1")).link)
    expect(await idOf(house, "tel:1")).not.toBe(await idOf(house, "u1"))
    expect((await identities.explain("tel:1"))?.refused.map(({ rule }) => rule)).toEqual(Array(4).fill("shared"))
    await identities.retract("u4", "tel:1", links[2] ?? "", { reason: "a wrong number" })
    expect(await idOf(house, "tel:1")).toBe(await idOf(house, "u1")) // and back
  })

  it("costs nobody anything with 2,000 users, and each of them can be taken apart and erased", async () => {
    const house = await aHouse({ traits })
    const { customers, identities, store } = house.escucha
    const users = Array.from({ length: 2_000 }, (_, number) => `user-${number}`)
    await Promise.all(users.map((user) => customers.identify(user, {}, { also: ["anonymous:kiosk"] })))
    expect((await store.size()).customers).toBe(users.length + 1)
    const { bound, streams } = await store.load({ inputs: [], identifiers: ["anonymous:kiosk"], streams: [] })
    const kiosk = streams.get(bound.get("anonymous:kiosk") ?? "s_")
    expect(streams.size).toBe(1) // with the kiosk nobody else is loaded
    expect(JSON.stringify(kiosk?.state).length).toBeLessThan(40_000) // and it does not remember 2,000 links
    expect(await identities.unlink("user-7", { reason: "left" })).toBe("committed")
    expect((await customers.get("user-1999"))?.refused).toMatchObject([{ rule: "shared" }])
    await customers.erase("user-8", { forgetOptOut: true })
    expect(await customers.get("user-8")).toBeUndefined()
    expect(await customers.get("user-9")).toBeDefined()
  })

  it("can be declared: a switchboard is found and joins nobody", async () => {
    const house = await aHouse({ traits, identifiers: { tel: { shared: true } } })
    await house.escucha.customers.identify("ana", { phone: "910000000" })
    expect(await idOf(house, "tel:910000000")).not.toBe(await idOf(house, "ana"))
    expect((await house.escucha.customers.get("ana"))?.refused).toMatchObject([{ rule: "shared" }])
  })
})

describe("links in a circle, in a chain and upon oneself", () => {
  it("are one person, and one person again after one of them is taken back", async () => {
    const house = await aHouse({ traits })
    const { identities } = house.escucha
    const circle = ["tel:1", "tel:2", "tel:3", "tel:1"]
    const made = []
    for (const [place, one] of circle.entries()) {
      const two = circle[place + 1]
      if (two !== undefined) made.push({ one, two, ...(await identities.link(one, two)) })
    }
    expect(await identities.link("tel:1", "tel:1")).toMatchObject({ status: "committed" })
    const [first] = made
    if (!first) throw new TypeError("the circle has links")
    await identities.retract(first.one, first.two, first.link, { reason: "a mistake" })
    expect(new Set([await idOf(house, "tel:1"), await idOf(house, "tel:2"), await idOf(house, "tel:3")]).size).toBe(1)
  })

  it("are refused where a chain ties more than 500 places together; everybody keeps what they have", async () => {
    const house = await aHouse({ traits })
    const { identities } = house.escucha
    const failures: unknown[] = []
    for (let place = 0; place < 510; place++)
      await identities
        .link(`anonymous:p${place}`, `anonymous:p${place + 1}`, { id: `${place}`.padStart(4, "0") })
        .catch((error: unknown) => failures.push(error))
    const [failure] = failures
    expect(failure).toBeInstanceOf(InputError)
    expect(failure).toMatchObject({ reason: "conflict", field: "with" })
    expect((await house.escucha.customers.get("anonymous:p0"))?.known).toHaveLength(5)
    expect((await identities.link("anonymous:x", "anonymous:y")).status).toBe("committed")
  })
})

describe("who is kept apart", () => {
  it("is not joined by whatever is linked, until that is taken back", async () => {
    const house = await aHouse({ traits })
    const { identities, customers } = house.escucha
    await identities.link("tel:1", "tel:2")
    const { id } = await identities.keepApart("tel:1", "tel:2", { reason: "twins", by: "ana" })
    expect(await idOf(house, "tel:1")).not.toBe(await idOf(house, "tel:2"))
    expect((await identities.link("tel:1", "tel:2", { trust: "manual" })).refused).toBe("kept-apart")
    expect((await customers.get("tel:1"))?.refused.map(({ rule }) => rule)).toEqual(["kept-apart", "kept-apart"])
    expect(await identities.explain("tel:2")).toMatchObject({
      accepted: [],
      keptApart: [{ id, reason: "twins", by: "ana" }],
    })
    await identities.retract("tel:1", "tel:2", id, { reason: "the same after all" })
    expect(await idOf(house, "tel:1")).toBe(await idOf(house, "tel:2"))
  })
})

describe("every name that a customer ever had", () => {
  it("leads to them for ever: through merges and undo, and to nobody after the erasure", async () => {
    const house = await aHouse({ traits })
    const { identities, customers } = house.escucha
    await house.writes("soy Ana", { address: "1" })
    await house.waits(house.clock.now() + 1000)
    await house.writes("soy yo", { address: "2" })
    const [old, young] = [await idOf(house, "tel:1"), await idOf(house, "tel:2")]
    if (old === undefined || young === undefined) throw new TypeError("both wrote")
    const { link } = await identities.link("tel:1", "tel:2")
    for (const name of [old, young]) expect(await idOf(house, name)).toBe(old)
    await identities.retract("tel:1", "tel:2", link, { reason: "two people" })
    expect([await idOf(house, old), await idOf(house, young)]).toEqual([old, young])
    await identities.link("tel:1", "tel:2")
    await customers.erase(young, { forgetOptOut: true })
    expect([await idOf(house, old), await idOf(house, young)]).toEqual([undefined, undefined])
  })
})

describe("a guess", () => {
  const guessing = async () => {
    const house = await aHouse({ traits })
    for (const [place, name] of ["Ana Ruiz", "Ana Ruis", "Ben"].entries())
      await house.escucha.customers.identify(`u${place}`, { name })
    return house
  }
  const guess = ({ escucha }: TestHouse, one: string, two: string, score: number) =>
    escucha.identities.link(one, two, { trust: "suggested", source: "matcher", score })

  it("joins nobody, is listed with the best first, and is a link by the word of whoever accepts it", async () => {
    const house = await guessing()
    const { identities } = house.escucha
    await guess(house, "u0", "u2", 0.4)
    await guess(house, "tel:9", "u0", 0.9)
    expect(await idOf(house, "tel:9")).not.toBe(await idOf(house, "u0"))
    const { items } = await identities.suggestions()
    expect(items.map(({ score, ends }) => [score, ends[1].name])).toEqual([
      [0.9, "Ana Ruiz"],
      [0.4, "Ben"],
    ])
    expect((await identities.explain("u0"))?.suggested).toHaveLength(2)
    const [best] = items
    expect(await identities.accept(best?.id ?? "", { by: "ana" })).toMatchObject({ status: "committed" })
    expect(await idOf(house, "tel:9")).toBe(await idOf(house, "u0"))
    expect((await identities.suggestions()).items).toHaveLength(1)
    expect((await house.escucha.customers.get("tel:9"))?.known[0]?.links).toMatchObject([
      { trust: "manual", source: "ana" },
    ])
  })

  it("is not made again after it was refused, nor of those who are one already", async () => {
    const house = await guessing()
    const { identities } = house.escucha
    await guess(house, "u0", "tel:9", 0.9)
    const [first] = (await identities.suggestions()).items
    await identities.refuse(first?.id ?? "", { by: "ana", reason: "father and son" })
    expect((await identities.suggestions()).items).toEqual([])
    await guess(house, "u0", "tel:9", 0.99)
    await guess(house, "tel:9", "u0", 0.99)
    await identities.link("u2", "tel:8")
    await guess(house, "tel:8", "u2", 0.99)
    expect((await identities.suggestions()).items).toEqual([])
    await expect(identities.accept(first?.id ?? "", { by: "ana" })).rejects.toMatchObject({ reason: "unknown" })
  })

  it("that the rules refuse joins nobody, also when it is accepted, and says why", async () => {
    const house = await guessing()
    await guess(house, "u0", "u1", 0.99)
    const [first] = (await house.escucha.identities.suggestions()).items
    expect((await house.escucha.identities.accept(first?.id ?? "", { by: "ana" })).refused).toBe("limit")
  })
})

describe("a link that is only looked at", () => {
  it("shows who would be, or which rule forbids it, and writes nothing", async () => {
    const house = await aHouse({ traits })
    const { identities, customers, store } = house.escucha
    await customers.identify("ana", { name: "Ana", email: "ana@example.com" })
    await house.waits(house.clock.now() + 1000)
    await house.writes("hola", { address: "600" })
    await customers.identify("ben", { name: "Ben" })
    const before = await store.size()
    expect(await identities.preview("tel:600", "ana")).toMatchObject({
      result: "joined",
      customer: await idOf(house, "ana"),
      name: "Ana",
      known: expect.arrayContaining([expect.objectContaining({ scheme: "tel", value: "6···" })]),
    })
    expect(await identities.preview("ana", "ben")).toMatchObject({ result: "refused", because: "limit" })
    expect(await identities.preview("ana", "email:ana@example.com")).toMatchObject({ result: "already" })
    await expect(identities.preview("ana", "nobody")).rejects.toMatchObject({ reason: "unknown", field: "two" })
    expect(await store.size()).toEqual(before)
    await identities.link("tel:600", "ana")
    expect(await idOf(house, "tel:600")).toBe(await idOf(house, "ana"))
  })
})

describe("a mailbox that a family shares", () => {
  it("comes out of everything by unlink, with names, traits and who waits as they were", async () => {
    const house = await aHouse({ traits })
    const { customers, identities, conversations } = house.escucha
    await customers.identify("ana", { name: "Ana" })
    await house.waits(house.clock.now() + 1000)
    await house.writes("¿y mi pedido?", { address: "600" })
    const before = [await customers.get("ana"), await customers.get("tel:600"), await conversations.unanswered()]
    const shown = (views: readonly unknown[]) =>
      views.map((view) => ({ ...Object(view), thread: undefined, known: Object(view).known?.length }))
    await identities.link("ana", "email:family@example.com")
    await identities.link("tel:600", "email:family@example.com")
    expect(await idOf(house, "tel:600")).toBe(await idOf(house, "ana"))
    await identities.unlink("email:family@example.com", { reason: "the family reads it" })
    expect(
      shown([await customers.get("ana"), await customers.get("tel:600"), await conversations.unanswered()]),
    ).toEqual(shown(before))
  })
})

describe("identifiers as the application describes them", () => {
  it("are found by whatever form they are written in, and refused by name where they cannot be read", async () => {
    const house = await aHouse({ traits, identifiers: { tel: phone({ country: "ES" }) } })
    const { customers } = house.escucha
    await house.writes("hola", { address: "+34600000001" })
    await customers.identify("ana", { phone: "600 00 00 01" })
    expect(await idOf(house, "tel:0034 600 000 001")).toBe(await idOf(house, "ana"))
    await expect(customers.identify("ben", { phone: "12" })).rejects.toMatchObject({ reason: "invalid", field: "tel" })
    expect(await house.writes("win now", { address: "PROMO" })).toEqual(["committed"]) // a network may bring what is no number
  })

  it("hold values that name nobody apart from everybody", async () => {
    const house = await aHouse({ traits, identifiers: { email: { blocked: ["shop@example.com"] } } })
    const { customers } = house.escucha
    for (const [user, email] of [
      ["ana", "null"],
      ["ben", "null"],
      ["eva", "Shop@example.com"],
    ] as const)
      await customers.identify(user, { email })
    for (const user of ["ana", "ben", "eva"])
      expect((await customers.get(user))?.refused).toMatchObject([{ rule: "blocked" }])
  })
})
