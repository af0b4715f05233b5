import { describe, expect, it } from "vitest"
import type { ConsentEvent } from "../../packages/core/src/assembly/consent/history.ts"
import { proofsOf } from "../../packages/core/src/assembly/routes/desk-person.ts"
import type { DeskExport } from "../../packages/core/src/client/wire-person.ts"
import type { CustomerView } from "../../packages/core/src/index.ts"
import { aHouse, of } from "./a-person.ts"
import { refusalOf } from "./caller.ts"

describe("what a customer agreed to", () => {
  it("is taken down by a colleague, with the record that proves it", async () => {
    const { ana, post, personOf, get } = await aHouse()
    const id = await ana()
    const said = {
      id: "c1",
      purpose: "newsletter",
      channel: "mail",
      decision: "grant",
      said: "she asked for it on the phone",
    }
    const record = () => post(`/desk/customers/${id}/consents`, said)
    expect([(await record()).value, (await record()).value]).toEqual([{ status: "committed" }, { status: "duplicate" }])
    const { proofs, purposes } = await personOf(id)
    expect(purposes.map(({ name }) => name)).toContain("newsletter")
    expect(proofs).toMatchObject([
      { decision: "grant", method: "verbal", actor: "Eva", evidence: { note: said.said }, sound: true },
    ])
    await post(`/desk/customers/${id}/consents`, { ...said, id: "c2", decision: "withdraw" })
    const view = of<CustomerView>(await get(`/desk/customers/${id}`))
    expect(view.consents.find(({ channel }) => channel === "mail")).toMatchObject({ state: "withdrawn" })
    const refused = async (body: object) =>
      refusalOf(await post(`/desk/customers/${id}/consents`, { ...said, id: "c3", ...body }))
    expect(await refused({ purpose: "unknown-to-us" })).toMatchObject({ field: "purpose" })
    expect(await refused({ channel: "pigeon" })).toMatchObject({ field: "channel" })
    expect(await refused({ decision: "maybe" })).toMatchObject({ status: 400, field: "decision" })
    expect(await refused({ said: " " })).toMatchObject({ status: 400, field: "said" })
  })
})

describe("the proof of a consent", () => {
  it("is broken by any change of the record, of its time, or of the record before it", async () => {
    const { ana, escucha } = await aHouse()
    await ana()
    for (const [place, purpose] of (["newsletter", "marketing"] as const).entries())
      await escucha.consents.record("ana", {
        id: String(place),
        purpose,
        method: "form",
        evidence: { note: "on paper" },
      })
    const events = await escucha.consents.history("ana")
    const sound = (changed: readonly ConsentEvent[]) => proofsOf(changed).map((proof) => proof.sound)
    expect(sound(events)).toEqual([true, true])
    const [first, second] = events
    if (first?.type !== "consent" || second?.type !== "consent") throw new TypeError("two records were written")
    const other: ConsentEvent = { ...first, record: { ...first.record, purpose: "marketing" } }
    expect(sound([other, second])).toEqual([true, false])
    expect(sound([{ ...first, at: first.at - 1 }, second])).toEqual([true, false])
    expect(sound([second])).toEqual([false]) // the one before it was taken out
    expect(sound([{ ...first, record: { ...first.record, hash: "" } }])).toEqual([null]) // of before there were seals
  })
})

describe("what we know of a customer", () => {
  it("is corrected with a reason, in the colleague's name, and only what is declared", async () => {
    const { ana, post, escucha } = await aHouse()
    const id = await ana()
    const path = `/desk/customers/${id}/rectify`
    expect((await post(path, { id: "r", traits: { city: "Alicante" }, reason: "she moved" })).value).toEqual({
      status: "committed",
    })
    expect((await escucha.customers.get("ana"))?.traits).toMatchObject({ city: "Alicante" })
    expect((await escucha.customers.timeline("ana")).items).toContainEqual(
      expect.objectContaining({ kind: "traits-rectified", data: { traits: ["city"], by: "Eva", reason: "she moved" } }),
    )
    expect(refusalOf(await post(path, { id: "r2", traits: { shoe: 43 }, reason: "x" }))).toMatchObject({
      field: "traits.shoe",
    })
    expect(refusalOf(await post(path, { id: "r3", traits: [], reason: "x" }))).toMatchObject({
      status: 400,
      field: "traits",
    })
    expect(refusalOf(await post(path, { id: "r4", traits: { city: "Elche" } }))).toMatchObject({
      status: 400,
      field: "reason",
    })
  })

  it("is given out as files, and the timeline says to whom", async () => {
    const { ana, post, escucha } = await aHouse()
    const id = await ana()
    const made = of<DeskExport>(await post(`/desk/customers/${id}/export`, { id: "e", format: "json" }))
    expect(made).toMatchObject({ by: "Eva", files: [{ type: "application/json" }] })
    expect(made.files[0]?.content).toContain("ana.maria@example.com")
    const tables = of<DeskExport>(await post(`/desk/customers/${id}/export`, { id: "e2", format: "csv" }))
    expect(tables.files.length).toBeGreaterThan(1)
    const kinds = (await escucha.customers.timeline("ana")).items.filter(({ kind }) => kind === "customer-exported")
    expect(kinds).toMatchObject([{ data: { by: "Eva", format: "csv" } }, { data: { by: "Eva", format: "json" } }])
    expect(refusalOf(await post(`/desk/customers/${id}/export`, { id: "e3", format: "exe" }))).toMatchObject({
      field: "format",
    })
  })

  it("goes for good once the name was typed, and the receipt says who did it", async () => {
    const { ana, ben, post, escucha } = await aHouse()
    const id = await ana()
    await ben()
    const path = `/desk/customers/${id}/erase`
    expect(refusalOf(await post(path, { id: "x", name: "Ben" }))).toMatchObject({ status: 400, field: "name" })
    expect(await escucha.customers.get("ana")).toBeDefined()
    expect((await post(path, { id: "x", name: " ana " })).value).toMatchObject({ by: "Eva", counts: { streams: 2 } })
    expect(await escucha.customers.get("ana")).toBeUndefined()
    expect((await escucha.customers.erasures()).items).toMatchObject([{ by: "Eva", streams: 2 }])
    expect(refusalOf(await post(path, { id: "x", name: "Ana" }))).toMatchObject({ status: 404, field: "customer" })
    expect((await escucha.customers.get("ben"))?.name).toBe("Ben")
  })
})
