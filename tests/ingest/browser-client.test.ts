// @vitest-environment happy-dom
import { AnalyticsBrowser } from "@segment/analytics-next"
import { expect, it, onTestFinished } from "vitest"
import { kindsIn, type Trouble, troubledDoor } from "./troubled-door.ts"

const origin = "http://shop.example"

const strategies = {
  standard: { strategy: "standard", config: {} },
  batching: { strategy: "batching", config: { size: 10, timeout: 100 } },
} as const

/** A page of the shop with Segment's client for browsers, and a house that knows the page. */
const aPage = async (strategy: keyof typeof strategies, troubles: readonly Trouble[] = []) => {
  const door = await troubledDoor(troubles, {
    ingest: { writeKeys: [{ key: "wk_page", trust: "browser", origins: [origin] }] },
  })
  onTestFinished(door.close)
  Reflect.get(window, "happyDOM").setURL(`${origin}/products?utm_source=news`) // happy-dom's own, which the types of a browser do not know
  localStorage.clear()
  const [analytics] = await AnalyticsBrowser.load(
    { writeKey: "wk_page", cdnURL: door.url },
    {
      integrations: {
        "Segment.io": {
          apiHost: `${door.url.replace("http://", "")}/v1`,
          protocol: "http",
          deliveryStrategy: strategies[strategy],
        },
      },
    },
  )
  return { ...door, analytics }
}

for (const strategy of ["standard", "batching"] as const) {
  it(`@segment/analytics-next is understood as it is from a page of another origin, one call at a time and in batches: ${strategy}`, async () => {
    const { analytics, escucha, heard } = await aPage(strategy)
    await analytics.page("Home")
    await analytics.track("product-viewed", { sku: "A1" })
    await analytics.identify("u1", { email: "ana@example.com" })
    await analytics.group("acme", { name: "Acme" })
    await expect
      .poll(() => kindsIn(escucha), { timeout: 10_000 })
      .toEqual({ "event-tracked": 2, "traits-set": 2, "identities-linked": 2, "membership-changed": 1 })
    expect(heard.find(({ method }) => method === "GET")).toMatchObject({
      path: "/v1/projects/wk_page/settings",
      status: 200,
    })
    expect(heard.find(({ method }) => method === "POST")?.headers["content-type"]).toMatch("text/plain")
    const ana = await escucha.customers.get("u1")
    expect(ana?.traits).toEqual({ email: "ana@example.com" })
    const page = (await escucha.customers.timeline("u1")).items.find(
      ({ kind, data }) => kind === "event-tracked" && "event" in data && data.event === "page",
    )
    expect(page?.data).toMatchObject({ properties: { name: "Home", campaign: { source: "news" } } })
    expect((await escucha.ingest.rejected()).items).toEqual([])
  })
}

it("@segment/analytics-next counts once what it has to send again", async () => {
  const { analytics, escucha, heard } = await aPage("standard", [{ status: 500 }, { lost: true }])
  await analytics.track("product-viewed", { sku: "A1" })
  await expect.poll(() => heard.filter(({ method }) => method === "POST").length, { timeout: 20_000 }).toBe(3)
  await expect.poll(() => heard.at(-1)?.status).toBe(200)
  expect(await kindsIn(escucha)).toEqual({ "event-tracked": 1 })
})
