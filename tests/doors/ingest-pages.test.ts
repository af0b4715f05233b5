import { describe, expect, it } from "vitest"
import { aSender, anEvent, basic, writeKey } from "./a-sender.ts"
import { call, refusalOf } from "./caller.ts"

const shop = "https://shop.example"
const pageKey = "wk_of_a_page"
const writeKeys = [writeKey, { key: pageKey, trust: "browser", origins: [shop] }] as const

const aPage = () => {
  const sender = aSender({ ingest: { writeKeys } })
  const from = (origin: string | undefined, key: string, path = "/v1/t", event: object = anEvent()) =>
    call(sender.escucha, "POST", path, {
      body: JSON.stringify({ ...event, writeKey: key }),
      headers: { "content-type": "text/plain", origin },
    })
  return { ...sender, from }
}

describe("a page of the shop", () => {
  it("sends with a browser's key and may read the answer", async () => {
    const { from } = aPage()
    const { status, headers, value } = await from(shop, pageKey)
    expect([status, value]).toEqual([200, { success: true, accepted: 1 }])
    expect(headers).toMatchObject({ "access-control-allow-origin": shop, vary: "origin" })
    expect(headers).not.toHaveProperty("access-control-allow-credentials")
  })

  it("may read why it was refused", async () => {
    const { from } = aPage()
    const answer = await from(shop, "another-key")
    expect(refusalOf(answer)).toMatchObject({ status: 401, field: "writeKey" })
    expect(answer.headers["access-control-allow-origin"]).toBe(shop)
  })

  it("asks first, and is told what it may send, with no path left out", async () => {
    const { escucha } = aPage()
    for (const path of ["/v1/t", "/v1/batch", "/batch/", "/api/s/track", "/v1/projects/x/settings"]) {
      const { status, headers } = await call(escucha, "OPTIONS", path, { headers: { origin: shop } })
      expect([path, status]).toEqual([path, 200])
      expect(headers).toMatchObject({ "access-control-allow-origin": shop, "access-control-max-age": "600" })
      expect(headers["access-control-allow-headers"]).toMatch(/authorization.*content-type.*x-write-key/)
    }
  })

  it("gets the settings without which Segment's client does not begin, and they tell it to report to nobody", async () => {
    const { escucha } = aPage()
    const { status, value, headers } = await call(escucha, "GET", `/v1/projects/${pageKey}/settings`, {
      headers: { origin: shop },
    })
    expect(status).toBe(200)
    expect(value).toMatchObject({ integrations: { "Segment.io": { apiKey: pageKey } }, metrics: { sampleRate: 0 } })
    expect(headers["access-control-allow-origin"]).toBe(shop)
    expect(refusalOf(await call(escucha, "GET", "/v1/projects/another/settings"))).toMatchObject({ status: 401 })
  })

  it("sends a beacon, whose answer nobody reads", async () => {
    const { from, entries } = aPage()
    await from(shop, pageKey, "/v1/batch", { batch: [anEvent(), anEvent()] })
    expect(await entries()).toBe(2)
  })
})

describe("a page of somebody else", () => {
  it("cannot use the key of the shop's pages, nor read anything", async () => {
    const { from, escucha, entries } = aPage()
    for (const origin of ["https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example"]) {
      const answer = await from(origin, pageKey)
      expect(refusalOf(answer)).toMatchObject({ status: 401, field: "origin" })
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin")
      const asked = await call(escucha, "OPTIONS", "/v1/t", { headers: { origin } })
      expect(asked.headers).not.toHaveProperty("access-control-allow-origin")
      const settings = await call(escucha, "GET", `/v1/projects/${pageKey}/settings`, { headers: { origin } })
      expect(settings.status).toBe(401)
    }
    expect(await entries()).toBe(0)
  })

  it("is let in where any page is", async () => {
    const { escucha } = aSender({ ingest: { writeKeys: [{ key: pageKey, trust: "browser", origins: ["*"] }] } })
    const headers = { origin: "https://anywhere.example", ...basic(pageKey) }
    const answer = await call(escucha, "POST", "/v1/t", { body: anEvent(), headers })
    expect(answer.status).toBe(200)
    expect(answer.headers["access-control-allow-origin"]).toBe("https://anywhere.example")
  })
})

describe("a server's key", () => {
  it("that leaked into a page opens nothing there", async () => {
    const { from, entries } = aPage()
    expect(refusalOf(await from(shop, writeKey))).toMatchObject({ status: 401, field: "origin" })
    expect(await entries()).toBe(0)
  })
})

describe("what a page says of somebody", () => {
  const identify = (userId: string, traits: object) => anEvent({ type: "identify", userId, traits })

  it("is a claim: an address that is a known person's joins nobody to them", async () => {
    const { from, escucha } = aPage()
    await escucha.customers.identify("ana", {}, { also: ["email:ana@example.com"] })
    const before = (await escucha.customers.get("ana"))?.id
    expect((await from(shop, pageKey, "/v1/i", identify("mallory", { email: "ana@example.com" }))).status).toBe(200)
    expect((await escucha.customers.get("mallory"))?.id).not.toBe(before)
    expect((await escucha.customers.get("email:ana@example.com"))?.id).toBe(before)
    expect((await escucha.customers.get("mallory"))?.refused).toMatchObject([{ rule: "claim" }])
  })

  it("is believed of an address that is nobody's yet, and of the stranger who was on that page", async () => {
    const { from, escucha } = aPage()
    await from(shop, pageKey, "/v1/p", anEvent({ userId: null, anonymousId: "cookie-1" }))
    await from(shop, pageKey, "/v1/i", {
      ...identify("ana", { email: "ana@example.com" }),
      anonymousId: "cookie-1",
    })
    const ana = (await escucha.customers.get("ana"))?.id
    expect((await escucha.customers.get("anonymous:cookie-1"))?.id).toBe(ana)
    expect((await escucha.customers.get("email:ana@example.com"))?.id).toBe(ana)
  })

  it("does not take the stranger away from the user who was there first", async () => {
    const { from, escucha } = aPage()
    const as = (userId: string) => ({ ...identify(userId, {}), anonymousId: "cookie-1" })
    await from(shop, pageKey, "/v1/i", as("ana"))
    await from(shop, pageKey, "/v1/i", as("eva"))
    expect((await escucha.customers.get("anonymous:cookie-1"))?.id).toBe((await escucha.customers.get("ana"))?.id)
    expect((await escucha.customers.get("eva"))?.id).not.toBe((await escucha.customers.get("ana"))?.id)
  })

  it("holds against nothing that a source with a name says", async () => {
    const sender = aSender({
      sources: ["crm"],
      ingest: { writeKeys: [{ key: writeKey, source: "crm" }, writeKeys[1]] },
    })
    await sender.batch(identify("ana", { plan: "pro" }))
    await sender.escucha.clock.advance("1 hour")
    await sender.post("/v1/i", identify("ana", { plan: "free", colour: "red" }), basic(pageKey))
    expect((await sender.escucha.customers.get("ana"))?.traits).toEqual({ plan: "pro", colour: "red" })
  })

  it("is no history", async () => {
    const { post } = aPage()
    const body = { batch: [anEvent({ timestamp: "2020-01-01T00:00:00Z" })] }
    expect(refusalOf(await post("/v1/import", body, basic(pageKey)))).toMatchObject({ status: 401, field: "writeKey" })
  })
})

describe("keys that cannot work", () => {
  const wrong: { readonly [what: string]: readonly [keys: readonly unknown[], says: RegExp] } = {
    "a browser's without an origin": [[{ key: "k", trust: "browser" }], /list the origins/],
    "one with an origin that is none": [[{ key: "k", origins: ["shop.example"] }], /write the origin "shop.example"/],
    "one with a path behind its origin": [[{ key: "k", origins: [`${shop}/`] }], /write the origin/],
    "the same twice": [["k", { key: "k" }], /each key once/],
    "a browser's with a source of its own": [
      [{ key: "k", trust: "browser", origins: ["*"], source: "crm" }],
      /its source is v1/,
    ],
    "one whose source nobody named": [[{ key: "k", source: "crm" }], /name the source "crm" under sources/],
    "a very long one": [["k".repeat(600)], /at most 512/],
  }
  for (const [what, [keys, says]] of Object.entries(wrong)) {
    it(`are refused at the start: ${what}`, () => {
      expect(() => aSender({ ingest: { writeKeys: keys as never } })).toThrow(says) // what the types forbid
    })
  }
})
