import { describe, expect, it } from "vitest"
import * as z from "zod"
import { aSender, anEvent, basic, writeKey } from "./a-sender.ts"

const noon = Date.parse("2026-03-02T12:00:00Z")
const moment = (at: number) => new Date(at).toISOString()

describe("one event a call", () => {
  const calls: readonly (readonly [path: string, event: object, kind: string])[] = [
    ["/v1/identify", { traits: { plan: "pro" } }, "traits-set"],
    ["/v1/i", { traits: { plan: "pro" } }, "traits-set"],
    ["/v1/track", {}, "event-tracked"],
    ["/v1/t", {}, "event-tracked"],
    ["/v1/page", {}, "event-tracked"],
    ["/v1/p", {}, "event-tracked"],
    ["/v1/screen", {}, "event-tracked"],
    ["/v1/s", {}, "event-tracked"],
    ["/v1/group", { groupId: "acme" }, "membership-changed"],
    ["/v1/g", { groupId: "acme" }, "membership-changed"],
    ["/v1/alias", { previousId: "cookie-1" }, "identities-linked"],
    ["/v1/a", { previousId: "cookie-1" }, "identities-linked"],
    ["/api/s/s2s/track", {}, "event-tracked"],
    ["/api/s/page", {}, "event-tracked"],
  ]
  for (const [path, part, kind] of calls) {
    it(`is taken at ${path}, also where only the path says what it is`, async () => {
      const { post, facts } = aSender()
      expect((await post(path, anEvent({ type: undefined, ...part }))).value).toEqual({ success: true, accepted: 1 })
      expect((await facts("ana")).map((fact) => fact.kind)).toEqual([kind])
    })
  }

  for (const path of ["/v1/batch", "/v1/b", "/api/public/apps/batch"]) {
    it(`is one of a list at ${path}`, async () => {
      const { post, entries } = aSender()
      expect((await post(path, { batch: [anEvent(), anEvent()] })).value).toEqual({ success: true, accepted: 2 })
      expect(await entries()).toBe(2)
    })
  }
})

describe("history", () => {
  const options = {
    events: { "order-placed": z.object({ total: z.number() }) },
    rules: [{ name: "thanks", on: "event-tracked", do: async () => {} }],
  } as const

  for (const path of ["/v1/import", "/v1/m"]) {
    it(`that comes in at ${path} is remembered at its time, and a rule is told that it is history`, async () => {
      const told: boolean[] = []
      const rules = [
        {
          name: "thanks",
          on: "event-tracked",
          do: async (_: unknown, act: { readonly historic: boolean }) => void told.push(act.historic),
        },
      ] as const
      const { post, facts, escucha } = aSender({ ...options, rules })
      const timestamp = "2020-05-05T10:00:00Z"
      expect((await post(path, { batch: [anEvent({ timestamp })] })).value).toEqual({ success: true, accepted: 1 })
      await escucha.settled()
      expect((await facts("ana"))[0]).toMatchObject({ kind: "event-tracked", occurredAt: Date.parse(timestamp) })
      expect(told).toEqual([true])
    })
  }

  it("of PostHog says so in its body", async () => {
    const { post, escucha } = aSender()
    const batch = [{ event: "order-placed", distinct_id: "ana", uuid: "u-1", timestamp: "2020-05-05T10:00:00Z" }]
    await post("/batch", { api_key: writeKey, historical_migration: true, batch }, {})
    expect((await escucha.customers.timeline("ana")).items.map(({ occurredAt }) => occurredAt)).toEqual([
      Date.parse("2020-05-05T10:00:00Z"),
    ])
  })
})

describe("the time of an event", () => {
  const day = 86_400_000
  const cases: { readonly [what: string]: readonly [told: object, sentAt: unknown, at: number] } = {
    "is as long before it came as it was before it was sent, whatever the sender's clock": [
      { timestamp: moment(noon - 30 * day) },
      moment(noon - 30 * day + 5_000),
      noon - 5_000,
    ],
    "is right where the sender's clock is a year ahead": [
      { timestamp: moment(noon + 365 * day) },
      moment(noon + 365 * day + 60_000),
      noon - 60_000,
    ],
    "is its own where nobody says when it was sent": [{ timestamp: moment(noon - day) }, undefined, noon - day],
    "is its original one where there are two": [
      { timestamp: moment(noon - day), originalTimestamp: moment(noon - 2 * day) },
      moment(noon),
      noon - 2 * day,
    ],
    "is now where it was made after it was sent": [{ timestamp: moment(noon) }, moment(noon - day), noon],
    "is now where there is none": [{}, moment(noon - day), noon],
    "is not touched by a sending that cannot be read": [{ timestamp: moment(noon - day) }, "soon", noon - day],
    "is now where what comes out is no moment": [
      { timestamp: "-271821-04-20T00:00:00.000Z" },
      "+275760-09-13T00:00:00.000Z",
      noon,
    ],
  }
  for (const [what, [told, sentAt, at]] of Object.entries(cases)) {
    it(what, async () => {
      const { post, facts } = aSender()
      await post("/v1/batch", { batch: [anEvent(told)], sentAt })
      expect((await facts("ana"))[0]?.occurredAt).toBe(at)
      const single = aSender()
      await single.post("/v1/track", { ...anEvent(told), sentAt })
      expect((await single.facts("ana"))[0]?.occurredAt).toBe(at)
    })
  }
})

describe("an event without an id", () => {
  it("is known by what is in it, if it says when it happened: a retry that is sent later is the same", async () => {
    const { batch, entries } = aSender()
    const event = { ...anEvent({ messageId: undefined, timestamp: moment(noon - 1) }), sentAt: moment(noon) }
    expect((await batch(event, { ...event, sentAt: moment(noon + 9) })).value).toEqual({ success: true, accepted: 2 })
    expect(await entries()).toBe(1)
    await batch({ ...event, properties: { total: 41 } })
    expect(await entries()).toBe(2)
  })

  it("is refused where it does not: two that are alike would be one", async () => {
    const { batch } = aSender()
    expect((await batch(anEvent({ messageId: undefined }))).value).toMatchObject({
      accepted: 0,
      rejected: [{ field: "messageId" }],
    })
  })
})

describe("what a client knows of the person by itself", () => {
  const context = { locale: "es-ES", timezone: "Europe/Madrid", ip: "203.0.113.7", userAgent: "Mozilla/5.0" }
  const identify = (part: object = {}) => anEvent({ type: "identify", traits: { plan: "pro" }, context, ...part })

  it("gives language and zone where the application has traits for them and knows none; nothing else of it is kept", async () => {
    const { batch, escucha, facts } = aSender({ traits: { plan: z.string(), language: z.string(), zone: z.string() } })
    await batch(identify(), anEvent({ context }))
    expect((await escucha.customers.get("ana"))?.traits).toEqual({
      plan: "pro",
      language: "es-ES",
      zone: "Europe/Madrid",
    })
    await escucha.clock.advance("1 minute")
    await batch(identify({ traits: { language: "ca" } }))
    await escucha.clock.advance("1 minute")
    await batch(identify({ messageId: "later" }))
    expect((await escucha.customers.get("ana"))?.traits).toMatchObject({ language: "ca" })
    expect(JSON.stringify(await facts("ana"))).not.toMatch(/203\.0|Mozilla/)
  })

  it("gives nothing to an application that has no traits for it, or for which it does not fit", async () => {
    for (const traits of [{ plan: z.string() }, {}, { plan: z.string(), zone: z.enum(["UTC"]) }]) {
      const { batch, escucha } = aSender({ traits })
      await batch(identify())
      expect((await escucha.customers.get("ana"))?.traits).toEqual({ plan: "pro" })
    }
  })
})

describe("an alias", () => {
  it("joins the stranger of that id, or the user, where one is known by it", async () => {
    const { batch, escucha } = aSender({ identifiers: { user: { limit: 2 } } })
    await batch(
      anEvent({ type: "alias", previousId: "cookie-1" }),
      anEvent({ userId: undefined, anonymousId: "cookie-1" }),
    )
    expect((await escucha.customers.get("anonymous:cookie-1"))?.id).toBe((await escucha.customers.get("ana"))?.id)
    await batch(anEvent({ type: "alias", previousId: "ana-before" }), anEvent({ userId: "ana-before" }))
    expect((await escucha.customers.get("ana-before"))?.id).toBe((await escucha.customers.get("ana"))?.id)
  })

  it("of two users is written down and refused by the rule that a person has one user id", async () => {
    const { batch, escucha } = aSender()
    await batch(anEvent(), anEvent({ userId: "eva" }), anEvent({ type: "alias", previousId: "eva" }))
    const ana = await escucha.customers.get("ana")
    expect(ana?.id).not.toBe((await escucha.customers.get("eva"))?.id)
    expect(ana?.refused).toMatchObject([{ rule: "limit" }])
  })
})

describe("PostHog's dialect", () => {
  const event = (name: string, properties: object = {}, part: object = {}) => ({
    event: name,
    distinct_id: "ana",
    uuid: `u-${name}-${JSON.stringify(properties)}`,
    properties,
    ...part,
  })

  it("keeps what the application says and leaves out what the client says of itself", async () => {
    const { capture, facts } = aSender()
    const own = { $lib: "posthog-node", $lib_version: "5", $ip: "203.0.113.7", $geoip_disable: true, token: writeKey }
    await capture(
      event("order-placed", { total: 40, ...own }),
      event("$pageview", { $current_url: "https://shop.example/", utm_source: "news", ...own }),
      event("$screen", { $screen_name: "Main" }),
      event("$pageleave", own),
    )
    expect((await facts("ana")).map(({ data }) => data)).toEqual([
      { event: "order-placed", properties: { total: 40 } },
      { event: "page", properties: { url: "https://shop.example/", utm_source: "news" } },
      { event: "screen", properties: { name: "Main" } },
      { event: "$pageleave", properties: {} },
    ])
  })

  it("sets, sets once and takes back traits, with an identify and with any event", async () => {
    const { capture, escucha } = aSender({ traits: { plan: z.string(), seats: z.number(), since: z.string() } })
    const traits = async () => (await escucha.customers.get("ana"))?.traits
    await capture(event("$identify", { $set: { plan: "free" }, $set_once: { since: "2024", $initial_referrer: "x" } }))
    expect(await traits()).toEqual({ plan: "free", since: "2024" })
    await capture(event("seen", { $set: { seats: 3 }, $set_once: { since: "2026" } }, { event: "$set" }))
    expect(await traits()).toEqual({ plan: "free", seats: 3, since: "2024" })
    await capture(event("$identify", { $unset: ["seats"] }))
    expect(await traits()).toEqual({ plan: "free", since: "2024" })
  })

  it("joins the device that an identify names, and holds as a stranger whom the client does not know", async () => {
    const { capture, escucha } = aSender()
    await capture(
      event("page-seen", { $device_id: "device-1" }, { distinct_id: "device-1" }),
      event("page-seen", { $process_person_profile: false }, { distinct_id: "nobody-1" }),
      event("$identify", { $anon_distinct_id: "device-1" }),
    )
    expect((await escucha.customers.get("anonymous:device-1"))?.id).toBe((await escucha.customers.get("ana"))?.id)
    expect(await escucha.customers.get("user:device-1")).toBeUndefined()
    expect(await escucha.customers.get("anonymous:nobody-1")).toBeDefined()
  })

  it("merges two users where the client insists and the application lets a person have two", async () => {
    const { capture, escucha, facts } = aSender({ identifiers: { user: { limit: 2 } } })
    await capture(event("$merge_dangerously", { alias: "ana-2" }))
    expect((await facts("ana")).map(({ data }) => data)).toMatchObject([{ trust: "manual" }])
    expect((await escucha.customers.get("ana-2"))?.id).toBe((await escucha.customers.get("ana"))?.id)
  })

  it("puts people in the groups that an event names, and tells groups by themselves", async () => {
    const { capture, escucha } = aSender()
    await capture(
      event("order-placed", { $groups: { company: "acme", project: 7 } }),
      event(
        "$groupidentify",
        { $group_type: "project", $group_key: "7", $group_set: { name: "Seven" } },
        { distinct_id: "$project_7" },
      ),
    )
    const ana = await escucha.customers.get("ana")
    expect(ana?.memberships.map(({ role }) => role)).toEqual(["member", "member"])
    expect((await escucha.customers.get("account:project:7"))?.traits).toEqual({ name: "Seven" })
    expect(await escucha.customers.get("user:$project_7")).toBeUndefined()
  })

  it("names what is wrong with an event, and takes the rest", async () => {
    const { capture } = aSender()
    const { value } = await capture(
      event("ok"),
      event("no-id", {}, { uuid: undefined }),
      event("nobody", {}, { distinct_id: undefined }),
      event("null", {}, { distinct_id: "null" }),
      event("list", [] as object, { properties: [1] }),
      event("", {}),
      event("$create_alias", {}),
      event("$groupidentify", {}),
    )
    expect(value).toMatchObject({ accepted: 1 })
    const { rejected } = value as { readonly rejected: readonly { readonly field: string }[] } // as the answer says
    expect(rejected.map(({ field }) => field)).toEqual([
      "uuid",
      "distinct_id",
      "distinct_id",
      "properties",
      "event",
      "alias",
      "$group_key",
    ])
  })
})

describe("traits of an address", () => {
  it("join it to the user whom a server tells of", async () => {
    const { batch, escucha } = aSender()
    await batch(anEvent({ type: "identify", traits: { email: " Ana@Example.com", phone: "+34600000001" } }))
    const ana = (await escucha.customers.get("ana"))?.id
    expect((await escucha.customers.get("email:ana@example.com"))?.id).toBe(ana)
    expect((await escucha.customers.get("tel:+34600000001"))?.id).toBe(ana)
  })

  it("may stand in the context, where some clients put them", async () => {
    const { post, escucha } = aSender()
    await post("/v1/identify", anEvent({ context: { traits: { plan: "pro" } } }), basic(writeKey))
    expect((await escucha.customers.get("ana"))?.traits).toEqual({})
    await post("/v1/identify", anEvent({ type: "identify", context: { traits: { plan: "pro" } } }))
    expect((await escucha.customers.get("ana"))?.traits).toEqual({ plan: "pro" })
  })
})
