import { describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { aHouse, png } from "../support/media-house.ts"

describe("a link to a file", () => {
  it("holds for an hour, and for that file alone", async () => {
    const { escucha, call } = await aHouse()
    const { path } = await escucha.media.link(await escucha.media.put(png("a"), { type: "image/png", name: "a.png" }))
    expect((await call("GET", path)).status).toBe(200)
    for (let place = "/media/".length; place < path.length; place += 7) {
      const changed = `${path.slice(0, place)}${path[place] === "A" ? "B" : "A"}${path.slice(place + 1)}`
      expect((await call("GET", changed)).status).toBe(404)
    }
    await escucha.clock.advance("1 hour")
    expect((await call("GET", path)).status).toBe(404)
    await escucha.close()
  })

  it.each([
    ["text/html", "<script>1</script>", "application/octet-stream"],
    ["application/xhtml+xml", "<x/>", "application/octet-stream"],
    ["text/javascript", "1", "application/octet-stream"],
    ["application/pdf", "%PDF-1.7", "application/pdf"],
  ])("shows nothing in a page that may run: %s", async (type, text, said) => {
    const { escucha, call } = await aHouse()
    const put = escucha.media.put(Buffer.from(text), { type, name: 'a"\r\nx: y\u202Egnp.html' })
    const { path } = await escucha.media.link(await put)
    const { headers } = await call("GET", path)
    expect(headers.get("content-type")).toBe(said)
    expect(headers.get("x-content-type-options")).toBe("nosniff")
    expect(headers.get("content-security-policy")).toContain("sandbox")
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="a_x_ ygnp\.html"; filename\*=UTF-8''a%22x%3A%20ygnp\.html$/,
    )
    await escucha.close()
  })
})

it("a picture that may run something is none that is kept", async () => {
  const { escucha } = await aHouse()
  const put = escucha.media.put(Buffer.from("<svg onload=1>"), { type: "image/svg+xml", name: "a.svg" })
  await expect(put).rejects.toMatchObject({ _tag: "InputError", field: "type" })
  await escucha.close()
})

describe("a visitor's file", () => {
  it.each([
    ["without a session", {}, "id=1", png("a"), "image/png", 401],
    ["that is no picture", undefined, "id=1", Buffer.from("<html>"), "image/png", 400],
    ["of a type that is not taken", undefined, "id=1", Buffer.from("x"), "application/zip", 400],
    ["without a type", undefined, "id=1", png("a"), "", 400],
    ["without an id", undefined, "", png("a"), "image/png", 400],
    ["with an id of somebody else", undefined, "id=a/b", png("a"), "image/png", 400],
    ["that is empty", undefined, "id=1", new Uint8Array(), "image/png", 400],
    ["that is too large", undefined, "id=1", new Uint8Array(3_000_000), "image/png", 413],
  ])("is refused %s, and nothing is kept", async (_case, given, query, bytes, type, status) => {
    const store = memoryStore<Stored>()
    const put = new Set<string>()
    const media = { ...store.media, put: async (id: string) => void put.add(id) }
    const { call, visit, escucha } = await aHouse({ store: { ...store, media: media as never }, maxBytes: 2_000_000 }) // one that counts
    const headers = given ?? (await visit())
    expect(
      (
        await call("POST", `/client/media?${query}`, bytes, {
          ...headers,
          ...(type !== "" && { "content-type": type }),
        })
      ).status,
    ).toBe(status)
    expect([put.size, (await escucha.store.size()).entries]).toEqual([0, 0])
    await escucha.close()
  })

  it("is told by its name in the store where it is a part of an answer to a survey, and only there", async () => {
    const { call, visit, escucha } = await aHouse()
    const session = { ...(await visit()), "content-type": "image/png" }
    const send = async (query: string) => (await call("POST", `/client/media?${query}`, png("a"), session)).value
    const told = await send("id=1&name=a.png&survey=visit&response=web:1")
    expect(told.file).toEqual({
      media: expect.stringMatching(/^media:./),
      type: "image/png",
      bytes: png("a").length,
      name: "a.png",
    })
    expect(await send("id=2&name=a.png")).not.toHaveProperty("file")
    await escucha.close()
  })

  it("is one of thirty in an hour", async () => {
    const { call, visit, escucha } = await aHouse()
    const session = await visit()
    const send = (id: number) =>
      call("POST", `/client/media?id=${id}`, png(String(id)), { ...session, "content-type": "image/png" })
    for (let id = 0; id < 30; id++) expect((await send(id)).status).toBe(201)
    expect((await send(30)).status).toBe(503)
    expect(
      (await call("POST", "/client/media?id=1", png("a"), { ...(await visit()), "content-type": "image/png" })).status,
    ).toBe(201)
    await escucha.clock.advance("1 hour")
    expect((await send(30)).status).toBe(201)
    await escucha.close()
  })
})

it("a house whose store keeps no files says what to do", async () => {
  const { media: _, ...store } = memoryStore<Stored>()
  const { escucha } = await aHouse({ store })
  await expect(escucha.media.put(png("a"), { type: "image/png", name: "a" })).rejects.toMatchObject({
    _tag: "ConfigurationError",
    option: "media.store",
  })
  await escucha.close()
})
