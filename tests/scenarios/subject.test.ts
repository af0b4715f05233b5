import { describe, expect, it } from "vitest"
import * as z from "zod"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { aHouse, factsOf } from "../support/house.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const traits = { name: z.string(), plan: z.enum(["free", "pro"]), email: z.email() }
const pulse = defineSurvey("pulse", (s) =>
  s.ask("score", nps("Would you recommend working here?")).ask("why", openText("Why?")).thank("Thank you."),
)

const angry = "This is terrible, I am very angry and disappointed. Awful!"
const happy = "Wonderful, thank you so much, I love it!"

describe("an account", () => {
  it("feels as its members do, keeps its own traits and cases, and forgets who leaves", async () => {
    const house = await aHouse({ traits })
    const { customers, cases } = house.escucha
    await customers.identify("account:acme", { name: "Acme", plan: "pro" })
    await customers.join("tel:ana", "account:acme", { role: "buyer" })
    await customers.join("tel:ben", "account:acme")
    await house.writes(angry, { address: "ana", language: "en" })
    await house.writes(angry, { address: "ana", language: "en" })
    await cases.open("account:acme", { kind: "renewal", owner: "sales", because: "it ends in June" })

    const acme = await customers.get("account:acme")
    expect(acme).toMatchObject({
      kind: "account",
      name: "Acme",
      traits: { plan: "pro" },
      members: { count: 2, isMore: false, moods: { upset: 1 } },
      mood: { level: "upset", n: 1 },
      cases: [{ kind: "renewal" }],
    })
    expect((await customers.members("account:acme")).items).toMatchObject([
      { role: "buyer", mood: "upset" },
      { role: "member", mood: "calm" },
    ])
    const ana = await customers.get("tel:ana")
    expect(ana).toMatchObject({
      kind: "customer",
      memberships: [{ of: acme?.id, name: "Acme", role: "buyer", kind: "account" }],
      traits: {},
      members: null,
    })

    await customers.leave("tel:ana", "account:acme")
    expect(await customers.get("account:acme")).toMatchObject({ members: { count: 1 }, mood: { level: "calm", n: 0 } })
    expect((await customers.get("tel:ana"))?.memberships).toEqual([])
    const changes = await factsOf(house, "account:acme", "membership-changed")
    expect(changes.map(({ data }) => [data.role, data.active])).toEqual([
      ["buyer", true],
      ["member", true],
      ["buyer", false],
    ])
    expect(await driftOf(houseOf({ traits, channels: { chat: house.chat } }), house.escucha.store)).toEqual([])
  })

  it("is nobody's person: no link joins it with one, and a member stays a customer of their own", async () => {
    const house = await aHouse({ traits })
    const { customers, identities } = house.escucha
    await customers.join("ana", "account:acme")
    expect(await identities.link("user:ana", "account:acme")).toMatchObject({ status: "committed", refused: "kind" })
    const { link } = await identities.link("account:acme", "email:info@acme.example")
    await house.clock.advance("1 minute")
    expect(await identities.link("user:ana", "email:info@acme.example")).toMatchObject({ refused: "kind" })
    expect((await customers.get("ana"))?.id).not.toBe((await customers.get("account:acme"))?.id)
    expect((await customers.get("email:info@acme.example"))?.kind).toBe("account")
    // what was refused only because of that link holds once it is taken back, and still joins no two kinds
    await identities.retract("account:acme", "email:info@acme.example", link, { reason: "it was Ana's own" })
    expect((await customers.get("email:info@acme.example"))?.id).toBe((await customers.get("ana"))?.id)
    expect((await customers.get("account:acme"))?.kind).toBe("account")
  })

  it("can be asked about in a rule: whose customer is a member of one, and as what", async () => {
    const told: string[] = []
    const house = await aHouse({
      rules: [
        {
          name: "an owner writes",
          on: "message-received",
          when: ({ customer }) => customer.memberships.roles.includes("owner"),
          do: ({ customer }) => void told.push(`${customer.kind} of ${customer.memberships.accounts}`),
        },
      ],
    })
    await house.escucha.customers.join("tel:ana", "account:acme", { role: "owner" })
    await house.writes("hello", { address: "ana" })
    await house.writes("hello", { address: "ben" })
    expect(told).toEqual(["customer of 1"])
  })

  it("keeps its members when two of them turn out to be one, and has both again when they are taken apart", async () => {
    const house = await aHouse({ traits })
    const { customers, identities } = house.escucha
    await customers.join("tel:ana", "account:acme", { role: "buyer" })
    await house.waits(house.clock.now() + 1000)
    await customers.join("email:ana@example.com", "account:acme", { role: "owner" })
    await identities.link("tel:ana", "email:ana@example.com")
    expect((await customers.members("account:acme")).items).toMatchObject([{ role: "owner" }])
    await identities.unlink("tel:ana", { reason: "two of them" })
    const { items } = await customers.members("account:acme")
    expect(items.map(({ role }) => role)).toEqual(["buyer", "owner"])
    expect(await driftOf(houseOf({ traits, channels: { chat: house.chat } }), house.escucha.store)).toEqual([])
  })

  it("says what cannot be: a person as a group, oneself, no role, a member who is told twice", async () => {
    const house = await aHouse({ traits })
    const { customers } = house.escucha
    await expect(customers.join("ana", "user:ben")).rejects.toMatchObject({ field: "of" })
    await expect(customers.join("account:acme", "account:acme")).rejects.toMatchObject({ reason: "conflict" })
    await expect(customers.join("ana", "account:acme", { role: " " })).rejects.toMatchObject({ field: "role" })
    await expect(customers.members("user:ana")).rejects.toMatchObject({ field: "of", reason: "unknown" })
    await customers.join("ana", "account:acme")
    await customers.join("ana", "account:acme")
    expect(await factsOf(house, "ana", "membership-changed")).toHaveLength(1)
    expect((await customers.members("account:acme")).items).toHaveLength(1)
  })

  it("that is erased has no members, and those it had are in nothing", async () => {
    const house = await aHouse({ traits })
    const { customers, store } = house.escucha
    for (const member of ["tel:ana", "tel:ben"]) await customers.join(member, "account:acme")
    const acme = (await customers.get("account:acme"))?.id
    await customers.erase("account:acme")
    expect(await customers.get("account:acme")).toBeUndefined()
    expect((await customers.get("tel:ana"))?.memberships).toEqual([])
    expect((await store.query(`member:${acme}`, {}, { limit: 10 })).items).toEqual([])
    expect(await driftOf(houseOf({ traits, channels: { chat: house.chat } }), store)).toEqual([])
  })

  it("does not name a member who was erased", async () => {
    const house = await aHouse({ traits })
    const { customers } = house.escucha
    for (const member of ["tel:ana", "tel:ben"]) await customers.join(member, "account:acme")
    await customers.erase("tel:ana")
    expect((await customers.members("account:acme")).items.map(({ name }) => name)).toEqual(["b···"])
  })

  it("pages through its members, whichever of its names they joined by", async () => {
    const house = await aHouse({ traits })
    const { customers, identities } = house.escucha
    for (const member of ["a", "b", "c"]) await customers.join(member, "account:acme")
    for (const member of ["d", "e"]) await customers.join(member, "account:acme-europe")
    await identities.link("account:acme", "account:acme-europe")
    const names: string[] = []
    let after: string | undefined
    do {
      const page = await customers.members("account:acme", { limit: 2, ...(after !== undefined && { after }) })
      names.push(...page.items.map(({ name }) => name))
      after = page.next
    } while (after !== undefined)
    expect(names.toSorted()).toEqual(["a···", "b···", "c···", "d···", "e···"])
  })
})

describe("a community", () => {
  it("has members of any kind, a mood and a timeline of its own", async () => {
    const house = await aHouse({ traits })
    const { customers } = house.escucha
    await customers.identify("community:runners", { name: "Runners" })
    await customers.join("tel:ana", "community:runners")
    await customers.join("account:acme", "community:runners", { role: "sponsor" })
    for (const text of [happy, happy]) await house.writes(text, { address: "ana", language: "en" })
    expect(await customers.get("community:runners")).toMatchObject({
      kind: "community",
      name: "Runners",
      members: { count: 2, moods: { pleased: 1 } },
      mood: { level: "pleased", n: 1 },
    })
    expect((await customers.timeline("community:runners")).items.map(({ kind }) => kind)).toEqual([
      "membership-changed",
      "membership-changed",
      "traits-set",
    ])
    expect((await customers.get("account:acme"))?.memberships).toMatchObject([{ role: "sponsor", kind: "community" }])
  })
})

describe("an employee", () => {
  it("is asked a survey, answers, and is never taken for a customer", async () => {
    const house = await aHouse({ traits, surveys: [pulse] })
    const { customers, identities, surveys } = house.escucha
    await house.writes("hello", { address: "eva", language: "en" })
    await house.answers("Hello Eva.", { customer: "tel:eva" })
    await identities.link("employee:7", "tel:eva")
    expect(await surveys.ask("employee:7", pulse, { id: "pulse-1" })).toMatchObject({ status: "asked" })
    await house.escucha.settled()
    await house.writes("9", { address: "eva" })
    await house.writes("good people", { address: "eva" })
    expect((await factsOf(house, "employee:7", "survey-answered")).map(({ data }) => data.answers)).toEqual([
      { score: 9, why: "good people" },
    ])
    expect((await customers.get("employee:7"))?.kind).toBe("employee")
    expect(await identities.link("employee:7", "user:eva")).toMatchObject({ refused: "kind" })
  })
})
