import { describe, expect, it } from "vitest"
import { aDesk } from "./a-desk.ts"
import { refusalOf, type Seen } from "./caller.ts"

interface Listed {
  readonly items: readonly { readonly [field: string]: unknown }[]
  readonly next?: string
}
const listOf = ({ value }: Seen) => value as Listed // what every list of the desk gives

type Desk = Awaited<ReturnType<typeof aDesk>>

/** Every page of a list of the desk. */
const pagesOf = async ({ get }: Desk, path: string) => {
  const pages: Listed["items"][] = []
  for (let after = ""; ;) {
    const { items, next } = listOf(await get(`${path}${after}`))
    pages.push(items)
    if (next === undefined || pages.length > 100) return pages
    after = `&after=${encodeURIComponent(next)}`
  }
}

/** A customer who writes by sms and by mail. */
const twoPlaces = async (desk: Desk) => {
  await desk.writes("mail", "ana.maria@example.com", "Por correo")
  await desk.writes("sms", "+34600111222", "Por mensaje")
  await desk.escucha.customers.identify("user-42", {}, { also: ["tel:+34600111222", "email:ana.maria@example.com"] })
  const view = await desk.escucha.customers.get("user-42")
  const streamOf = (scheme: string) => view?.known.find((place) => place.scheme === scheme)?.stream ?? "s_none"
  return { id: view?.id ?? "s_nobody", streamOf }
}

describe("the inbox", () => {
  it("lists who waits first, by page, each customer once", async () => {
    const desk = await aDesk()
    const ids: string[] = []
    for (let number = 0; number < 7; number++) {
      ids.push(await desk.writes("sms", `+3460011122${number}`, `hola ${number}`))
      await desk.escucha.clock.advance("1 second")
    }
    const pages = await pagesOf(desk, "/desk/inbox?limit=3")
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat().map(({ customer }) => customer)).toEqual(ids)
    await desk.post(`/desk/customers/${ids[0]}/close`, { id: "1", reason: "said hello" })
    const waiting = await pagesOf(desk, "/desk/inbox?limit=4&only=waiting")
    expect(waiting.flat().map(({ customer }) => customer)).toEqual(ids.slice(1))
  })

  it("gives those of one owner, mood, channel or language", async () => {
    const desk = await aDesk()
    const [ana, ben] = [
      await desk.writes("sms", "+34600111222", "hola"),
      await desk.writes("mail", "ben@example.com", "hello"),
    ]
    await desk.post(`/desk/customers/${ana}/assign`, { id: "1", owner: "Eva" })
    const found = async (query: string) =>
      listOf(await desk.get(`/desk/inbox?${query}`)).items.map(({ customer }) => customer)
    expect(await found("owner=me")).toEqual([ana])
    expect(await found("channel=mail")).toEqual([ben])
    expect(await found("owner=me&channel=mail")).toEqual([])
    expect(await found("mood=furious")).toEqual([])
    expect(await found("owner=%27%20OR%201%3D1%20--")).toEqual([])
  })

  it("refuses limits and tokens that are none", async () => {
    const desk = await aDesk()
    const id = await desk.writes("sms", "+34600111222", "hola")
    for (const path of ["/desk/inbox", "/desk/search", `/desk/customers/${id}/thread`]) {
      for (const limit of ["0", "201", "-1", "1.5", "x", "", "Infinity", "1e9"])
        expect(refusalOf(await desk.get(`${path}?q=hola&limit=${limit}`))).toMatchObject({
          status: 400,
          field: "limit",
        })
      for (const after of ["x", "bnVsbA", "W10", "%00", "e30", "'; DROP TABLE entries; --", "W251bGwsbnVsbF0"])
        expect(refusalOf(await desk.get(`${path}?q=hola&after=${encodeURIComponent(after)}`))).toMatchObject({
          status: 400,
          field: "after",
        })
    }
    expect(desk.failures).toEqual([])
  })
})

describe("what the desk reads", () => {
  it("of a thread is every line once, the newest first", async () => {
    const desk = await aDesk()
    let id = ""
    for (let number = 0; number < 9; number++) id = await desk.writes("sms", "+34600111222", `line ${number}`)
    const pages = await pagesOf(desk, `/desk/customers/${id}/thread?limit=4`)
    const lines = pages.flat().filter(({ type }) => type === "received")
    expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: 9 }, (_, place) => `line ${8 - place}`))
  })

  it("of somebody unknown is 404, by whatever name", async () => {
    const desk = await aDesk()
    for (const name of [
      "s_0mm0000000000000000",
      "nobody",
      "__proto__",
      "constructor",
      "tel:1",
      "%2e%2e",
      "a%2Fb",
      ":",
      "%00",
    ])
      expect(refusalOf(await desk.get(`/desk/customers/${name}`))).toMatchObject({ status: 404, field: "customer" })
  })

  it("finds who wrote a word, and survives every query", async () => {
    const desk = await aDesk()
    const id = await desk.writes("sms", "+34600111222", "¿Dónde está mi PEDIDO?")
    expect(listOf(await desk.get("/desk/search?q=pedido")).items).toMatchObject([
      { customer: id, text: "¿Dónde está mi PEDIDO?" },
    ])
    for (const q of [
      "",
      " ",
      '"',
      "*",
      "pedido*",
      "a OR b",
      "NEAR(a b)",
      "text:pedido",
      "-pedido",
      "(",
      "%00",
      "x".repeat(5_000),
    ])
      expect({ q, status: (await desk.get(`/desk/search?q=${encodeURIComponent(q)}`)).status }).toEqual({
        q,
        status: 200,
      })
    expect(desk.failures).toEqual([])
  })

  it("of the pulse is bounded, whatever is asked", async () => {
    const desk = await aDesk()
    await desk.writes("sms", "+34600111222", "Estoy muy enfadada")
    for (const hours of ["1", "48", "100000000", "-5", "x", "Infinity", ""]) {
      const { status, text } = await desk.get(`/desk/pulse?hours=${hours}`)
      expect([hours, status, text.length < 60_000]).toEqual([hours, 200, true])
    }
    expect((await desk.get("/desk/pulse")).value).toMatchObject({ waiting: { now: 1 } })
  })

  it("shows no list a whole address: enough to recognise, not enough to copy", async () => {
    const desk = await aDesk()
    await desk.writes("sms", "+34600111222", "hola")
    await desk.writes("mail", "ana.maria@example.com", "hola")
    const named = await desk.writes("mail", "berta.lopez@example.com", "hola", { name: "berta.lopez@example.com" })
    const stream = await desk.listen("/desk/events?after=0")
    const lists = [
      await desk.get("/desk/inbox"),
      await desk.get("/desk/search?q=hola"),
      await desk.get("/desk/pulse"),
      await desk.get(`/desk/customers/${named}`),
      await desk.get(`/desk/customers/${named}/thread`),
    ]
    const shown = [...lists.map(({ text }) => text), stream.chunks.join("")].join("\n")
    expect(shown).not.toMatch(/ana\.maria|600111222|berta\.lopez@/)
    expect(shown).toContain("ana···@example.com")
    await stream.leave()
  })
})

describe("a reply", () => {
  it("leaves once, by the place where the customer waits, in the colleague's name", async () => {
    const desk = await aDesk()
    const id = await desk.writes("sms", "+34600111222", "hola")
    const answer = await desk.post(`/desk/customers/${id}/reply`, { id: "r1", text: "Ya vamos." })
    expect([answer.status, answer.value]).toEqual([201, { id: "write:r1", status: "queued" }])
    const retries = await Promise.all(
      [1, 2, 3].map(() => desk.post(`/desk/customers/${id}/reply`, { id: "r1", text: "Ya vamos." })),
    )
    expect(retries.map(({ status }) => status)).toEqual([201, 201, 201])
    await desk.escucha.settled()
    expect(desk.sms.delivered.map(({ address, content }) => [address, content.text])).toEqual([
      ["+34600111222", "Ya vamos."],
    ])
    expect((await desk.escucha.customers.get(id))?.thread.items).toContainEqual(
      expect.objectContaining({ type: "written", author: "Eva", delivery: { status: "sent" } }),
    )
    expect((await desk.escucha.conversations.unanswered()).items).toEqual([])
  })

  it("leaves by the place that the colleague pinned, and by no other", async () => {
    const desk = await aDesk()
    const { id, streamOf } = await twoPlaces(desk)
    await desk.post(`/desk/customers/${id}/reply`, { id: "r1", text: "al correo", stream: streamOf("email") })
    await desk.post(`/desk/customers/${id}/reply`, { id: "r2", text: "al móvil", stream: streamOf("tel") })
    await desk.escucha.settled()
    expect(desk.mail.delivered.map(({ content }) => content.text)).toEqual(["al correo"])
    expect(desk.sms.delivered.map(({ content }) => content.text)).toEqual(["al móvil"])
  })

  it("to a place of somebody else, or that is no place, is refused and goes nowhere", async () => {
    const desk = await aDesk()
    const { id, streamOf } = await twoPlaces(desk)
    const ben = await desk.writes("sms", "+34600333444", "hola")
    const refused = async (to: string, stream: unknown) =>
      refusalOf(await desk.post(`/desk/customers/${to}/reply`, { id: "r1", text: "para Ana", stream }))
    expect(await refused(id, ben)).toEqual({ status: 409, reason: "conflict", field: "stream" })
    expect(await refused(ben, streamOf("tel"))).toEqual({ status: 409, reason: "conflict", field: "stream" })
    for (const stream of ["email:ana.maria@example.com", "", 7, {}, [streamOf("tel")]])
      expect(await refused(id, stream)).toEqual({ status: 400, reason: "invalid", field: "stream" })
    await desk.escucha.identities.unlink("email:ana.maria@example.com", { reason: "shared mailbox" })
    const view = await desk.escucha.customers.get("tel:+34600111222")
    expect(await refused(view?.id ?? "", streamOf("email"))).toMatchObject({ status: 409, field: "stream" })
    await desk.escucha.settled()
    expect([...desk.sms.calls, ...desk.mail.calls]).toEqual([])
  })

  it("that says nothing, or too much, or has no id, is refused by its field", async () => {
    const desk = await aDesk()
    const id = await desk.writes("sms", "+34600111222", "hola")
    const path = `/desk/customers/${id}/reply`
    const refused = async (body: unknown) => refusalOf(await desk.post(path, body))
    expect(await refused({ id: "1" })).toMatchObject({ status: 400, field: "text" })
    expect(await refused({ id: "1", text: "  " })).toMatchObject({ status: 400, field: "text" })
    expect(await refused({ id: "1", text: ["hola"] })).toMatchObject({ status: 400, field: "text" })
    expect(await refused({ id: "1", text: "é".repeat(40_000) })).toMatchObject({ status: 413, field: "text" })
    expect(await refused({ text: "hola" })).toMatchObject({ status: 400, field: "id" })
    expect(await refused({ id: "x".repeat(129), text: "hola" })).toMatchObject({ status: 413, field: "id" })
    expect(await refused("hola")).toMatchObject({ status: 400, field: "body" })
    expect(refusalOf(await desk.post("/desk/customers/nobody/reply", { id: "1", text: "hola" }))).toMatchObject({
      status: 404,
      field: "customer",
    })
    await desk.escucha.settled()
    expect(desk.sms.calls).toEqual([])
  })
})

describe("what else a colleague does", () => {
  it("assigns a conversation and closes it with a reason, once, however often it is sent", async () => {
    const desk = await aDesk()
    const id = await desk.writes("sms", "+34600111222", "hola")
    const assign = () => desk.post(`/desk/customers/${id}/assign`, { id: "a1", owner: "Eva" })
    expect([(await assign()).value, (await assign()).value]).toEqual([{ status: "committed" }, { status: "duplicate" }])
    expect((await desk.get(`/desk/customers/${id}`)).value).toMatchObject({ owner: "Eva" })
    const close = () => desk.post(`/desk/customers/${id}/close`, { id: "c1", reason: "wrong number" })
    expect([(await close()).value, (await close()).value]).toEqual([{ status: "committed" }, { status: "duplicate" }])
    expect((await desk.get(`/desk/customers/${id}`)).value).toMatchObject({ waiting: null })
    const refused = async (what: string, body: object) =>
      refusalOf(await desk.post(`/desk/customers/${id}/${what}`, body))
    expect(await refused("close", { id: "c2", reason: " " })).toMatchObject({ status: 400, field: "reason" })
    expect(await refused("assign", { id: "a2", owner: "" })).toMatchObject({ status: 400, field: "owner" })
    expect(await refused("assign", { owner: "Eva" })).toMatchObject({ status: 400, field: "id" })
  })

  it("assigns a case and closes it, of this customer and of no other", async () => {
    const desk = await aDesk()
    const [ana, ben] = [
      await desk.writes("sms", "+34600111222", "hola"),
      await desk.writes("sms", "+34600333444", "hola"),
    ]
    const { id } = await desk.escucha.cases.open(ana, { kind: "call-back", owner: "Leo" })
    const path = `/desk/cases/${encodeURIComponent(id)}`
    const unknown = { status: 404, reason: "unknown", field: "case" }
    expect(refusalOf(await desk.post(`${path}/assign`, { id: "1", customer: ben, owner: "Eva" }))).toEqual(unknown)
    expect(refusalOf(await desk.post(`${path}/close`, { id: "2", customer: ben, reason: "done" }))).toEqual(unknown)
    expect(
      refusalOf(await desk.post("/desk/cases/constructor/close", { id: "3", customer: ana, reason: "done" })),
    ).toEqual(unknown)
    expect((await desk.post(`${path}/assign`, { id: "4", customer: ana, owner: "Eva" })).value).toEqual({
      status: "committed",
    })
    expect((await desk.get(`/desk/customers/${ana}`)).value).toMatchObject({ cases: [{ id, owner: "Eva" }] })
    expect((await desk.post(`${path}/close`, { id: "5", customer: ana, reason: "called" })).value).toEqual({
      status: "committed",
    })
    expect((await desk.get(`/desk/customers/${ana}`)).value).toMatchObject({ cases: [] })
    expect(refusalOf(await desk.post(`${path}/close`, { id: "6", customer: ana, reason: "again" }))).toEqual(unknown)
  })
})
