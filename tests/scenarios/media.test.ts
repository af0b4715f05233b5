import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import * as z from "zod"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { defineChannel, type HttpRequest } from "../../packages/core/src/channel/channel.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { tracesIn } from "../support/traces.ts"

const png = (...words: readonly string[]) =>
  new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Buffer.from(words.join(" "))])
const secret = "a secret of a test, long enough to be one"
const deskToken = "a-desk-token-of-a-test"

const folders: string[] = []
const servers: { readonly close: () => unknown; readonly closeAllConnections: () => void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const provider = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
}

/** A network that holds files and tells for a short while where they lie; it takes pictures by address and sounds as bytes. */
const network = (baseUrl: string, { hosts = ["127.0.0.1"] } = {}) => {
  const sent: HttpRequest[] = []
  const channel = defineChannel({
    id: "network",
    kind: "chat",
    scheme: "network",
    config: z.strictObject({}),
    capabilities: {
      parts: { image: "full", audio: { level: "full", by: "bytes" }, file: "full" },
      text: { max: 1_000 },
      inbound: true,
      receipts: [],
      idempotency: { kind: "key", window: 86_400_000 },
    },
    request: ({ content, files = {} }) => {
      const sound = content.audio && files[content.audio.url]
      const said = { image: content.image?.url, sound: sound && [...sound.bytes], text: content.text }
      const request: HttpRequest = { method: "POST", url: `${baseUrl}/send`, headers: {}, body: JSON.stringify(said) }
      sent.push(request)
      return request
    },
    receipt: ({ status }) => ({ status: status === 200 ? "sent" : "delivered", provider: "1" }),
    access: () => ({
      request: () => ({ method: "POST", url: `${baseUrl}/token`, headers: {} }),
      read: ({ body }) => ({ token: body, lasts: 3_600_000 }),
    }),
    extras: () => ({
      media: {
        hosts,
        locate: (reference, { access }) => ({
          method: "GET",
          url: `${baseUrl}/where/${reference}`,
          headers: { authorization: access },
        }),
        download: (_reference, located, { access }) =>
          located?.body ? { method: "GET", url: located.body, headers: { authorization: access } } : undefined,
      },
    }),
  })
  return { sent, channel: channel({}) }
}

const aHouse = async ({
  store,
  baseUrl = "https://network.example",
  ...media
}: {
  readonly store?: Store<Stored>
  readonly baseUrl?: string
  readonly keep?: boolean
  readonly maxBytes?: number
} = {}) => {
  const failures: unknown[] = []
  const { channel, sent } = network(baseUrl)
  const escucha = createTestEscucha({
    channels: { network: channel, chat: webChat({ secret }) },
    desk: { token: deskToken },
    secret,
    publicUrl: "https://shop.example.com",
    ...(store && { store }),
    media: { local: true, ...media },
    report: (failure) => failures.push(failure),
  })
  await escucha.start()
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: { readonly [name: string]: string } = {},
  ) => {
    const isFile = body instanceof Uint8Array
    const answer = await escucha.fetch(
      new Request(`https://shop.example.com${path}`, {
        method,
        headers: { ...(!isFile && body !== undefined && { "content-type": "application/json" }), ...headers },
        ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
      }),
    )
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      value: isJson ? JSON.parse(Buffer.from(bytes).toString()) : undefined,
    }
  }
  const visit = async () => ({ authorization: `Bearer ${(await call("POST", "/client/session", {})).value.token}` })
  const desk = async () => ({
    authorization: `Bearer ${(await call("POST", "/desk/session", { token: deskToken, name: "Eva" })).value.session}`,
  })
  const hears = async (attachments: readonly object[], address = "42") => {
    await escucha.conversations.receive("network", [
      {
        type: "message",
        id: `m-${address}-${JSON.stringify(attachments).length}`,
        address,
        text: "mira",
        attachments: attachments as never,
      }, // of the test
    ])
    await escucha.settled()
  }
  return { escucha, failures, sent, call, visit, desk, hears }
}

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
    await call("GET", link.value.path)
    expect(seen.length).toBeGreaterThan(5)
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
