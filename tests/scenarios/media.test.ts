import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import type { MediaBytes } from "../../packages/core/src/channel/media.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aHouse, png, provider } from "../support/media-house.ts"
import { tracesIn } from "../support/traces.ts"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const stores: readonly (readonly [string, () => { readonly store: Store<Stored>; readonly folder?: string }])[] = [
  ["in memory", () => ({ store: memoryStore<Stored>() })],
  [
    "in a file",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "escucha-media-"))
      folders.push(folder)
      return { store: sqliteStore<Stored>(join(folder, "escucha.db")), folder }
    },
  ],
]

describe.each(stores)("files of a house %s", (_where, opened) => {
  it("are given as they were put, and only until they are removed", async () => {
    const { escucha } = await aHouse(opened())
    const media = await escucha.media.put(png("a"), { type: "image/png", name: "../../etc/a.png" })
    expect(media).toMatchObject({ type: "image/png", name: "a.png", size: 9 })
    expect(await escucha.media.get(media)).toEqual({ bytes: png("a"), type: "image/png", name: "a.png" })
    await escucha.media.remove(media)
    await expect(escucha.media.get(media)).rejects.toMatchObject({ _tag: "InputError", field: "media" })
    await escucha.close()
  })

  it("come with a visitor's message, and go with the visitor", async () => {
    const { store, folder } = opened()
    const { escucha, call, visit } = await aHouse({ store })
    const session = await visit()
    const bytes = png("Zanarekvogel was here, and looked at the camera".repeat(2_000))
    const send = () =>
      call("POST", "/client/media?id=1&name=selfie.png&text=hola", bytes, { ...session, "content-type": "image/png" })
    expect((await send()).status).toBe(201)
    expect((await send()).status).toBe(200)
    const [customer = "s_nobody"] = (await escucha.store.customers({ limit: 10 })).items
    const { items } = await escucha.store.timeline(customer, { limit: 10 })
    const received = items.find(({ kind }) => kind === "message-received")
    expect(received?.data).toMatchObject({
      text: "hola",
      attachments: [{ kind: "image", type: "image/png", name: "selfie.png" }],
    })
    const link = await call(
      "GET",
      `/client/media?entry=${encodeURIComponent(received?.id ?? "")}&part=0`,
      undefined,
      session,
    )
    const file = await call("GET", link.value.path)
    expect([file.status, file.headers.get("content-type"), file.bytes.length]).toEqual([200, "image/png", bytes.length])
    expect(file.headers.get("content-disposition")).toMatch(/^inline; /)
    const other = await visit()
    expect(
      (await call("GET", `/client/media?entry=${encodeURIComponent(received?.id ?? "")}`, undefined, other)).status,
    ).toBe(404)
    const traces = () => Object.keys(folder === undefined ? {} : tracesIn(folder, "Zanarekvogel")).length > 0
    expect(traces()).toBe(folder !== undefined)
    await escucha.customers.erase(customer)
    expect((await call("GET", link.value.path)).status).toBe(404)
    // the browser sends again what it holds no answer to: the message is known, and its file does not come back
    expect((await send()).status).toBe(200)
    expect((await call("GET", link.value.path)).status).toBe(404)
    expect(traces()).toBe(false)
    await escucha.close()
  })

  it("stay when they are shared, and go with the one to whom they were sent when they are not", async () => {
    const { escucha, hears } = await aHouse({
      ...opened(),
      baseUrl: await provider((_request, response) => response.end("t")),
    })
    await hears([], "1")
    const [own, shared] = [
      await escucha.media.put(png("own"), { type: "image/png", name: "a.png" }),
      await escucha.media.put(png("shared"), { type: "image/png", name: "b.png", shared: true }),
    ]
    for (const image of [own, shared]) await escucha.messages.reply("network:1", { text: "", image })
    await escucha.settled()
    await escucha.customers.erase("network:1")
    await expect(escucha.media.get(own)).rejects.toMatchObject({ _tag: "InputError" })
    expect((await escucha.media.get(shared)).bytes).toEqual(png("shared"))
    await escucha.close()
  })

  it("stay when somebody else who only named them in words is erased", async () => {
    const { escucha, hears } = await aHouse({
      ...opened(),
      baseUrl: await provider((_request, response) => response.end("t")),
    })
    await hears([], "1")
    await hears([], "2")
    const image = await escucha.media.put(png("own"), { type: "image/png", name: "a.png" })
    await escucha.messages.reply("network:1", { text: "", image })
    await escucha.messages.reply("network:2", { text: `{"url":"${image.url}"} ${image.url}` })
    await escucha.settled()
    await escucha.customers.erase("network:2")
    expect((await escucha.media.get(image)).bytes).toEqual(png("own"))
    await escucha.customers.erase("network:1")
    await expect(escucha.media.get(image)).rejects.toMatchObject({ _tag: "InputError" })
    await escucha.close()
  })

  it("are fetched from a provider when somebody looks, with a fresh address each time, and kept where that is wished", async () => {
    const seen: string[] = []
    let number = 0
    const url = await provider(({ url: path = "", headers }, response) => {
      seen.push(`${path} ${headers.authorization ?? ""}`)
      if (path === "/token") return response.end(`token-${++number}`)
      if (path.startsWith("/where/")) {
        if (headers.authorization === "token-1") return response.writeHead(401).end()
        return response.end(`${url}/file/${seen.length}`)
      }
      return response.setHeader("content-type", "application/octet-stream").end(png("far"))
    })
    const attachment = { url: "provider:abc", kind: "image", name: "far.png" }
    const { escucha, call, desk, hears } = await aHouse({ ...opened(), baseUrl: url, keep: true })
    await hears([attachment])
    const id = (await escucha.customers.get("network:42"))?.id ?? ""
    const { items } = await escucha.store.timeline(id as never, { limit: 10 }) // the id of a customer
    const entry = items.find(({ kind }) => kind === "message-received")?.id ?? ""
    expect(seen).toEqual([])
    const session = await desk()
    const link = await call(
      "GET",
      `/desk/customers/${id}/media?entry=${encodeURIComponent(entry)}&part=0`,
      undefined,
      session,
    )
    const file = await call("GET", link.value.path)
    expect([file.status, file.headers.get("content-type"), file.bytes]).toEqual([200, "image/png", png("far")])
    expect(seen).toEqual(["/token ", "/where/abc token-1", "/token ", "/where/abc token-2", `/file/4 token-2`])
    expect((await call("GET", link.value.path)).status).toBe(200)
    expect(seen).toHaveLength(5)
    await escucha.customers.erase("network:42")
    // a link from before brings nothing back, and nothing of it lies here
    expect((await call("GET", link.value.path)).status).toBe(404)
    expect(seen).toHaveLength(5)
    await escucha.media.get({ url: "provider:abc" }, { channel: "network" })
    expect(seen.length).toBeGreaterThan(5)
    await escucha.close()
  })

  it("that come in a webhook itself are kept once, and not again after the customer was erased", async () => {
    const { store } = opened()
    const kept: string[] = []
    const counting = {
      ...store,
      media: {
        get: async (id: string) => store.media?.get(id),
        delete: async (ids: readonly string[]) => store.media?.delete(ids),
        put: async (id: string, file: MediaBytes) => {
          kept.push(id)
          await store.media?.put(id, file)
        },
      },
    }
    const { escucha, call } = await aHouse({ store: counting })
    const comes = (body: string) => call("POST", "/hooks/network", body, { "x-token": "s3cret-token" })
    expect((await comes("m1 9")).status).toBe(200)
    expect((await comes("m1 9")).status).toBe(200)
    expect(kept).toHaveLength(1)
    const [id = ""] = kept
    // what it is is told by its bytes, not by what was said of it
    expect(await store.media?.get(id)).toMatchObject({ type: "image/png", name: "in.png" })
    await escucha.customers.erase("network:9")
    expect(await store.media?.get(id)).toBeUndefined()
    expect((await comes("m1 9")).status).toBe(200)
    expect(await store.media?.get(id)).toBeUndefined()
    await escucha.close()
  })

  it("leave by an address of ours, or as bytes, as the channel takes them", async () => {
    const sentBodies: string[] = []
    const url = await provider((request, response) => {
      let text = ""
      request
        .setEncoding("utf8")
        .on("data", (part: string) => (text += part))
        .once("end", () => {
          if (request.url === "/send") sentBodies.push(text)
          response.end("t")
        })
    })
    const { escucha, call, desk, hears } = await aHouse({ ...opened(), baseUrl: url })
    await hears([], "7")
    const id = (await escucha.customers.get("network:7"))?.id ?? ""
    const session = await desk()
    const sound = new Uint8Array([0x49, 0x44, 0x33, 1, 2])
    const post = (name: string, type: string, bytes: Uint8Array) =>
      call("POST", `/desk/customers/${id}/media?id=${name}&name=${name}&text=aqui`, bytes, {
        ...session,
        "content-type": type,
      })
    expect((await post("a.png", "image/png", png("ours"))).status).toBe(201)
    await escucha.settled()
    expect((await post("a.mp3", "audio/mpeg", sound)).status).toBe(201)
    await escucha.settled()
    const [picture, words] = sentBodies.map((body) => JSON.parse(body))
    expect(words).toBeDefined()
    expect(picture.image).toMatch(/^https:\/\/shop\.example\.com\/media\//)
    const fetched = await call("GET", new URL(picture.image).pathname)
    expect(fetched.bytes).toEqual(png("ours"))
    expect(sentBodies.some((body) => JSON.stringify(JSON.parse(body).sound) === JSON.stringify([...sound]))).toBe(true)
    await escucha.close()
  })
})
