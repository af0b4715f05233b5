import { describe, expect, it } from "vitest"
import { sandbox } from "../../packages/adapters/src/channels/sandbox.ts"
import type { DeskChannels } from "../../packages/core/src/assembly/routes/desk-channels.ts"
import type { InboundMessage } from "../../packages/core/src/channel/inbound.ts"
import { ConfigurationError } from "../../packages/core/src/kernel/errors.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel, type Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { deskToken } from "./a-desk.ts"
import { bearer, call, refusalOf } from "./caller.ts"

const template = {
  channel: "shop",
  name: "order_ready",
  language: "es",
  text: "Hola {{1}}, tu pedido {{2}} está listo, {{1}}.",
}

/** A desk whose answers are held where nobody knows whether they left. */
const aDoubtfulDesk = async (...faults: readonly Fault[]) => {
  const [sms, shop] = [fakeChannel({ scheme: "tel", faults }), sandbox({ scheme: "shop" })]
  const escucha = createTestEscucha({
    channels: { sms, shop },
    delivery: { answer: { uncertain: "hold" } },
    desk: { token: deskToken, templates: [template] },
  })
  await escucha.start()
  const { value } = await call(escucha, "POST", "/desk/session", { body: { token: deskToken, name: "Eva" } })
  const { session } = value as { readonly session: string } // what the route gives
  const headers = bearer(session)
  const writes = async (channel: "sms" | "shop", address: string, part: Partial<InboundMessage> = {}) => {
    await escucha.conversations.receive(channel, [
      { type: "message", id: `in-${address}`, address, text: "¿Dónde está?", ...part },
    ])
    await escucha.settled()
    return (await escucha.customers.get(`${channel === "sms" ? "tel" : "shop"}:${address}`))?.id ?? "s_nobody"
  }
  const written = async (customer: string) =>
    ((await escucha.customers.get(customer))?.thread.items ?? []).filter((item) => item.type === "written")
  return {
    escucha,
    sms,
    shop,
    writes,
    written,
    get: (path: string) => call(escucha, "GET", path, { headers }),
    post: async (path: string, body: unknown) => {
      const seen = await call(escucha, "POST", path, { body, headers })
      await escucha.settled()
      return seen
    },
  }
}

describe("the channels of the desk", () => {
  it("are told with what they carry, how they do and what may be chosen there", async () => {
    const desk = await aDoubtfulDesk({ kind: "fail", reason: "rejected", retryable: false })
    const id = await desk.writes("sms", "+34600111222")
    await desk.post(`/desk/customers/${id}/reply`, { id: "1", text: "Mañana" })
    const { items, files } = (await desk.get("/desk/channels")).value as DeskChannels // what the route gives
    expect(items.map(({ name, id: kind, status, sent, failed }) => [name, kind, status, sent, failed])).toEqual([
      ["sms", "fake", "open", 0, 1],
      ["shop", "sandbox", "open", 0, 0],
    ])
    expect(items[0]?.lastError).toMatchObject({ reason: "rejected" })
    expect(items[1]?.capabilities.parts).toMatchObject({ image: "full" })
    expect(items.map(({ templates }) => templates)).toEqual([[], [{ ...template, places: ["1", "2"] }]])
    expect(files).toMatchObject({ maxBytes: 10_485_760 })
  })

  it("are told to colleagues alone, and hold no secret", async () => {
    const desk = await aDoubtfulDesk()
    expect((await call(desk.escucha, "GET", "/desk/channels")).status).toBe(401)
    expect((await desk.get("/desk/channels")).text).not.toContain(deskToken)
  })

  it("are named where a template is for one that there is not, or that knows none", () => {
    const [sms, shop] = [fakeChannel({ scheme: "tel" }), sandbox({ scheme: "shop" })]
    const opening = (given: object) => () =>
      createTestEscucha({
        channels: { sms, shop },
        desk: { token: deskToken, templates: [{ ...template, ...given }] },
      })
    for (const [given, field] of [
      [{ channel: "fax" }, "desk.templates[0].channel"],
      [{ channel: "sms" }, "desk.templates[0].channel"],
      [{ channel: "__proto__" }, "desk.templates[0].channel"],
      [{ text: " " }, "desk.templates[0].text"],
    ] as const) {
      expect(opening(given)).toThrow(ConfigurationError)
      expect(opening(given)).toThrow(field)
    }
  })
})

describe("an approved message", () => {
  it("leaves with its places filled, and is read in the thread as the customer reads it", async () => {
    const desk = await aDoubtfulDesk()
    const id = await desk.writes("shop", "ana")
    const values = { 1: "Ana", 2: "A-7" }
    const chosen = { channel: "shop", name: "order_ready", language: "es", values }
    const { status } = await desk.post(`/desk/customers/${id}/reply`, { id: "1", template: chosen })
    expect(status).toBe(201)
    expect(desk.shop.sent.at(-1)?.content.template).toEqual({ name: "order_ready", language: "es", values })
    expect(await desk.written(id)).toMatchObject([{ text: "Hola Ana, tu pedido A-7 está listo, Ana." }])
  })

  it("is refused by name where nobody declared it, or a place is empty", async () => {
    const desk = await aDoubtfulDesk()
    const id = await desk.writes("shop", "ana")
    const chosen = { channel: "shop", name: "order_ready", language: "es", values: { 1: "Ana", 2: "A-7" } }
    const refused = async (given: unknown) =>
      refusalOf(await desk.post(`/desk/customers/${id}/reply`, { id: "1", template: given }))
    for (const strange of [{ ...chosen, name: "sale" }, { ...chosen, channel: "sms" }, "order_ready", [], null, 7])
      expect(await refused(strange)).toMatchObject({ status: 404, field: "template" })
    expect(await refused({ ...chosen, values: { 1: "Ana" } })).toMatchObject({ status: 400, field: "2" })
    expect(await refused({ ...chosen, values: { 1: "x".repeat(2_000), 2: "A" } })).toMatchObject({ field: "1" })
    expect(desk.shop.sent).toEqual([])
  })
})

describe("a message of which nobody knows whether it left", () => {
  const doubtful = async () => {
    const desk = await aDoubtfulDesk({ kind: "answer-lost" })
    const id = await desk.writes("sms", "+34600111222")
    await desk.post(`/desk/customers/${id}/reply`, { id: "1", text: "Mañana {name}" })
    const [item] = await desk.written(id)
    expect(item?.delivery).toEqual({ status: "uncertain", policy: "hold" })
    return { ...desk, id, entry: item?.id ?? "" }
  }

  it("is sent again as a message of its own, once, and pinned to its place", async () => {
    const desk = await doubtful()
    const again = { id: "2", entry: desk.entry }
    expect((await desk.post(`/desk/customers/${desk.id}/again`, again)).status).toBe(201)
    await desk.post(`/desk/customers/${desk.id}/again`, again)
    expect(desk.sms.delivered.map(({ content, address }) => [content.text, address])).toEqual([
      ["Mañana {name}", "+34600111222"],
      ["Mañana {name}", "+34600111222"],
    ])
    expect((await desk.written(desk.id)).map(({ author, delivery }) => [author, delivery.status])).toEqual([
      ["Eva", "sent"],
      ["Eva", "uncertain"],
    ])
  })

  it("is marked as arrived, and then nobody sends it again", async () => {
    const desk = await doubtful()
    const waiting = async () => (await desk.escucha.customers.get(desk.id))?.waiting ?? null
    expect(await waiting()).not.toBeNull()
    expect((await desk.post(`/desk/customers/${desk.id}/arrived`, { id: "2", entry: desk.entry })).status).toBe(200)
    expect(await waiting()).toBeNull()
    expect((await desk.written(desk.id))[0]?.delivery).toEqual({ status: "delivered" })
    for (const verb of ["again", "arrived"])
      expect(refusalOf(await desk.post(`/desk/customers/${desk.id}/${verb}`, { id: "3", entry: desk.entry }))).toEqual({
        status: 409,
        reason: "conflict",
        field: "entry",
      })
    expect(desk.sms.delivered).toHaveLength(1)
  })

  it("is decided about by its own customer and entry alone", async () => {
    const desk = await doubtful()
    const other = await desk.writes("sms", "+34600333444")
    for (const [customer, entry] of [
      [other, desk.entry],
      [desk.id, "nothing#0"],
      [desk.id, "__proto__"],
    ])
      expect(refusalOf(await desk.post(`/desk/customers/${customer}/again`, { id: "4", entry }))).toMatchObject({
        status: 404,
        field: "entry",
      })
    expect(desk.sms.delivered).toHaveLength(1)
  })
})

describe("a colleague who is writing", () => {
  it("is shown where the network can show it, at a place of this customer alone", async () => {
    const desk = await aDoubtfulDesk()
    const [id, other] = [await desk.writes("sms", "+34600111222"), await desk.writes("shop", "ana")]
    const stream = (await desk.escucha.customers.get(id))?.known[0]?.stream
    expect((await desk.post(`/desk/customers/${id}/typing`, { stream })).value).toEqual({ shown: false })
    expect(refusalOf(await desk.post(`/desk/customers/${other}/typing`, { stream }))).toMatchObject({ field: "stream" })
    expect((await desk.get(`/desk/customers/${id}/thread`)).value).toMatchObject({ items: [{ type: "received" }] })
  })
})

describe("a past message of ours", () => {
  it("is recorded with the customer of that account, and with nobody else", async () => {
    const shop = { ...fakeChannel({ scheme: "net" }), account: "page-1" }
    const escucha = createTestEscucha({ channels: { shop }, desk: { token: deskToken } })
    await escucha.start()
    const past = { at: escucha.clock.now() - 60_000, author: "Eva", channel: "shop", address: "ana" }
    await escucha.conversations.receive("shop", [{ type: "message", id: "1", address: "ana", text: "Hola" }])
    await escucha.conversations.record({ ...past, id: "old", text: "Hola, Ana" })
    const items = (await escucha.customers.get("net:page-1/ana"))?.thread.items ?? []
    expect(items.map(({ type }) => type).toSorted()).toEqual(["received", "written"])
    expect(await escucha.customers.get("net:ana")).toBeUndefined()
  })
})

describe("a comment that everybody can read", () => {
  const comment = { post: "post-1", url: "https://social.example/post-1" }

  it("is answered in its place or to the person alone, as the colleague says, in one thread", async () => {
    const desk = await aDoubtfulDesk()
    const id = await desk.writes("shop", "ana", { public: comment })
    await desk.post(`/desk/customers/${id}/reply`, { id: "1", text: "Lo miramos", where: "public" })
    await desk.post(`/desk/customers/${id}/reply`, { id: "2", text: "Tu dirección, por favor", where: "private" })
    expect(desk.shop.sent.map((message) => [message.public, message.toPrivate])).toEqual([
      [comment, undefined],
      [undefined, true],
    ])
    const items = await desk.written(id)
    expect(items.map((item) => [item.text, item.public, item.toPrivate])).toEqual([
      ["Tu dirección, por favor", undefined, true],
      ["Lo miramos", comment, undefined],
    ])
    expect(new Set(items.map(({ stream }) => stream)).size).toBe(1)
  })

  it("is answered nowhere else", async () => {
    const desk = await aDoubtfulDesk()
    const id = await desk.writes("shop", "ana", { public: comment })
    for (const where of ["everywhere", "", 7, {}])
      expect(refusalOf(await desk.post(`/desk/customers/${id}/reply`, { id: "1", text: "x", where }))).toMatchObject({
        status: 400,
        field: "where",
      })
    expect(desk.shop.sent).toEqual([])
  })
})
