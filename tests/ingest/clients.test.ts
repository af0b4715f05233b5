import { Analytics as CustomerIo } from "@customerio/cdp-analytics-node"
import { DittofeedSdk } from "@dittofeed/sdk-node"
import { jitsuAnalytics } from "@jitsu/js"
import RudderAnalytics from "@rudderstack/rudder-sdk-node"
import { Analytics as Segment } from "@segment/analytics-node"
import { PostHog } from "posthog-node"
import { describe, expect, it, onTestFinished } from "vitest"
import { everythingOf } from "../support/everything.ts"
import { kindsIn, type Trouble, troubledDoor } from "./troubled-door.ts"

// The seven clients as they are published, over HTTP on loopback; the browser's has a file of its own.

/** A call that failed, one that has to wait, and one whose answer was lost after everything of it was kept. */
const troubles: readonly Trouble[] = [{ status: 500 }, { status: 429, headers: { "retry-after": "1" } }, { lost: true }]

const aDoor = async (met: readonly Trouble[], ...options: readonly Parameters<typeof troubledDoor>[1][]) => {
  const door = await troubledDoor(met, options[0])
  onTestFinished(door.close)
  return door
}
type Door = Awaited<ReturnType<typeof aDoor>>

const known = { email: "ana@example.com", plan: "pro" }

/** What six calls of a client come to: identify, alias, group with traits, and a track, a page and a screen. */
const six = {
  "traits-set": 2, // the user's and the account's
  "event-tracked": 3,
  "membership-changed": 1,
  "identities-linked": 3, // the stranger and the address of the identify, and the alias
}

const expectAnaIn = async ({ escucha }: Door) => {
  const ana = await escucha.customers.get("u1")
  expect(ana?.traits).toMatchObject(known)
  expect((await escucha.customers.get("anonymous:anon-1"))?.id).toBe(ana?.id)
  expect((await escucha.customers.get("email:ana@example.com"))?.id).toBe(ana?.id)
}

const statusesOf = ({ heard }: Door) => heard.map(({ status }) => status)

const segmentCalls = (analytics: Segment | CustomerIo) => {
  analytics.identify({ userId: "u1", anonymousId: "anon-1", traits: known })
  analytics.track({ userId: "u1", event: "order-placed", properties: { total: 42.5 } })
  analytics.alias({ userId: "u1", previousId: "anon-1" })
  analytics.group({ userId: "u1", groupId: "acme", traits: { name: "Acme" } })
  analytics.page({ userId: "u1", name: "Home", properties: { url: "https://shop.example/" } })
  analytics.screen({ userId: "u1", name: "Main" })
}

const clients: {
  readonly [name: string]: (url: string) => Promise<void>
} = {
  "@segment/analytics-node": async (host) => {
    const analytics = new Segment({ writeKey: "wk_test", host, flushAt: 20, flushInterval: 50 })
    segmentCalls(analytics)
    await analytics.closeAndFlush({ timeout: 30_000 })
  },
  "@customerio/cdp-analytics-node": async (host) => {
    const analytics = new CustomerIo({ writeKey: "wk_test", host, maxEventsInBatch: 20, flushInterval: 50 })
    segmentCalls(analytics)
    await analytics.closeAndFlush({ timeout: 30_000 })
  },
  "@rudderstack/rudder-sdk-node": async (dataPlaneUrl) => {
    const analytics = new RudderAnalytics("wk_test", {
      dataPlaneUrl,
      flushAt: 20,
      flushInterval: 50,
      logLevel: "error",
      axiosRetryConfig: { retryDelay: () => 50 },
    })
    analytics.identify({ userId: "u1", anonymousId: "anon-1", traits: known })
    analytics.track({ userId: "u1", event: "order-placed", properties: { total: 42.5 } })
    analytics.alias({ userId: "u1", previousId: "anon-1" })
    analytics.group({ userId: "u1", groupId: "acme", traits: { name: "Acme" } })
    analytics.page({ userId: "u1", name: "Home", properties: { url: "https://shop.example/" } })
    analytics.screen({ userId: "u1", name: "Main" })
    await new Promise<void>((resolve) => void analytics.flush(() => resolve()))
  },
}

describe("a client of Segment's family", () => {
  for (const [name, run] of Object.entries(clients)) {
    it(`${name} is understood as it is, and counts once whatever it has to send again`, async () => {
      const door = await aDoor(troubles)
      await run(door.url)
      await expect.poll(() => statusesOf(door).at(-1), { timeout: 20_000 }).toBe(200)
      expect(statusesOf(door).slice(0, 3)).toEqual([500, 429, "lost"])
      expect(await kindsIn(door.escucha)).toEqual(six)
      await expectAnaIn(door)
      expect((await door.escucha.ingest.rejected()).items).toEqual([])
    })
  }

  it("comes again where it is not answered in time", async () => {
    const door = await aDoor([{ silent: true }])
    const analytics = new Segment({ writeKey: "wk_test", host: door.url, flushAt: 1, httpRequestTimeout: 300 })
    analytics.track({ userId: "u1", event: "order-placed" })
    await analytics.closeAndFlush({ timeout: 20_000 })
    expect(statusesOf(door)).toEqual(["silent", 200])
    expect(await kindsIn(door.escucha)).toEqual({ "event-tracked": 1 })
  })
})

describe("posthog-node", () => {
  const run = async (host: string): Promise<void> => {
    const posthog = new PostHog("wk_test", { host, flushAt: 20, flushInterval: 50, fetchRetryDelay: 50 })
    posthog.identify({ distinctId: "u1", properties: known })
    posthog.capture({
      distinctId: "u1",
      event: "order-placed",
      properties: { total: 42.5, $set: { seats: 3 } },
      groups: { company: "acme" },
    })
    posthog.alias({ distinctId: "u1", alias: "anon-1" })
    posthog.groupIdentify({ groupType: "company", groupKey: "acme", properties: { name: "Acme" } })
    posthog.capture({ distinctId: "u1", event: "$pageview", properties: { $current_url: "https://shop.example/" } })
    posthog.capture({ distinctId: "u1", event: "$screen", properties: { $screen_name: "Main" } })
    await posthog.shutdown(20_000)
  }

  it("is understood as it is, gzip and all, and counts once whatever it has to send again", async () => {
    const door = await aDoor(troubles)
    await run(door.url)
    expect(statusesOf(door)).toEqual([500, 429, "lost", 200])
    expect(door.heard[0]).toMatchObject({ path: "/batch/", headers: { "content-encoding": "gzip" } })
    expect(await kindsIn(door.escucha)).toEqual({
      "traits-set": 3, // the identify, what the event says of the person, and the account
      "event-tracked": 3,
      "membership-changed": 1,
      "identities-linked": 2, // the address and the alias
    })
    await expectAnaIn(door)
    expect((await door.escucha.customers.get("u1"))?.traits).toEqual({ ...known, seats: 3 })
    expect((await door.escucha.customers.get("account:acme"))?.traits).toEqual({ name: "Acme" })
    const events = (await everythingOf(door.escucha, "u1")).filter(({ kind }) => kind === "event-tracked")
    expect(events.map(({ data }) => data)).toEqual([
      { event: "order-placed", properties: { total: 42.5 } },
      { event: "page", properties: { url: "https://shop.example/" } },
      { event: "screen", properties: { name: "Main" } },
    ])
  })

  it("sends less at once where it is told that it was too much", async () => {
    const door = await aDoor([{ status: 413 }])
    const posthog = new PostHog("wk_test", { host: door.url, flushAt: 50, flushInterval: 50, fetchRetryDelay: 50 })
    for (let order = 0; order < 40; order++) posthog.capture({ distinctId: "u1", event: "order-placed" })
    await posthog.shutdown(20_000)
    expect(statusesOf(door)[0]).toBe(413)
    expect(statusesOf(door).length).toBeGreaterThan(2)
    expect(await kindsIn(door.escucha)).toEqual({ "event-tracked": 40 })
  })
})

describe("@jitsu/js, from a server", () => {
  const calls = async (host: string): Promise<void> => {
    const jitsu = jitsuAnalytics({ writeKey: "wk_test:secret", host, s2s: true, fetch: globalThis.fetch })
    await jitsu.identify("u1", known)
    await jitsu.track("order-placed", { total: 42.5 })
    await jitsu.group("acme", { name: "Acme" })
    await jitsu.page({ name: "Home" })
  }

  it("is understood as it is, with its key in a header and masked in the body", async () => {
    const door = await aDoor([])
    await calls(door.url)
    await expect.poll(() => statusesOf(door)).toEqual([200, 200, 200, 200])
    expect(door.heard.map(({ path }) => path)).toEqual(
      ["identify", "track", "group", "page"].map((type) => `/api/s/s2s/${type}`),
    )
    expect(await kindsIn(door.escucha)).toEqual({
      "traits-set": 2,
      "event-tracked": 2,
      "membership-changed": 1,
      "identities-linked": 2,
    })
    expect((await door.escucha.customers.get("u1"))?.traits).toEqual(known)
  })

  it("gives all users of one process the same stranger, and they stay the people they are", async () => {
    const door = await aDoor([])
    const jitsu = jitsuAnalytics({ writeKey: "wk_test:secret", host: door.url, s2s: true, fetch: globalThis.fetch })
    const users = ["u1", "u2", "u3", "u4", "u5", "u6"]
    for (const user of users) await jitsu.identify(user, { plan: user })
    await expect.poll(() => statusesOf(door)).toEqual(users.map(() => 200))
    const people = await Promise.all(users.map((user) => door.escucha.customers.get(user)))
    expect(people.map((each) => each?.traits)).toEqual(users.map((plan) => ({ plan })))
    expect(new Set(people.map((each) => each?.id)).size).toBe(users.length)
  })

  it("sends nothing again: what fails on the way is lost there, and the rest counts once", async () => {
    const door = await aDoor([{ status: 500 }, { lost: true }])
    await calls(door.url).catch(() => undefined) // it reports a broken connection by throwing, and goes no further
    await expect.poll(() => door.heard.length).toBeGreaterThanOrEqual(2)
    expect((await door.escucha.customers.get("u1"))?.traits).toEqual({})
    expect((await kindsIn(door.escucha))["event-tracked"]).toBeGreaterThanOrEqual(1)
  })
})

describe("@dittofeed/sdk-node", () => {
  it("is understood as it is; what fails on the way it does not send again", async () => {
    const door = await aDoor([{ status: 500 }])
    await DittofeedSdk.init({ writeKey: `Basic ${btoa("wk_test:")}`, host: door.url })
    DittofeedSdk.track({ userId: "u1", event: "order-lost", properties: {} })
    await DittofeedSdk.flush()?.catch(() => undefined) // it says so, and the event is gone: it left the queue before the call
    await expect.poll(() => door.heard.length).toBe(1)
    DittofeedSdk.identify({ userId: "u1", traits: known })
    DittofeedSdk.track({ userId: "u1", event: "order-placed", properties: { total: 42.5 } })
    DittofeedSdk.page({ userId: "u1", name: "Home" })
    DittofeedSdk.screen({ userId: "u1", name: "Main" })
    await DittofeedSdk.flush()
    await expect.poll(() => statusesOf(door)).toEqual([500, 200])
    expect(door.heard[1]?.path).toBe("/api/public/apps/batch")
    expect(await kindsIn(door.escucha)).toEqual({ "traits-set": 1, "event-tracked": 3, "identities-linked": 1 })
    expect((await door.escucha.customers.get("email:ana@example.com"))?.traits).toEqual(known)
  })
})
