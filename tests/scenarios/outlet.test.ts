import { describe, expect, it } from "vitest"
import type { Access, Sent } from "../../packages/core/src/channel/channel.ts"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { AnyEntry, EntryOfKind } from "../../packages/core/src/assembly/entries.ts"
import type { Channels } from "../../packages/core/src/assembly/app.ts"
import type { Act } from "../../packages/core/src/assembly/rule.ts"
import { DeliveryError } from "../../packages/core/src/kernel/errors.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { AnyOptions } from "../support/planted.ts"
import { type Answering, aWire, wired } from "../support/wire.ts"

const start = Date.parse("2026-06-01T12:00:00Z")

const open = async (channels: Channels, answer: Answering = () => ({}), options: Partial<AnyOptions> = {}) => {
  const clock = createClock(start, { settle: () => escucha.settled() })
  const wire = aWire(clock.now, answer)
  const failures: unknown[] = []
  const escucha = createEscucha({
    ...options,
    channels,
    clock,
    random: createRandom(5),
    transport: wire.transport,
    report: (failure) => failures.push(failure),
  } as AnyOptions)
  await escucha.start()
  const changes = async (): Promise<readonly EntryOfKind<"delivery-changed">["data"][]> => {
    const all: EntryOfKind<"delivery-changed">["data"][] = []
    for await (const { entry } of escucha.store.feed(0)) {
      const known = entry as AnyEntry // the house writes no other kinds
      if (known.kind === "delivery-changed") all.push(known.data)
    }
    return all
  }
  const sends = async (text: string, id: string, customer = "tel:1") => {
    await escucha.messages.send(customer, { text }, { id })
    await escucha.settled()
  }
  return { escucha, clock, wire, failures, changes, sends }
}

const limit = { count: 2, per: 1_000 }

describe("a message that goes out in parts", () => {
  const short = () => ({ chat: wired({ text: { max: 20 } }) })
  const text = "one two three four. five six seven eight. nine"

  it("is one message: each part has an id of its own, and it is delivered when all of them are", async () => {
    const house = await open(short())
    await house.sends(text, "long")
    const ids = house.wire.calls.map(({ message }) => message.id)
    expect(ids).toEqual(["write:long", "write:long.1", "write:long.2"])
    const receive = (message: string, status: "delivered" | "read") =>
      house.escucha.conversations.receive("chat", [
        { type: "receipt", id: `${message}${status}`, address: "1", message, status, at: start },
      ])
    await receive("p-write:long", "read")
    await receive("p-write:long.1", "delivered")
    expect(await house.escucha.messages.delivery("tel:1", "write:long")).toEqual({ status: "sent" })
    await receive("p-write:long.2", "delivered")
    expect(await house.escucha.messages.delivery("tel:1", "write:long")).toEqual({ status: "delivered" })
  })

  it("goes on with the part that is missing, after a failure and after a lost answer", async () => {
    const trouble: Answering = (_, count) =>
      count === 2 ? { status: 503, headers: { "retry-after": "1" } } : count === 4 ? "lost" : {}
    const house = await open(short(), trouble)
    await house.sends(text, "long")
    await house.clock.advance("1 hour")
    expect(house.wire.calls.map(({ message }) => message.id)).toEqual([
      "write:long",
      "write:long.1",
      "write:long.1",
      "write:long.2",
      "write:long.2",
    ])
    expect(await house.escucha.messages.delivery("tel:1", "write:long")).toEqual({ status: "sent" })
  })

  it("stops between two parts when the customer says stop, and is called neither sent nor withheld", async () => {
    const stop: { now?: () => Promise<unknown> } = {}
    const house = await open({ chat: wired({ text: { max: 20 }, rate: [{ count: 1, per: 1_000 }] }) })
    stop.now = () => house.escucha.customers.optOut("tel:1")
    await house.sends(text, "long")
    await stop.now()
    await house.clock.advance("1 hour")
    expect(house.wire.calls).toHaveLength(1)
    expect(await house.escucha.messages.delivery("tel:1", "write:long")).toEqual({
      status: "failed",
      error: "stopped after 1 of 3 parts: opted-out",
    })
  })

  it("tells what a channel could not carry", async () => {
    const house = await open({ chat: wired() })
    const choices = [{ value: "y", label: "Yes" }]
    await house.escucha.messages.send("tel:1", { text: "Here?", choices, image: { url: "https://a.example/b.png" } })
    await house.escucha.settled()
    const page = await house.escucha.store.timeline((await house.escucha.customers.get("tel:1"))?.id ?? "s_", {
      limit: 9,
    })
    const written = page.items.find(({ kind }) => kind === "message-written")
    expect(written?.data).toMatchObject({
      losses: [
        { part: "image", became: "text" },
        { part: "choices", became: "text" },
      ],
    })
  })

  it("is refused by name, and nothing is written, where the only channel cannot take it", async () => {
    const house = await open({ chat: wired() })
    const template = { name: "hello", language: "en" }
    const sent = house.escucha.messages.send("tel:1", { text: "", template } as never, { via: "chat" })
    await expect(sent).rejects.toMatchObject({ _tag: "InputError", field: "content.template" })
    const subject = house.escucha.messages.send("tel:1", { text: "x", subject: "a\r\nBcc: b@example.com" } as never)
    await expect(subject).rejects.toMatchObject({ field: "content.subject" })
    expect((await house.escucha.store.size()).entries).toBe(0)
  })
})

describe("a channel with limits", () => {
  it("is never called faster than it says, by anybody, and nobody waits longer than they must", async () => {
    const house = await open({ chat: wired({ rate: [limit] }) })
    await Promise.all(
      Array.from({ length: 10 }, (_, number) => house.escucha.messages.send(`tel:${number}`, { text: "x" })),
    )
    await house.clock.advance("1 hour")
    expect(house.wire.calls.map(({ at }) => at - start)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4].map((s) => s * 1_000))
  })

  it("keeps the limit of one address apart from that of the others", async () => {
    const rate = [{ count: 1, per: 60_000, each: "address" as const }]
    const house = await open({ chat: wired({ rate }) })
    for (const number of [0, 1, 2]) await house.sends("x", `a${number}`, "tel:1")
    await house.sends("y", "b", "tel:2")
    expect(house.wire.calls.map(({ message }) => message.address)).toEqual(["1", "2"])
    await house.clock.advance("2 minutes")
    expect(house.wire.calls.map(({ at }) => at - start)).toEqual([0, 0, 60_000, 120_000])
  })

  it("counts a pause that it asks for neither as an attempt nor against the cap", async () => {
    const limited: Answering = (_, count) => (count <= 12 ? { status: 429, headers: { "retry-after": "30" } } : {})
    const house = await open({ chat: wired() }, limited, { contact: { atMost: "1 per 7 days" } })
    await house.sends("x", "a")
    await house.clock.advance("1 hour")
    expect(house.wire.calls).toHaveLength(13)
    expect(house.wire.calls.every(({ at }, index) => at >= start + index * 30_000)).toBe(true)
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "sent" })
    const [view] = await house.escucha.channels.list()
    expect(view).toMatchObject({ status: "open", sent: 1, failed: 0, lastError: { reason: "rate-limit" } })
  })

  it("is left alone when nobody is there, tried by one, and told as broken meanwhile", async () => {
    let isDown = true
    const house = await open({ chat: wired() }, () => (isDown ? { status: 503, headers: { "retry-after": "1" } } : {}))
    for (let number = 0; number < 20; number++) await house.sends("x", `a${number}`, `tel:${number}`)
    expect(house.wire.calls).toHaveLength(5)
    expect((await house.escucha.channels.list())[0]).toMatchObject({
      name: "chat",
      id: "wired",
      status: "broken",
      until: start + 30_000,
      lastError: { reason: "unavailable", at: start },
      failed: 5,
    })
    await house.clock.advance("30 seconds")
    expect(house.wire.calls).toHaveLength(6)
    isDown = false
    await house.clock.advance("10 minutes")
    expect((await house.escucha.channels.list())[0]).toMatchObject({ status: "open", sent: 20 })
    expect(house.wire.calls).toHaveLength(26)
  })
})

describe("a message that cannot get out", () => {
  it("is given up when its time is over, and says so", async () => {
    const down: Answering = () => ({ status: 503, headers: { "retry-after": "600" } })
    const house = await open({ chat: wired() }, down, { delivery: { service: { within: "1 hour" } } })
    await house.sends("x", "a")
    await house.clock.advance("3 hours")
    expect(house.wire.calls.length).toBeLessThanOrEqual(6)
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({
      status: "failed",
      error: "unavailable",
    })
  })

  it("is withheld by the provider's word that the window is closed or that they want nothing", async () => {
    const channel = (reason: "window-closed" | "opted-out") => {
      const refused: Sent = {
        status: "failed",
        error: new DeliveryError("chat", reason, { retryable: false, sent: "no" }),
      }
      return { ...wired(), receipt: () => refused } as ReturnType<typeof wired>
    }
    for (const reason of ["window-closed", "opted-out"] as const) {
      const house = await open({ chat: channel(reason) })
      await house.sends("x", "a")
      await house.clock.advance("1 day")
      expect(house.wire.calls).toHaveLength(1)
      expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "withheld", because: reason })
    }
  })

  it("is sent again three times at most where nobody knows whether it left and the provider knows no key", async () => {
    const house = await open({ chat: wired({ idempotency: { kind: "none" } }) }, () => "lost")
    await house.sends("x", "a")
    await house.clock.advance("1 day")
    expect(house.wire.calls).toHaveLength(4)
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "uncertain", policy: "hold" })
  })

  it("is asked after where the provider can be asked, and settled by the answer", async () => {
    const found = { there: true }
    const find = {
      request: ({ id }: { readonly id: string }) => ({
        method: "GET" as const,
        url: `https://wired.example/find/${id}`,
        headers: {},
      }),
      read: (): Sent | undefined => (found.there ? { status: "sent", provider: "p-found" } : undefined),
    }
    const channel = () => wired({ idempotency: { kind: "reconcile" }, extras: { find } })
    const asks = (house: Awaited<ReturnType<typeof open>>) =>
      house.wire.calls.filter(({ request }) => request.method === "GET").length
    const lost: Answering = ({ request }) => (request.method === "POST" ? "lost" : {})
    const house = await open({ chat: channel() }, lost)
    await house.sends("x", "a")
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({
      status: "uncertain",
      policy: "reconcile",
    })
    await house.clock.advance("1 minute")
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "sent" })
    expect([asks(house), house.wire.calls.length]).toEqual([1, 2])
    found.there = false
    const held = await open({ chat: channel() }, lost, { delivery: { service: { uncertain: "hold" } } })
    await held.sends("x", "a")
    await held.clock.advance("1 day")
    expect([asks(held), held.wire.calls.length]).toEqual([3, 4])
    expect(await held.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "uncertain", policy: "hold" })
  })
})

describe("a channel with tokens of the hour", () => {
  const access: Access = {
    request: () => ({ method: "POST", url: "https://wired.example/token", headers: {}, body: "{}" }),
    read: ({ body }) => ({ token: body, lasts: 3_600_000 }),
  }
  let number = 0
  const isToken = (url: string) => url.endsWith("/token")
  const answer: Answering = ({ request }) => (isToken(request.url) ? { body: `t${++number}` } : {})

  it("fetches one for all who wait, and the next one when it ends", async () => {
    number = 0
    const house = await open({ chat: wired({ access }) }, answer)
    await Promise.all(
      Array.from({ length: 50 }, (_, each) => house.escucha.messages.send(`tel:${each}`, { text: "x" })),
    )
    await house.escucha.settled()
    const tokens = () => house.wire.calls.filter(({ request }) => isToken(request.url)).length
    expect([tokens(), house.wire.calls.length]).toEqual([1, 51])
    await house.clock.advance("1 hour")
    await house.sends("x", "later")
    expect(tokens()).toBe(2)
    expect(house.wire.calls.at(-1)?.request.headers["authorization"]).toBe("Bearer t2")
  })

  it("fetches one more when the provider refuses it before its time, and is called once with it", async () => {
    number = 0
    const refuseFirst: Answering = (call, count) =>
      call.request.headers["authorization"] === "Bearer t1" ? { status: 401 } : answer(call, count)
    const house = await open({ chat: wired({ access }) }, refuseFirst)
    await house.sends("x", "a")
    expect(house.wire.calls.map(({ request }) => request.headers["authorization"])).toEqual([
      undefined,
      "Bearer t1",
      undefined,
      "Bearer t2",
    ])
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "sent" })
  })
})

describe("an answer to something public", () => {
  const comment = { post: "post-1", url: "https://wall.example/post-1" }
  const commented = async (channels: Channels, options: Partial<AnyOptions> = {}) => {
    const house = await open(channels, () => ({}), options)
    await house.escucha.conversations.receive("wall", [
      { type: "message", id: "comment-1", address: "1", text: "Where is it?", public: comment },
    ])
    await house.escucha.settled()
    return house
  }
  const told = (house: Awaited<ReturnType<typeof open>>) =>
    house.wire.calls.map(({ request }) => JSON.parse(String(request.body)) as object) // what `wired` wrote

  it("stands where the comment does, or goes to the person alone in one step", async () => {
    const house = await commented({ wall: wired() })
    await house.escucha.messages.reply("tel:1", { text: "Tomorrow" })
    await house.escucha.messages.reply("tel:1", { text: "Your order is A-1" }, { where: "private" })
    await house.escucha.settled()
    expect(told(house)).toMatchObject([
      { inReplyTo: "comment-1", public: comment, content: { text: "Tomorrow" } },
      { inReplyTo: "comment-1", toPrivate: true, content: { text: "Your order is A-1" } },
    ])
    expect(told(house)[1]).not.toHaveProperty("public")
  })

  it("has no window that closes, and opens none for what we start", async () => {
    const replyWindow = { length: 86_400_000, after: "nothing" } as const
    const house = await commented({ wall: wired({ replyWindow }) })
    await house.sends("News", "news")
    await house.clock.advance("3 days")
    await house.escucha.messages.reply("tel:1", { text: "Tomorrow" })
    await house.escucha.messages.reply("tel:1", { text: "Your order is A-1" }, { where: "private" })
    await house.escucha.settled()
    expect(house.wire.said()).toEqual(["wall: Tomorrow", "wall: Your order is A-1"])
    expect(await house.escucha.messages.delivery("tel:1", "write:news")).toEqual({
      status: "withheld",
      because: "window-closed",
    })
  })

  it("answers that comment also where they write again before it leaves", async () => {
    const house = await commented({ wall: wired({ rate: [{ count: 1, per: 60_000 }] }) })
    await house.sends("busy", "busy", "tel:2")
    await house.escucha.messages.reply("tel:1", { text: "Tomorrow" })
    await house.escucha.conversations.receive("wall", [
      { type: "message", id: "comment-2", address: "1", text: "Hello?", public: { post: "post-2" } },
    ])
    await house.clock.advance("5 minutes")
    expect(told(house).at(-1)).toMatchObject({ inReplyTo: "comment-1", public: comment })
  })

  it("is none where they wrote to us alone since, though the network tells of the comment later", async () => {
    const house = await open({ wall: wired() })
    const now = house.clock.now()
    await house.escucha.conversations.receive("wall", [
      { type: "message", id: "alone", address: "1", text: "My number is 4711", at: now },
      { type: "message", id: "comment", address: "1", text: "Where is it?", public: comment, at: now - 60_000 },
    ])
    await house.escucha.messages.reply("tel:1", { text: "Your order 4711 is on its way" })
    await house.escucha.settled()
    expect(told(house)).toMatchObject([{ inReplyTo: "alone" }])
    expect(told(house)[0]).not.toHaveProperty("public")
  })

  it("of a rule goes to the person alone: not everybody should read what machines know", async () => {
    const rules = [{ name: "hello", on: "message-received" as const, do: (_: unknown, act: Act) => act.reply("Hello") }]
    const house = await commented({ wall: wired() }, { rules })
    expect(told(house)).toMatchObject([{ toPrivate: true }])
  })

  it("is all that leaves by a channel where everything is public", async () => {
    const house = await commented({ wall: wired({ outbound: "public" }) })
    await house.escucha.messages.reply("tel:1", { text: "Tomorrow" })
    const started = await house.escucha.messages.send("tel:3", { text: "News" })
    await house.escucha.settled()
    expect(told(house)).toMatchObject([{ public: comment }])
    expect(started).toMatchObject({ status: "withheld", because: "no-address" })
  })
})

describe("a stop against a thousand messages that wait", () => {
  it("lets none of them leave after its commit", async () => {
    const house = await open({ chat: wired({ rate: [{ count: 10, per: 1_000 }] }) })
    await Promise.all(
      Array.from({ length: 1_000 }, (_, number) =>
        house.escucha.messages.send("tel:1", { text: "x" }, { id: `${number}` }),
      ),
    )
    await house.clock.advance("5 seconds")
    await house.escucha.customers.optOut("tel:1")
    const before = house.wire.calls.length
    expect(before).toBeGreaterThan(10)
    expect(before).toBeLessThan(100)
    await house.clock.advance("2 hours")
    expect(house.wire.calls).toHaveLength(before)
    const withheld = (await house.changes()).filter(({ delivery }) => delivery.status === "withheld")
    expect(withheld).toHaveLength(1_000 - before)
    expect(new Set(withheld.map(({ delivery }) => JSON.stringify(delivery)))).toEqual(
      new Set([JSON.stringify({ status: "withheld", because: "opted-out" })]),
    )
  }, 60_000)
})
