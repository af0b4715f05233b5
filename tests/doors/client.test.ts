import { describe, expect, it } from "vitest"
import { aHouse, chatSecret, sessionIn, shop } from "./a-page.ts"
import { bearer, call, refusalOf } from "./caller.ts"

const noSession = { status: 401, reason: "unauthorized", field: "session" }
const routes = [
  ["GET", "conversation"],
  ["POST", "messages"],
  ["GET", "surveys/score"],
  ["POST", "answers"],
  ["GET", "events"],
] as const
const body = { id: "1", text: "hola", survey: "score", response: "web:1", question: "recommend", value: 9 }

/** Calls every route with this session and tells how each was refused. */
const refusalsOf = async ({ escucha }: Awaited<ReturnType<typeof aHouse>>, headers: object) => {
  const refusals: unknown[] = []
  for (const [method, path] of routes) {
    const carried = { ...(method === "POST" && { body }), headers: { ...headers } }
    refusals.push(refusalOf(await call(escucha, method, `/client/${path}`, carried)))
  }
  return refusals
}
const allClosed = routes.map(() => noSession)

describe("the session of a visitor", () => {
  it("is opened by any browser, each as another visitor, for thirty days", async () => {
    const { escucha, open } = await aHouse()
    const [one, two] = [await open(), await open()]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(sessionIn(one).token).not.toBe(sessionIn(two).token)
    expect(sessionIn(one).expiresAt).toBe(escucha.clock.now() + 30 * 86_400_000)
    expect((await escucha.store.size()).customers).toBe(0)
  })

  it("is renewed for the same visitor, who finds their conversation again", async () => {
    const { escucha, open, visit, browser } = await aHouse()
    const ana = await visit()
    await ana.says("hola", "m1")
    await escucha.clock.advance("29 days")
    const renewed = browser(sessionIn(await open(bearer(ana.token))).token)
    await escucha.clock.advance("2 days")
    expect(refusalOf(await ana.get("conversation"))).toEqual(noSession)
    expect((await renewed.page()).messages).toMatchObject([{ id: "m1", text: "hola" }])
  })

  it("that has expired opens nothing; the browser becomes a new visitor", async () => {
    const house = await aHouse()
    const ana = await house.visit()
    await ana.says("hola", "m1")
    await house.escucha.clock.advance("30 days")
    expect(await refusalsOf(house, bearer(ana.token))).toEqual(allClosed)
    const stranger = house.browser(sessionIn(await house.open(bearer(ana.token))).token)
    expect((await stranger.page()).messages).toEqual([])
  })

  it("of another secret, of the desk, forged or changed opens nothing", async () => {
    const house = await aHouse()
    const other = sessionIn(await (await aHouse({ secret: "another secret, long enough to seal with" })).open()).token
    const { token } = await house.visit()
    const [claims = "", signature = ""] = token.split(".")
    const forged = btoa(JSON.stringify({ visitor: "of.user-42", expiresAt: 9e15 })).replaceAll("=", "")
    const wrong = [
      other,
      `${forged}.${signature}`,
      `${claims}.`,
      `.${signature}`,
      claims,
      `${claims}.${signature.slice(1)}A`,
      `${claims}.${signature}.${signature}`,
      chatSecret.replaceAll(" ", ""),
      "e30.e30",
      "",
    ]
    for (const given of wrong) expect(await refusalsOf(house, bearer(given))).toEqual(allClosed)
    expect(await refusalsOf(house, {})).toEqual(allClosed)
    expect(await refusalsOf(house, { cookie: `token=${token}` })).toEqual(allClosed)
    expect((await house.escucha.store.size()).entries).toBe(0)
  })

  it("is minted by the host alone where visitors may not open one", async () => {
    const { escucha, open, browser } = await aHouse({ visitors: false })
    expect(refusalOf(await open())).toEqual(noSession)
    expect(refusalOf(await open(bearer("a.b")))).toEqual(noSession)
    const { token, expiresAt } = await escucha.sessions.mint("user-42")
    expect(expiresAt).toBe(escucha.clock.now() + 3_600_000)
    expect((await browser(token).says("hola", "m1")).status).toBe(201)
    expect((await escucha.customers.get("user-42"))?.thread.items).toContainEqual(
      expect.objectContaining({ text: "hola" }),
    )
    await escucha.clock.advance("1 hour")
    expect(refusalOf(await browser(token).get("conversation"))).toEqual(noSession)
  })

  it("that the host minted is not made longer by the browser that has it", async () => {
    for (const visitors of [true, false]) {
      const { escucha, open } = await aHouse({ visitors })
      const { token } = await escucha.sessions.mint("user-42")
      expect(refusalOf(await open(bearer(token)))).toEqual(noSession)
    }
  })
})

describe("a page from elsewhere", () => {
  it("is let in by its origin, and may read the answer and the refusal", async () => {
    const { escucha, open } = await aHouse()
    const opened = await open({ origin: shop })
    expect([opened.status, opened.headers["access-control-allow-origin"], opened.headers["vary"]]).toEqual([
      201,
      shop,
      "origin",
    ])
    const refused = await call(escucha, "GET", "/client/conversation", { headers: { origin: shop } })
    expect([refused.status, refused.headers["access-control-allow-origin"]]).toEqual([401, shop])
    expect((await open({ origin: "http://localhost" })).status).toBe(201)
    expect((await open()).headers["access-control-allow-origin"]).toBeUndefined()
  })

  it("asks first, and is told what it may send", async () => {
    const { escucha } = await aHouse()
    for (const path of ["session", ...routes.map(([, each]) => each)]) {
      const asked = {
        origin: shop,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      }
      const { status, headers } = await call(escucha, "OPTIONS", `/client/${path}`, { headers: asked })
      expect([path, status]).toEqual([path, 200])
      expect(headers).toMatchObject({
        "access-control-allow-origin": shop,
        "access-control-allow-headers": expect.stringContaining("authorization"),
        "access-control-allow-methods": "GET, POST",
      })
      expect(headers["access-control-allow-credentials"]).toBeUndefined()
    }
  })

  it("is refused by its origin otherwise, without a header that lets it read", async () => {
    const { escucha, open, visit } = await aHouse()
    const { token } = await visit()
    for (const origin of [
      "https://evil.example",
      "null",
      `${shop}.evil.example`,
      "http://shop.example.com",
      `${shop}:444`,
      "*",
      "",
    ]) {
      const answers = [
        await open({ origin }),
        await call(escucha, "OPTIONS", "/client/messages", { headers: { origin } }),
        await call(escucha, "GET", "/client/conversation", { headers: { origin, ...bearer(token) } }),
      ]
      for (const answer of answers) {
        expect({ origin, ...refusalOf(answer) }).toEqual({
          origin,
          status: 401,
          reason: "unauthorized",
          field: "origin",
        })
        expect(answer.headers["access-control-allow-origin"]).toBeUndefined()
      }
    }
  })

  it("cannot post what a form could: only JSON is taken", async () => {
    const { escucha, visit } = await aHouse()
    const { token } = await visit()
    for (const type of ["text/plain", "application/x-www-form-urlencoded", undefined]) {
      for (const path of ["session", "messages", "answers"]) {
        const headers = { ...bearer(token), "content-type": type }
        const answer = await call(escucha, "POST", `/client/${path}`, { body, headers })
        expect(refusalOf(answer)).toEqual({ status: 400, reason: "invalid", field: "content-type" })
      }
    }
    expect((await escucha.store.size()).entries).toBe(0)
  })
})

describe("what a visitor says", () => {
  it("is taken once under the id of their browser, which comes back with it", async () => {
    const { visit } = await aHouse()
    const ana = await visit()
    const answers = [await ana.says("hola", "m1"), await ana.says("hola", "m1"), await ana.says("otra cosa", "m1")]
    expect(answers.map(({ status, value }) => [status, value])).toEqual([
      [201, { id: "m1", status: "committed" }],
      [200, { id: "m1", status: "duplicate" }],
      [200, { id: "m1", status: "duplicate" }],
    ])
    expect((await ana.page()).messages).toMatchObject([{ id: "m1", from: "customer", text: "hola" }])
  })

  it("is theirs alone under whatever id: no visitor can take the ids of another", async () => {
    const { escucha, browser } = await aHouse()
    const mint = async (customer: string) => browser((await escucha.sessions.mint(customer)).token)
    const [thief, victim] = [await mint("a"), await mint("a/b")]
    expect(refusalOf(await thief.says("I was first", "b/c"))).toEqual({ status: 400, reason: "invalid", field: "id" })
    expect((await victim.says("my order is lost", "c")).value).toEqual({ id: "c", status: "committed" })
    expect((await victim.page()).messages).toMatchObject([{ id: "c", text: "my order is lost" }])
  })

  it("is refused by its field when it is empty, too long or without an id", async () => {
    const { visit, failures } = await aHouse()
    const ana = await visit()
    const refused = async (given: unknown) => refusalOf(await ana.post("messages", given))
    expect(await refused({ id: "1", text: "" })).toMatchObject({ status: 400, field: "text" })
    expect(await refused({ id: "1", text: " \n" })).toMatchObject({ status: 400, field: "text" })
    expect(await refused({ id: "1", text: { length: 3 } })).toMatchObject({ status: 400, field: "text" })
    expect(await refused({ id: "1", text: "x".repeat(65_537) })).toMatchObject({ status: 413, field: "text" })
    expect(await refused({ id: "1", text: "🙂".repeat(20_000) })).toMatchObject({ status: 413, field: "text" })
    expect(await refused({ text: "hola" })).toMatchObject({ status: 400, field: "id" })
    expect(await refused({ id: "x".repeat(129), text: "hola" })).toMatchObject({ status: 413, field: "id" })
    expect(await refused([])).toMatchObject({ status: 400, field: "body" })
    expect(await refused("[".repeat(100_000))).toMatchObject({ status: 400, field: "body" })
    expect((await ana.page()).messages).toEqual([])
    expect(failures).toEqual([])
  })
})
