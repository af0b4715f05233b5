import { describe, expect, it } from "vitest"
import { serve } from "../../packages/adapters/src/servers/node.ts"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { chatSecret, shop } from "./a-page.ts"
import { deskToken } from "./a-desk.ts"
import { bearer, call, type Carried, quiet } from "./caller.ts"
import { troubledStore } from "./troubled-store.ts"

const writeKey = "a-write-key"
const webhookSecret = "a-webhook-secret"

/** A house with all its doors, under a prefix where one is given. */
const aHouse = ({ prefix = "" }: { readonly prefix?: string } = {}) => {
  const troubled = troubledStore()
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: {
      telegram: telegram({ token: "42:test", webhookSecret, baseUrl: "http://127.0.0.1:1" }),
      chat: webChat({ secret: chatSecret, origins: [shop] }),
    },
    desk: { token: deskToken },
    ingest: { writeKeys: [writeKey] },
    store: troubled.store,
    prefix,
    report: (failure) => failures.push(failure),
  })
  const sessionOf = async () => {
    const { value } = await call(escucha, "POST", `${prefix}/desk/session`, { body: { token: deskToken } })
    return (value as { readonly session: string }).session // what the route gives
  }
  return { ...troubled, escucha, failures, sessionOf }
}

const date = Date.parse("2026-03-02T12:00:00Z") / 1000 // when a house of a test begins
const update = { update_id: 1, message: { message_id: 1, date, text: "hola", chat: { id: 1, type: "private" } } }
const event = { type: "track", messageId: "m1", userId: "u1", event: "e" }
const secret = { "x-telegram-bot-api-secret-token": webhookSecret }

/** Requests of every door, good and bad, in an order in which they make sense. */
const requests: readonly [method: string, path: string, carried?: Carried][] = [
  ["GET", "/"],
  ["GET", "/nothing/here?x=1"],
  ["POST", "/hooks/telegram", { body: update, headers: secret }],
  ["POST", "/hooks/telegram", { body: update, headers: secret }],
  ["POST", "/hooks/telegram", { body: update }],
  ["POST", "/hooks/%74elegram", { body: { ...update, update_id: 2 }, headers: secret }],
  ["GET", "/hooks/telegram"],
  ["POST", "/v1/batch", { body: { writeKey, batch: [event, { ...event, messageId: 7 }] } }],
  ["POST", "/v1/batch", { body: { writeKey: "x", batch: [event] } }],
  ["POST", "/v1/batch", { body: "ñandú {" }],
  ["POST", "/v1/batch", { body: Uint8Array.of(0xff, 0x00, 0xfe) }],
  ["POST", "/v1/batch", { body: "x".repeat(1_048_577) }],
  ["POST", "/v1/batch"],
  ["OPTIONS", "/client/messages", { headers: { origin: shop } }],
  ["GET", "/client/conversation", { headers: { origin: shop } }],
  ["GET", "/client/conversation", { headers: { origin: "https://evil.example" } }],
  ["GET", "/desk/inbox"],
  ["GET", "/desk/inbox?limit=1&limit=2&mood=%F0%9F%99%82"],
  ["POST", "/desk/session", { body: { token: "not the token" } }],
  ["DELETE", "/desk/inbox"],
]

const url = (path: string) => `http://localhost${path}`

/** The same request by web standards. */
const asRequest = (method: string, path: string, { body, headers = {} }: Carried = {}): Request => {
  const sent = new Headers({ host: "localhost", ...(body !== undefined && { "content-type": "application/json" }) })
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent.set(name, value)
  const bytes = body instanceof Uint8Array || typeof body === "string" ? body : JSON.stringify(body)
  return new Request(url(path), { method, headers: sent, ...(body !== undefined && { body: bytes as BodyInit }) }) // bytes or text
}

const textOf = new TextDecoder()

describe("fetch", () => {
  it("answers what handle answers: status, headers and body, for every kind of request", async () => {
    const [one, two] = [aHouse(), aHouse()]
    for (const [method, path, carried] of requests) {
      const handled = await call(one.escucha, method, path, carried)
      const fetched = await two.escucha.fetch(asRequest(method, path, carried))
      const seen = { status: fetched.status, text: await fetched.text(), headers: Object.fromEntries(fetched.headers) }
      const { status, text, headers } = handled
      expect({ method, path, ...seen }).toEqual({ method, path, status, text, headers })
    }
    expect(await two.escucha.store.size()).toEqual(await one.escucha.store.size())
    expect([one.failures, two.failures]).toEqual([[], []])
  })

  it("answers HEAD without a body", async () => {
    const answer = await aHouse().escucha.fetch(new Request(url("/desk/inbox"), { method: "HEAD" }))
    expect(await answer.text()).toBe("")
  })

  it("reads no more of a body than it can take", async () => {
    const { escucha } = aHouse()
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x61))
      },
    })
    const init = { method: "POST", body: endless, duplex: "half" } as const
    const answer = await escucha.fetch(new Request(url("/v1/batch"), init))
    expect(answer.status).toBe(413)
    expect(given).toBeLessThan(2 * 1_048_576)
  })

  it("streams events as they happen, and stops reading for whoever cancels", async () => {
    const { escucha, read, sessionOf } = aHouse()
    const answer = await escucha.fetch(new Request(url("/desk/events"), { headers: bearer(await sessionOf()) }))
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8")
    const reader = answer.body?.getReader()
    const next = async () => textOf.decode((await reader?.read())?.value)
    expect(await next()).toBe("retry: 2000\n\n")
    const coming = next()
    await escucha.handle({
      method: "POST",
      url: url("/hooks/telegram"),
      headers: secret,
      body: new TextEncoder().encode(JSON.stringify(update)),
    })
    expect(await coming).toContain("message-received")
    const silent = reader?.read()
    await quiet()
    await reader?.cancel()
    expect((await silent)?.done).toBe(true)
    const before = read.length
    await escucha.customers.optIn("user-1")
    await quiet()
    expect(read.length).toBe(before)
  })

  it("lets go of a stream that nobody ever read", async () => {
    const { escucha, read, sessionOf } = aHouse()
    const answer = await escucha.fetch(new Request(url("/desk/events"), { headers: bearer(await sessionOf()) }))
    await answer.body?.cancel()
    const before = read.length
    await escucha.customers.optIn("user-1")
    await quiet()
    expect(read.length).toBe(before)
  })
})

describe("a prefix", () => {
  it("stands before every route, and nothing is found beside it", async () => {
    const { escucha, sessionOf } = aHouse({ prefix: "/escucha" })
    const headers = bearer(await sessionOf())
    expect((await call(escucha, "GET", "/escucha/desk/inbox", { headers })).status).toBe(200)
    expect((await escucha.fetch(new Request(url("/escucha/desk/inbox"), { headers }))).status).toBe(200)
    for (const path of [
      "/desk/inbox",
      "/escuchadesk/inbox",
      "/escucha",
      "/escucha/",
      "/x/escucha/desk/inbox",
      "//escucha/desk/inbox",
    ])
      expect([path, (await call(escucha, "GET", path, { headers })).status]).toEqual([path, 404])
  })

  it("that cannot stand before a path is refused before anything starts", () => {
    for (const prefix of ["escucha", "/escucha/", "/", "/a?b", "/a#b"])
      expect(() => aHouse({ prefix })).toThrow(
        expect.objectContaining({ _tag: "ConfigurationError", option: "prefix" }),
      )
  })
})

describe("a real socket", () => {
  it("answers what handle answers, and ends a stream whose reader goes away", async () => {
    const { escucha, read, sessionOf } = aHouse()
    await using serving = await serve(escucha)
    const posted = await fetch(`${serving.url}/hooks/telegram`, {
      method: "POST",
      headers: secret,
      body: JSON.stringify(update),
    })
    expect([posted.status, await posted.json()]).toEqual([200, { ok: true }])
    const headers = bearer(await sessionOf())
    const leave = new AbortController()
    const stream = await fetch(`${serving.url}/desk/events?after=0`, { headers, signal: leave.signal })
    const reader = stream.body?.getReader()
    let seen = ""
    while (!seen.includes("message-received")) seen += textOf.decode((await reader?.read())?.value)
    leave.abort()
    await expect
      .poll(
        async () => {
          const before = read.length
          await escucha.customers.optIn("user-1")
          await quiet()
          return read.length - before
        },
        { timeout: 60_000 },
      )
      .toBe(0)
  })

  it("refuses a body that is too large while it comes, and lives on", async () => {
    const { escucha } = aHouse()
    await using serving = await serve(escucha)
    const answer = await fetch(`${serving.url}/v1/batch`, { method: "POST", body: "x".repeat(1_048_577) })
    expect(answer.status).toBe(413)
    expect((await fetch(`${serving.url}/v1/batch`, { method: "POST", body: "{}" })).status).toBe(401)
  })
})
