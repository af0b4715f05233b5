import { describe, expect, it } from "vitest"
import type { ClientEvent, ClientMessage } from "../../packages/core/src/client/wire.ts"
import { aHouse } from "./a-page.ts"
import { aRequest, call, bearer, quiet, refusalOf } from "./caller.ts"

type House = Awaited<ReturnType<typeof aHouse>>
type Browser = Awaited<ReturnType<House["visit"]>>

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])
const shownOn = async (browser: Browser) => (await browser.page()).messages as readonly ClientMessage[] // what the route gives
const heardBy = (stream: Awaited<ReturnType<Browser["listen"]>>) =>
  stream.heard().map(({ data }) => data as ClientEvent) // what the route sends

const told = async (house: House) => {
  await house.escucha.settled()
  await quiet()
}

/** Ana, who asked something, and the name that the house has for her. */
const anaIn = async (house: House) => {
  const ana = await house.visit()
  await ana.says("¿dónde está?", "m1")
  const { items } = await house.escucha.customers.search("dónde")
  return { ana, customer: items[0]?.customer ?? "nobody" }
}

const bytesAt = async (house: House, path: string) => {
  const { status, body } = await house.escucha.handle(aRequest("GET", path))
  const pieces: Uint8Array[] = []
  if (typeof body === "object" && Symbol.asyncIterator in body)
    for await (const piece of body) pieces.push(typeof piece === "string" ? Buffer.from(piece) : piece)
  return { status, bytes: new Uint8Array(Buffer.concat(pieces)) }
}

describe("what a page is shown of a message", () => {
  it("are its links and its files, as they happen and when it opens again", async () => {
    const house = await aHouse()
    const { ana, customer } = await anaIn(house)
    const stream = await ana.listen()
    const image = await house.escucha.media.put(png, { type: "image/png", name: "mapa.png" })
    const links = [{ label: "Seguir", url: "https://shop.example.com/orders/1" }]
    const file = { url: "https://files.example/factura.pdf", type: "application/pdf", name: "factura.pdf" }
    await house.escucha.messages.reply(customer, { text: "Aquí", image: { ...image, alt: "Un mapa" }, links, file })
    await expect.poll(() => heardBy(stream).length).toBe(1) // the link is sealed off the thread
    const [event] = heardBy(stream)
    const live = event?.type === "message" ? event.message : undefined
    const again = (await shownOn(ana)).at(-1)
    for (const message of [live, again]) {
      expect(message).toMatchObject({
        text: "Aquí",
        links,
        files: [
          { kind: "image", type: "image/png", name: "mapa.png", alt: "Un mapa" },
          { kind: "file", ...file },
        ],
      })
      const path = message?.files?.[0]?.url ?? ""
      expect(path).toMatch(/^\/media\//)
      expect(await bytesAt(house, path)).toEqual({ status: 200, bytes: png })
    }
    await stream.leave()
  })

  it("holds no link to a file for longer than a day", async () => {
    const house = await aHouse()
    const { ana, customer } = await anaIn(house)
    const image = await house.escucha.media.put(png, { type: "image/png", name: "a.png" })
    await house.escucha.messages.reply(customer, { text: "", image })
    await told(house)
    const path = (await shownOn(ana)).at(-1)?.files?.[0]?.url ?? ""
    await house.escucha.clock.advance("25 hours")
    expect((await bytesAt(house, path)).status).toBe(404)
    expect((await bytesAt(house, (await shownOn(ana)).at(-1)?.files?.[0]?.url ?? "")).status).toBe(200)
  })

  it("says in words what a page does not show, and shows no markup", async () => {
    const house = await aHouse()
    const { ana, customer } = await anaIn(house)
    const place = { latitude: 40.4168, longitude: -3.7038, name: "Tienda del Sol" }
    await house.escucha.messages.reply(customer, { text: "Estamos **aquí**", format: "markdown", place })
    await told(house)
    const text = (await shownOn(ana)).at(-1)?.text ?? ""
    expect(text).toContain("Tienda del Sol")
    expect(text).toContain("Estamos aquí")
  })

  it("is the file that the visitor sent, under the id that their page made", async () => {
    const house = await aHouse()
    const { ana } = await anaIn(house)
    const headers = { ...bearer(ana.token), "content-type": "image/png" }
    const sent = await call(house.escucha, "POST", "/client/media?id=m2&name=foto.png&text=as%C3%AD%20lleg%C3%B3", {
      body: png,
      headers,
    })
    expect(sent.status).toBe(201)
    const message = (await shownOn(ana)).at(-1)
    expect(message).toMatchObject({ id: "m2", from: "customer", text: "así llegó", files: [{ kind: "image" }] })
    expect((await bytesAt(house, message?.files?.[0]?.url ?? "")).bytes).toEqual(png)
  })
})

describe("what a page tells of what it was sent", () => {
  const answered = async () => {
    const house = await aHouse()
    const { ana, customer } = await anaIn(house)
    const message = await house.escucha.messages.reply(customer, { text: "Ya salió" })
    await told(house)
    const upTo = (await shownOn(ana)).at(-1)?.at ?? 0
    const status = async () => (await house.escucha.messages.delivery(customer, message.id))?.status
    return { house, ana, customer, upTo, status }
  }

  it("makes a message delivered, then read; nothing makes it less again", async () => {
    const { house, ana, upTo, status } = await answered()
    expect(await status()).toBe("sent")
    expect((await ana.post("receipts", { status: "delivered", upTo })).status).toBe(200)
    await told(house)
    expect(await status()).toBe("delivered")
    await ana.post("receipts", { status: "read", upTo })
    await ana.post("receipts", { status: "delivered", upTo })
    await told(house)
    expect(await status()).toBe("read")
  })

  it("says nothing of what came later", async () => {
    const { house, ana, customer, upTo } = await answered()
    await house.escucha.clock.advance("1 minute")
    const later = await house.escucha.messages.reply(customer, { text: "Y esto" })
    await told(house)
    await ana.post("receipts", { status: "read", upTo })
    await told(house)
    expect((await house.escucha.messages.delivery(customer, later.id))?.status).toBe("sent")
  })

  it("says nothing of another visitor's messages, and writes nothing of who never spoke", async () => {
    const { house, upTo, status } = await answered()
    const before = (await house.escucha.store.size()).entries
    const ben = await house.visit()
    expect((await ben.post("receipts", { status: "read", upTo })).status).toBe(200)
    await told(house)
    expect(await status()).toBe("sent")
    expect((await house.escucha.store.size()).entries).toBe(before)
  })

  it.each([
    ["status", { status: "sent", upTo: 1 }],
    ["upTo", { status: "read", upTo: "now" }],
    ["upTo", { status: "read", upTo: -1 }],
    ["upTo", { status: "read", upTo: 8_640_000_000_000_000 }],
  ])("is refused by name where its %s is wrong", async (field, body) => {
    const { ana } = await answered()
    expect(refusalOf(await ana.post("receipts", body))).toEqual({ status: 400, reason: "invalid", field })
  })

  it("needs a session", async () => {
    const { escucha } = await aHouse()
    for (const path of ["receipts", "typing"])
      expect((await call(escucha, "POST", `/client/${path}`, { body: {} })).status).toBe(401)
  })
})

describe("somebody who is writing", () => {
  it("is seen by the visitor to whom they write, and by no other", async () => {
    const house = await aHouse()
    const { ana, customer } = await anaIn(house)
    const ben = await house.visit()
    await ben.says("otra cosa", "m1")
    const [toAna, toBen] = [await ana.listen(), await ben.listen()]
    await quiet()
    expect(await house.escucha.conversations.typing(customer)).toBe(true)
    await expect.poll(() => heardBy(toAna)).toMatchObject([{ type: "typing", at: house.escucha.clock.now() }])
    expect(heardBy(toBen)).toEqual([])
    const before = (await house.escucha.store.size()).entries
    await house.escucha.conversations.typing(customer)
    expect((await house.escucha.store.size()).entries).toBe(before)
    await Promise.all([toAna.leave(), toBen.leave()])
  })

  it("is not seen by the visitor where it is the visitor, and costs nothing in the store", async () => {
    const house = await aHouse()
    const { ana } = await anaIn(house)
    const stream = await ana.listen()
    const before = (await house.escucha.store.size()).entries
    expect((await ana.post("typing", {})).status).toBe(200)
    await told(house)
    expect(heardBy(stream)).toEqual([])
    expect((await house.escucha.store.size()).entries).toBe(before)
    await stream.leave()
  })

  it("is told by name that nobody is there to be told", async () => {
    const { escucha } = await aHouse()
    await expect(escucha.conversations.typing("visitor:nobody")).rejects.toMatchObject({ _tag: "InputError" })
  })
})
