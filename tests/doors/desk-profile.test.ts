import { describe, expect, it } from "vitest"
import type { DeskDone, DeskJoin, DeskParts } from "../../packages/core/src/client/wire-person.ts"
import type { CustomerView } from "../../packages/core/src/index.ts"
import { aHouse, nobody, of } from "./a-person.ts"
import { bearer, call, refusalOf, type Seen } from "./caller.ts"

const reads = ["person", "parts?place=s_1", `join?with=${nobody}`]
const deeds = ["join", "take-apart", "consents", "rectify", "export", "erase"]

describe("whoever asks who somebody is", () => {
  it("has to be signed in, and to sit at the desk's own page", async () => {
    const { escucha, ana, post } = await aHouse()
    const id = await ana()
    const unauthorized = { status: 401, reason: "unauthorized", field: "session" }
    for (const path of reads)
      expect(refusalOf(await call(escucha, "GET", `/desk/customers/${id}/${path}`))).toEqual(unauthorized)
    for (const path of [...deeds.map((deed) => `/desk/customers/${id}/${deed}`), "/desk/pairs/x/accept"])
      expect(refusalOf(await call(escucha, "POST", path, { body: {} }))).toEqual(unauthorized)
    expect(refusalOf(await call(escucha, "GET", "/desk/pairs"))).toEqual(unauthorized)
    const elsewhere = { ...bearer("x"), origin: "https://elsewhere.example" }
    expect(
      refusalOf(await call(escucha, "POST", `/desk/customers/${id}/erase`, { body: {}, headers: elsewhere })),
    ).toEqual({
      status: 401,
      reason: "unauthorized",
      field: "origin",
    })
    expect((await post(`/desk/customers/${id}/erase`, { id: "1", name: "nobody" })).status).toBe(400)
  })

  it("is told of nobody by an id that nobody has", async () => {
    const { get, post } = await aHouse()
    for (const path of reads)
      expect(refusalOf(await get(`/desk/customers/${nobody}/${path}`))).toMatchObject({
        status: 404,
        field: "customer",
      })
    const body = {
      id: "1",
      reason: "x",
      pairs: [["s_1", "s_2"]],
      link: "l",
      traits: {},
      format: "json",
      name: "x",
      decision: "grant",
    }
    for (const deed of deeds)
      expect(refusalOf(await post(`/desk/customers/${nobody}/${deed}`, body))).toMatchObject({
        status: 404,
        field: "customer",
      })
  })

  it("sees no whole address, neither in places nor in traits nor on the timeline", async () => {
    const { ana, get } = await aHouse()
    const id = await ana()
    const seen = [
      await get(`/desk/customers/${id}`),
      await get(`/desk/customers/${id}/thread`),
      await get(`/desk/customers/${id}/person`),
    ]
    expect(seen.map(({ text }) => text).join()).not.toContain("ana.maria")
    expect(of<CustomerView>(seen[0] as Seen).traits).toMatchObject({ email: "ana···@example.com" }) // there are three of them
  })
})

describe("a link", () => {
  it("is shown with who said it, taken apart by a preview, and joined again exactly", async () => {
    const { ana, escucha, get, post, personOf } = await aHouse()
    const id = await ana()
    const { links } = await personOf(id)
    expect(links).toMatchObject([{ source: "app", trust: "stated", ends: [{ scheme: "user" }, { scheme: "email" }] }])
    const [link] = links
    const parts = of<DeskParts>(await get(`/desk/customers/${id}/parts?link=${encodeURIComponent(link?.link ?? "")}`))
    expect(parts.parts.map(({ places }) => places.map(({ scheme }) => scheme))).toEqual([["user"], ["email"]])
    expect((await escucha.customers.get("ana"))?.known).toHaveLength(2) // nothing was written
    const cut = { id: "cut", link: link?.link, reason: "a shared mailbox", keep: true }
    const done = of<DeskDone>(await post(`/desk/customers/${id}/take-apart`, cut))
    expect((await escucha.customers.get("ana"))?.known.map(({ scheme }) => scheme)).toEqual(["user"])
    const unlinked = (await escucha.customers.timeline("ana")).items.find(({ kind }) => kind === "identities-unlinked")
    expect(unlinked?.data).toMatchObject({ reason: "Eva: a shared mailbox" })
    expect((await personOf(id)).apart).toMatchObject([{ by: "Eva", because: "a shared mailbox" }])
    const pairs = done.links.map(({ ends }) => ends)
    await post(`/desk/customers/${id}/join`, { id: "undo", pairs, reason: "Undo", lift: done.apart })
    expect((await escucha.customers.get("ana"))?.known.map(({ scheme }) => scheme)).toEqual(["user", "email"])
    expect((await personOf(id)).links).toMatchObject([{ source: "Eva", trust: "manual" }])
  })

  it("is taken apart once, however often it is sent", async () => {
    const { ana, escucha, post, personOf } = await aHouse()
    const id = await ana()
    const [link] = (await personOf(id)).links
    const again = () => post(`/desk/customers/${id}/take-apart`, { id: "cut", link: link?.link, reason: "wrong" })
    expect((await again()).status).toBe(200)
    expect(refusalOf(await again())).toMatchObject({ status: 409, field: "link" })
    const { items } = await escucha.customers.timeline("ana")
    expect(items.filter(({ kind }) => kind === "identities-unlinked")).toHaveLength(1)
  })

  it("of somebody else is not taken apart here, nor a place of theirs", async () => {
    const { ana, ben, post, personOf } = await aHouse()
    const [anaId, benId] = [await ana(), await ben()]
    const [link] = (await personOf(anaId)).links
    const path = `/desk/customers/${benId}/take-apart`
    expect(refusalOf(await post(path, { id: "1", link: link?.link, reason: "x" }))).toMatchObject({
      status: 409,
      field: "link",
    })
    expect(refusalOf(await post(path, { id: "2", place: anaId, reason: "x" }))).toMatchObject({
      status: 409,
      field: "place",
    })
    expect(refusalOf(await post(path, { id: "3", reason: "x" }))).toMatchObject({ status: 400, field: "link" })
    expect(refusalOf(await post(path, { id: "4", link: link?.link }))).toMatchObject({ status: 400, field: "reason" })
  })
})

describe("a place of somebody else", () => {
  it("is not taken out here, not even where a refused link names it", async () => {
    const { ana, ben, escucha, post, personOf } = await aHouse()
    const [anaId, benId] = [await ana(), await ben()]
    await escucha.identities.link("user:ana", "user:ben") // two user ids are two people
    expect((await personOf(benId)).refused).toMatchObject([{ because: "limit" }])
    const taken = await post(`/desk/customers/${benId}/take-apart`, { id: "1", place: anaId, reason: "x" })
    expect(refusalOf(taken)).toEqual({ status: 409, reason: "conflict", field: "place" })
    expect((await personOf(benId)).refused).toHaveLength(1)
  })
})

describe("joining two customers", () => {
  it("is previewed with where they differ and the more careful consent, and can be undone", async () => {
    const { ana, ben, escucha, get, post } = await aHouse()
    const [anaId, benId] = [await ana(), await ben()]
    await escucha.identities.unlink("user:ana", { reason: "so that the two may be one" })
    await escucha.consents.record("email:ana.maria@example.com", { purpose: "newsletter", method: "form" })
    await escucha.consents.withdraw("ben", { purpose: "newsletter" })
    const mailId = (await escucha.customers.get("email:ana.maria@example.com"))?.id ?? ""
    const preview = of<DeskJoin>(await get(`/desk/customers/${benId}/join?with=${mailId}`))
    expect(preview).toMatchObject({ refused: null, optedOut: false })
    expect(preview.consents).toEqual([{ purpose: "newsletter", channel: "*", state: "withdrawn" }])
    const done = of<DeskDone>(
      await post(`/desk/customers/${benId}/join`, { id: "j", pairs: [[benId, mailId]], reason: "he said so" }),
    )
    expect(done).toMatchObject({ refused: null })
    expect((await escucha.customers.get("ben"))?.known).toHaveLength(2)
    await post(`/desk/customers/${benId}/take-apart`, { id: "u", link: done.links[0]?.link, reason: "Undo" })
    expect((await escucha.customers.get("ben"))?.known).toHaveLength(1)
    expect(anaId).not.toBe(benId)
  })

  it("says which rule refuses it, before and after", async () => {
    const { ana, ben, get, post, escucha } = await aHouse()
    const [anaId, benId] = [await ana(), await ben()]
    expect(of<DeskJoin>(await get(`/desk/customers/${anaId}/join?with=${benId}`))).toMatchObject({
      refused: "limit",
      conflicts: [
        { name: "name", one: "Ana", two: "Ben" },
        { name: "city", one: "Valencia", two: "Leeds" },
      ],
    })
    const done = of<DeskDone>(
      await post(`/desk/customers/${anaId}/join`, { id: "j", pairs: [[anaId, benId]], reason: "x" }),
    )
    expect(done.refused).toBe("limit")
    expect((await escucha.customers.get("ana"))?.name).toBe("Ana")
    expect((await escucha.customers.get("ben"))?.name).toBe("Ben")
  })

  it("of people that are not there, or of nobody of this customer, is refused by its field", async () => {
    const { ana, ben, post, get } = await aHouse()
    const [anaId, benId] = [await ana(), await ben()]
    const path = `/desk/customers/${anaId}/join`
    const refused = async (body: object) => refusalOf(await post(path, { id: "1", reason: "x", ...body }))
    expect(await refused({ pairs: [] })).toMatchObject({ status: 400, field: "pairs" })
    expect(await refused({ pairs: [[anaId, anaId]] })).toMatchObject({ status: 400, field: "pairs" })
    expect(await refused({ pairs: [[anaId, 7]] })).toMatchObject({ status: 400, field: "pairs" })
    expect(await refused({ pairs: [[anaId, nobody]] })).toMatchObject({ status: 404, field: "pairs" })
    expect(await refused({ pairs: [[benId, nobody]] })).toMatchObject({ status: 409, field: "pairs" })
    expect(await refused({ pairs: [[anaId, benId]], lift: [{ link: "x", ends: [benId, nobody] }] })).toMatchObject({
      status: 400,
      field: "lift",
    })
    expect(refusalOf(await get(`${path}?with=${anaId}`))).toMatchObject({ status: 409, field: "with" })
  })
})

describe("a pair that may be one person", () => {
  const explanation = [{ field: "name", level: "same", weight: 9 }]
  /** Two people who look alike, and the guess that says so. */
  const aGuess = async (house: Awaited<ReturnType<typeof aHouse>>) => {
    const id = await house.ana()
    await house.escucha.customers.identify("email:ana.m@example.com", { name: "Ana", city: "Valencia" })
    const guess = { id: "g", trust: "suggested", score: 0.9, explanation } as const
    const { link } = await house.escucha.identities.link("user:ana", "email:ana.m@example.com", guess)
    return { id, link, path: `/desk/pairs/${encodeURIComponent(link)}` }
  }

  it("is listed with what speaks for it, and joins nobody by itself", async () => {
    const house = await aHouse()
    const { id, link } = await aGuess(house)
    const expected = [
      { link, score: 0.9, agreement: explanation, one: { customer: id, name: "Ana" }, two: { name: "Ana" } },
    ]
    const pairs = await house.get("/desk/pairs")
    expect(pairs.value).toMatchObject({ items: expected })
    expect(pairs.text).not.toMatch(/ana\.m@|ana\.maria/)
    expect((await house.personOf(id)).pairs).toMatchObject(expected)
    expect((await house.escucha.customers.get("ana"))?.known).toHaveLength(2)
  })

  it("that a colleague accepts is one person by their word, once", async () => {
    const house = await aHouse()
    const { id, path } = await aGuess(house)
    const accept = () => house.post(`${path}/accept`, { id: "a", customer: id })
    expect([(await accept()).status, (await accept()).status]).toEqual([200, 200])
    expect((await house.escucha.customers.get("ana"))?.known).toHaveLength(3)
    expect((await house.personOf(id)).links).toContainEqual(expect.objectContaining({ source: "Eva", trust: "manual" }))
    expect((await house.get("/desk/pairs")).value).toEqual({ items: [] })
    const { items } = await house.escucha.customers.timeline("ana")
    expect(
      items.filter(({ kind, data }) => kind === "identities-linked" && "trust" in data && data.trust === "manual"),
    ).toHaveLength(1)
  })

  it("that a colleague refuses is kept apart, with the reason, and comes no more", async () => {
    const house = await aHouse()
    const { id, path, link } = await aGuess(house)
    const refuse = (body: object) => house.post(`${path}/refuse`, { id: "r", customer: id, ...body })
    expect(refusalOf(await refuse({}))).toMatchObject({ status: 400, field: "reason" })
    expect((await refuse({ reason: "mother and daughter" })).status).toBe(200)
    const person = await house.personOf(id)
    expect(person.apart).toMatchObject([{ by: "Eva", because: "mother and daughter" }])
    expect(person.pairs).toEqual([])
    expect((await house.get("/desk/pairs")).value).toEqual({ items: [] })
    const ben = await house.ben()
    expect(
      refusalOf(await house.post(`/desk/pairs/${encodeURIComponent(link)}/accept`, { id: "b", customer: ben })),
    ).toMatchObject({
      status: 404,
      field: "link",
    })
  })

  it("that nobody guesses is neither accepted nor refused", async () => {
    const { ana, post, get, personOf } = await aHouse()
    const id = await ana()
    for (const verb of ["accept", "refuse"])
      expect(
        refusalOf(await post(`/desk/pairs/link:none/${verb}`, { id: "1", customer: id, reason: "x" })),
      ).toMatchObject({
        status: 404,
        field: "link",
      })
    const [stated] = (await personOf(id)).links
    const path = `/desk/pairs/${encodeURIComponent(stated?.link ?? "")}/accept` // a link, and no guess
    expect(refusalOf(await post(path, { id: "2", customer: id }))).toMatchObject({ status: 404, field: "link" })
    expect((await get("/desk/pairs")).value).toEqual({ items: [] })
  })
})

describe("looking for somebody", () => {
  it("finds them by their name and by their exact address, and by no part of it", async () => {
    const { ana, ben, get } = await aHouse()
    const [anaId, benId] = [await ana(), await ben()]
    const found = async (words: string) =>
      of<{ readonly items: readonly { readonly customer: string }[] }>(
        await get(`/desk/search?q=${encodeURIComponent(words)}`),
      ).items.map(({ customer }) => customer)
    expect(await found("ben")).toEqual([benId, benId]) // by their number and by their name
    expect(await found("Ana")).toEqual([anaId])
    expect(await found("ana.maria@example.com")).toEqual([anaId])
    expect(await found("maria@example.com")).toEqual([])
  })
})
