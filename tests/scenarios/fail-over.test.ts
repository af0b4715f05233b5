import { describe, expect, it } from "vitest"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Channels } from "../../packages/core/src/assembly/app.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { AnyOptions } from "../support/planted.ts"
import { type Answering, aWire, wired } from "../support/wire.ts"

const start = Date.parse("2026-06-01T12:00:00Z")
const phone = "phone:+34600000001"

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
  const facts = async (): Promise<readonly AnyEntry[]> => {
    const all: AnyEntry[] = []
    for await (const { entry } of escucha.store.feed(0)) all.push(entry as AnyEntry) // the house writes no other kinds
    return all
  }
  const decisions = async () =>
    (await facts()).flatMap((entry) =>
      entry.kind === "message-followed" ? [`${entry.data.message} > ${entry.data.by}: ${entry.data.because}`] : [],
    )
  return { escucha, clock, wire, failures, facts, decisions }
}

const two = () => ({
  chat: wired({ id: "chat", scheme: "chat" }),
  sms: wired({ id: "sms", scheme: "phone" }),
})

const aCustomer = async ({ escucha }: Awaited<ReturnType<typeof open>>) => {
  await escucha.customers.identify("ana", {})
  await escucha.identities.link("ana", "chat:1")
  await escucha.identities.link("ana", phone)
}

const send = async (
  { escucha }: Awaited<ReturnType<typeof open>>,
  unless: "sent" | "delivered" | "read" = "delivered",
) => {
  const orElse = { unless, within: "60 seconds" } as const
  await escucha.messages.send("ana", { text: "Your code" }, { id: "code", via: ["chat", "sms"], orElse })
  await escucha.settled()
}

const receipt = (status: "delivered" | "read" | "failed", message = "p-write:code") =>
  ({ type: "receipt", id: `${message}-${status}`, address: "1", message, status, at: start }) as const

describe("a message with another channel behind it", () => {
  it("goes by that one when it was not delivered in time, and one entry says why", async () => {
    const house = await open(two())
    await aCustomer(house)
    await send(house)
    await house.clock.advance("59 seconds")
    expect(house.wire.said()).toEqual(["chat: Your code"])
    await house.clock.advance("1 second")
    expect(house.wire.said()).toEqual(["chat: Your code", "sms: Your code"])
    expect(house.wire.calls[1]?.at).toBe(start + 60_000)
    expect(await house.decisions()).toEqual(["write:code > write:code+: it was not delivered in time"])
    const written = (await house.facts()).filter(({ kind }) => kind === "message-written")
    expect(written[1]?.data).toMatchObject({ channel: "sms", follows: "write:code" })
  })

  it("stays alone when it was delivered in time", async () => {
    const house = await open(two())
    await aCustomer(house)
    await send(house)
    await house.escucha.conversations.receive("chat", [receipt("delivered")])
    await house.clock.advance("1 hour")
    expect(house.wire.said()).toEqual(["chat: Your code"])
  })

  it("stays alone when the customer has answered, though nobody says that they read it", async () => {
    const house = await open(two())
    await aCustomer(house)
    await send(house, "read")
    await house.clock.advance("10 seconds")
    await house.escucha.conversations.receive("chat", [{ type: "message", id: "m", address: "1", text: "gracias" }])
    await house.clock.advance("1 hour")
    expect(house.wire.said()).toEqual(["chat: Your code"])
    expect(await house.escucha.messages.delivery("ana", "write:code")).toEqual({ status: "replied" })
  })

  it("does not take for an answer what the customer wrote before it left, and the network tells later", async () => {
    const house = await open(two())
    await aCustomer(house)
    await send(house, "read")
    await house.clock.advance("10 seconds")
    const before = { type: "message", id: "m", address: "1", text: "¿y mi código?", at: start - 60_000 } as const
    await house.escucha.conversations.receive("chat", [before])
    expect(await house.escucha.messages.delivery("ana", "write:code")).toEqual({ status: "sent" })
    await house.clock.advance("1 hour")
    expect(house.wire.said()).toEqual(["chat: Your code", "sms: Your code"])
  })

  it("counts from the morning until which it had to wait, and what the customer wrote that night is no answer to it", async () => {
    const contact = { quietHours: ["12:01", "20:00"], zone: "UTC" } as const
    const busy: Answering = (_, count) => (count === 1 ? { status: 503, headers: { "retry-after": "90" } } : {})
    const house = await open(two(), busy, { contact })
    await aCustomer(house)
    const orElse = { unless: "delivered", within: "2 minutes" } as const
    await house.escucha.messages.send("ana", { text: "Your code" }, { id: "code", via: ["chat", "sms"], orElse })
    await house.escucha.settled()
    await house.clock.advance("1 hour")
    await house.escucha.conversations.receive("chat", [{ type: "message", id: "m", address: "1", text: "hola" }])
    await house.clock.advance("9 hours")
    expect(house.wire.calls.map(({ at }) => at - start)).toEqual([0, 8 * 3_600_000, 8 * 3_600_000 + 120_000])
    expect(await house.decisions()).toEqual(["write:code > write:code+: it was not delivered in time"])
  })

  it("goes by the other at once when it surely failed, and when the provider says so later", async () => {
    const refused = await open(two(), ({ channel }) => (channel === "chat" ? { status: 400 } : {}))
    await aCustomer(refused)
    await send(refused)
    await refused.clock.advance(1)
    expect(refused.wire.said()).toEqual(["chat: Your code", "sms: Your code"])
    const bounced = await open(two())
    await aCustomer(bounced)
    await send(bounced)
    await bounced.clock.advance("5 seconds")
    await bounced.escucha.conversations.receive("chat", [receipt("failed")])
    await bounced.clock.advance(1)
    expect(bounced.wire.said()).toEqual(["chat: Your code", "sms: Your code"])
    expect(await bounced.decisions()).toEqual(["write:code > write:code+: it failed"])
  })

  it("is taken back by the first where it still waits there: it is not sent twice", async () => {
    const house = await open(two(), ({ channel }) =>
      channel === "chat" ? { status: 503, headers: { "retry-after": "120" } } : {},
    )
    await aCustomer(house)
    await send(house, "sent")
    await house.clock.advance("1 hour")
    expect(house.wire.said()).toEqual(["chat: Your code", "sms: Your code"])
    expect(await house.escucha.messages.delivery("ana", "write:code")).toEqual({
      status: "withheld",
      because: "expired",
    })
  })

  it("does not go by the other where nobody knows whether it left, but where its purpose is rather heard twice", async () => {
    const lost: Answering = ({ channel }) => (channel === "chat" ? "lost" : {})
    const channels = () => ({
      ...two(),
      chat: wired({ id: "chat", scheme: "chat", idempotency: { kind: "none" } }),
    })
    const held = await open(channels(), lost, { delivery: { service: { uncertain: "hold" } } })
    await aCustomer(held)
    await send(held)
    await held.clock.advance("2 hours")
    expect(held.wire.said()).toEqual(["chat: Your code"])
    expect(await held.escucha.messages.delivery("ana", "write:code")).toEqual({ status: "uncertain", policy: "hold" })
    const resent = await open(channels(), lost)
    await aCustomer(resent)
    await send(resent)
    await resent.clock.advance("2 hours")
    expect(resent.wire.said().at(-1)).toBe("sms: Your code")
    expect(resent.wire.said().filter((each) => each.startsWith("sms"))).toHaveLength(1)
  })

  it("goes on to a third, and then to nobody", async () => {
    const house = await open({ ...two(), mail: wired({ id: "mail", scheme: "email" }) }, () => ({ status: 400 }))
    await aCustomer(house)
    await house.escucha.identities.link("ana", "email:ana@example.com")
    await house.escucha.messages.send(
      "ana",
      { text: "Hi" },
      { id: "hi", via: ["mail", "chat", "sms"], orElse: { unless: "read", within: "1 minute" } },
    )
    await house.clock.advance("1 hour")
    expect(house.wire.said()).toEqual(["mail: Hi", "chat: Hi", "sms: Hi"])
    expect(house.failures).toEqual([])
  })

  it("is refused by name where it is told wrongly", async () => {
    const { escucha } = await open(two())
    const orElse = { unless: "opened", within: "1 minute" } as never // what a compiler would not take
    await expect(escucha.messages.send("ana", { text: "Hi" }, { orElse })).rejects.toMatchObject({
      field: "orElse.unless",
    })
  })
})

describe("channels that stand for one another", () => {
  const pool = () => ({
    first: wired({ id: "first", scheme: "phone" }),
    second: wired({ id: "second", scheme: "phone" }),
  })
  const pools = { sms: { first: 3, second: 1 } }
  const sendAll = async (house: Awaited<ReturnType<typeof open>>, count: number, id = "") => {
    for (let number = 0; number < count; number++)
      await house.escucha.messages.send(
        `phone:+34600${number}`,
        { text: String(number) },
        { via: "sms", id: `${number}${id}` },
      )
    await house.escucha.settled()
  }

  it("share customers by their weights, and each customer stays with the same one", async () => {
    const house = await open(pool(), () => ({}), { pools })
    await sendAll(house, 400)
    const first = house.wire.calls.filter(({ channel }) => channel === "first").length
    expect(first).toBeGreaterThan(260)
    expect(first).toBeLessThan(340)
    const before = house.wire.said()
    await sendAll(house, 400, "again")
    expect(house.wire.said().slice(400)).toEqual(before)
  })

  it("take over from one another where one fails or is broken", async () => {
    const house = await open(pool(), ({ channel }) => (channel === "first" ? { status: 400 } : {}), { pools })
    await sendAll(house, 40)
    await house.clock.advance(1)
    const arrived = new Set(
      house.wire.calls.filter(({ channel }) => channel === "second").map(({ message }) => message.address),
    )
    expect(arrived.size).toBe(40)
    const broken = await open(pool(), ({ channel }) => (channel === "first" ? { status: 503 } : {}), { pools })
    await sendAll(broken, 60)
    expect((await broken.escucha.channels.list()).map(({ name, status }) => [name, status])).toEqual([
      ["first", "broken"],
      ["second", "open"],
    ])
    expect(broken.wire.calls.filter(({ channel }) => channel === "first").length).toBeLessThan(60 * 0.75)
  })

  it("take over also where it fails only after somebody asked what became of it", async () => {
    const find = {
      request: () => ({ method: "POST", url: "https://sms.example/find", headers: {}, body: "{}" }) as const,
      read: () => undefined,
    }
    const asked = () => ({ idempotency: { kind: "reconcile" }, extras: { find } }) as const
    const both = {
      first: wired({ id: "first", scheme: "phone", ...asked() }),
      second: wired({ id: "second", scheme: "phone", ...asked() }),
    }
    let sends = 0
    const house = await open(
      both,
      ({ request }) => {
        if (request.url.endsWith("/find")) return {}
        sends++
        return sends === 1 ? "lost" : sends === 2 ? { status: 400 } : {}
      },
      { pools },
    )
    await sendAll(house, 1)
    await house.clock.advance("2 hours")
    expect(await house.decisions()).toEqual([
      "write:0 > write:0+: nobody knows whether it left, and it is sent again rather than not at all",
    ])
    expect((await house.escucha.store.size()).jobs).toBe(0)
  })

  it("are refused by name where they are none", async () => {
    expect(() => createEscucha({ channels: pool(), pools: { first: { first: 1 } } })).toThrow("pools.first")
    const strange = { sms: { third: 1 } } as never // what a compiler would not take
    expect(() => createEscucha({ channels: pool(), pools: strange })).toThrow("pools.sms.third")
  })
})

describe("a channel that is reached by an address of another kind", () => {
  it("is written to at the same number, which is linked first, and can be taken back", async () => {
    const reaches = { scheme: "phone", address: (value: string) => value.slice(1) }
    const house = await open({ whatsapp: wired({ id: "whatsapp", scheme: "whatsapp", account: "77", reaches }) })
    await house.escucha.customers.identify(phone, {})
    await house.escucha.messages.send(phone, { text: "Hi" }, { via: "whatsapp" })
    await house.escucha.settled()
    expect(house.wire.calls.map(({ message }) => message.address)).toEqual(["34600000001"])
    const view = await house.escucha.customers.get(phone)
    expect(view?.known.map(({ scheme }) => scheme).toSorted()).toEqual(["phone", "whatsapp"])
    expect(await house.escucha.customers.get("whatsapp:77/34600000001")).toMatchObject({ id: view?.id })
  })
})
