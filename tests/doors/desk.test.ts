import { describe, expect, it } from "vitest"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { aDesk, deskToken } from "./a-desk.ts"
import { bearer, call, refusalOf } from "./caller.ts"

const routes = [
  ["GET", "/desk/inbox"],
  ["GET", "/desk/pulse"],
  ["GET", "/desk/search?q=hola"],
  ["GET", "/desk/events"],
  ["GET", "/desk/customers/:id"],
  ["GET", "/desk/customers/:id/thread"],
  ["POST", "/desk/customers/:id/reply"],
  ["POST", "/desk/customers/:id/assign"],
  ["POST", "/desk/customers/:id/close"],
  ["POST", "/desk/cases/x/close"],
  ["POST", "/desk/cases/x/assign"],
] as const

const noSession = { status: 401, reason: "unauthorized", field: "session" }
const body = { id: "1", text: "hola", owner: "Eva", reason: "done", customer: "tel:+34600111222" }

describe("without a session of this desk", () => {
  it("every route is closed, whatever stands in the place of one", async () => {
    const { escucha, writes, session, sms } = await aDesk()
    const id = await writes("sms", "+34600111222", "hola")
    const before = await escucha.store.size()
    const visitor = await call(escucha, "POST", "/client/session", { body: {} })
    const other = await createOther()
    const headers = {
      nothing: {},
      "an empty bearer": { authorization: "Bearer " },
      "no token of ours": bearer("aaaa.bbbb"),
      "the token that opens the desk": bearer(deskToken),
      "a visitor's session": bearer((visitor.value as { readonly token: string }).token), // what the route gives
      "a session of another desk": bearer(other),
      "a session under another scheme": { authorization: `Basic ${session}` },
      "a session in a cookie": { cookie: `session=${session}; authorization=Bearer ${session}` },
      "two sessions": bearer(`${session}.${session}`),
      "a very long one": bearer(`${"a".repeat(100_000)}.b`),
    }
    for (const [method, pattern] of routes) {
      const path = pattern.replace(":id", id)
      for (const [what, given] of Object.entries(headers)) {
        const answer = await call(escucha, method, path, { ...(method === "POST" && { body }), headers: given })
        expect({ what, path, ...refusalOf(answer) }).toEqual({ what, path, ...noSession })
      }
      const inQuery = `${path}${path.includes("?") ? "&" : "?"}session=${session}&token=${session}&access_token=${session}`
      expect((await call(escucha, method, inQuery, method === "POST" ? { body } : {})).status).toBe(401)
    }
    expect(await escucha.store.size()).toEqual(before)
    expect(sms.calls).toEqual([])
  })

  const createOther = async () => {
    const escucha = createTestEscucha({ desk: { token: "a-desk-token-of-others" } })
    const { value } = await call(escucha, "POST", "/desk/session", { body: { token: "a-desk-token-of-others" } })
    return (value as { readonly session: string }).session // what the route gives
  }

  it("one character changed anywhere in it is enough to be refused", async () => {
    const { get, session } = await aDesk()
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for (let place = 0; place < session.length; place++) {
      if (session[place] === ".") continue
      const near = letters[(letters.indexOf(session[place] ?? "") ^ 1) % 64] ?? "" // the smallest change: the last bit of a letter
      const changed = session.slice(0, place) + near + session.slice(place + 1)
      expect({ place, status: (await get("/desk/inbox", bearer(changed))).status }).toEqual({ place, status: 401 })
    }
    for (const cut of [session.slice(1), session.slice(0, -1), `${session}A`, `${session}.`, session.replace(".", "")])
      expect((await get("/desk/inbox", bearer(cut))).status).toBe(401)
    expect((await get("/desk/inbox")).status).toBe(200)
  })

  it("it ends after a working day, and not before", async () => {
    const { get, escucha } = await aDesk()
    await escucha.clock.advance(12 * 3_600_000 - 1)
    expect((await get("/desk/inbox")).status).toBe(200)
    await escucha.clock.advance(1)
    expect(refusalOf(await get("/desk/inbox"))).toEqual(noSession)
  })
})

describe("signing in", () => {
  it("gives a session in the name that the colleague tells, of at most 80 characters", async () => {
    const { escucha } = await aDesk()
    const named = await call(escucha, "POST", "/desk/session", {
      body: { token: deskToken, name: `  ${"E".repeat(100)} ` },
    })
    expect(named.status).toBe(201)
    expect(named.value).toMatchObject({
      user: { name: "E".repeat(80) },
      expiresAt: escucha.clock.now() + 12 * 3_600_000,
    })
    const nameless = await call(escucha, "POST", "/desk/session", { body: { token: deskToken, name: 7 } })
    expect(nameless.value).toMatchObject({ user: { name: "Desk" } })
  })

  it("needs the whole token, as text", async () => {
    const { escucha } = await aDesk()
    for (const token of [
      deskToken.slice(0, -1),
      `${deskToken}x`,
      deskToken.toUpperCase(),
      `${deskToken.slice(0, -1)}\u0000`,
    ]) {
      const answer = await call(escucha, "POST", "/desk/session", { body: { token } })
      expect(refusalOf(answer)).toEqual({ status: 401, reason: "unauthorized", field: "token" })
    }
    for (const token of ["", " ", null, 1, [deskToken], { token: deskToken }, undefined])
      expect((await call(escucha, "POST", "/desk/session", { body: { token } })).status).toBe(400)
    expect((await call(escucha, "POST", "/desk/session", { body: { token: "x".repeat(513) } })).status).toBe(413)
  })
})

describe("a page from elsewhere", () => {
  it("is refused by its origin, even with a session, and the desk's own page is not", async () => {
    const { get, session, escucha } = await aDesk()
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:81", ""]) {
      const answer = await get("/desk/inbox", { ...bearer(session), origin })
      expect(refusalOf(answer)).toEqual({ status: 401, reason: "unauthorized", field: "origin" })
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined()
      const signIn = await call(escucha, "POST", "/desk/session", { body: { token: deskToken }, headers: { origin } })
      expect(signIn.status).toBe(401)
    }
    expect((await get("/desk/inbox", { ...bearer(session), origin: "http://localhost" })).status).toBe(200)
  })

  it("cannot post a form: what is not sent as JSON is refused", async () => {
    const { post, escucha, writes, sms } = await aDesk()
    const id = await writes("sms", "+34600111222", "hola")
    const types = [
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "text/plain",
      "text/plain;application/json",
      undefined,
    ]
    for (const type of types) {
      for (const [method, path] of routes.filter(([each]) => each === "POST")) {
        const answer = await post(path.replace(":id", id), body, { "content-type": type })
        expect({ method, ...refusalOf(answer) }).toEqual({
          method,
          status: 400,
          reason: "invalid",
          field: "content-type",
        })
      }
      const carried = { body: { token: deskToken }, headers: { "content-type": type } }
      expect((await call(escucha, "POST", "/desk/session", carried)).status).toBe(400)
    }
    await escucha.settled()
    expect(sms.calls).toEqual([])
  })

  it("changes nothing by GET, and finds no other methods", async () => {
    const { escucha, get, writes, session } = await aDesk()
    const id = await writes("sms", "+34600111222", "hola")
    const before = await escucha.store.size()
    const reads = routes.filter(([method, path]) => method === "GET" && path !== "/desk/events")
    for (const [, path] of reads) expect((await get(path.replace(":id", id))).status).toBe(200)
    for (const [method, pattern] of routes) {
      const path = pattern.replace(":id", id)
      const wrong = method === "GET" ? "POST" : "GET"
      const { status, headers } = await call(escucha, wrong, path, { headers: bearer(session) })
      expect([path, status, headers["allow"]]).toEqual([path, 405, method])
    }
    expect(await escucha.store.size()).toEqual(before)
  })

  it("finds no desk where none was opened", async () => {
    const escucha = createTestEscucha({})
    for (const [method, path] of routes) expect((await call(escucha, method, path)).status).toBe(404)
    expect((await call(escucha, "POST", "/desk/session", { body: { token: "" } })).status).toBe(404)
  })
})
