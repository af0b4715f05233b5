import { describe, expect, it } from "vitest"
import type { Idempotency } from "../../packages/core/src/channel/capability.ts"
import type { Sent } from "../../packages/core/src/channel/channel.ts"
import type { Channels } from "../../packages/core/src/assembly/app.ts"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Called, Transport } from "../../packages/core/src/runtime/transport.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { AnyOptions } from "../support/planted.ts"
import { type Answering, aWire, wired } from "../support/wire.ts"

const start = Date.parse("2026-06-01T12:00:00Z")

const open = async (channels: Channels, answer: Answering, options: Partial<AnyOptions> = {}) => {
  const clock = createClock(start, { settle: () => escucha.settled() })
  const wire = aWire(clock.now, answer)
  const own = { ...options, channels, clock, random: createRandom(5), transport: wire.transport }
  const escucha = createEscucha(own as AnyOptions) // its channels are any
  await escucha.start()
  const sends = async (text: string, id: string) => {
    await escucha.messages.send("tel:1", { text }, { id })
    await escucha.settled()
  }
  return { escucha, clock, wire, sends }
}

describe("a provider that is asked what became of a message", () => {
  const find = {
    request: () => ({ method: "GET", url: "https://wired.example/find", headers: {} }) as const,
    read: (): Sent | undefined => undefined,
  }
  const chat = () => wired({ idempotency: { kind: "reconcile" }, extras: { find } })
  const delivery = { service: { uncertain: "reconcile" } } as const

  it("and does not answer is no reason to send it twice, where one has to know", async () => {
    const lost: Answering = ({ request }) => (request.method === "POST" ? "lost" : { status: 500 })
    const house = await open({ chat: chat() }, lost, { delivery })
    await house.sends("x", "a")
    await house.clock.advance("1 day")
    expect(house.wire.calls.map(({ request }) => request.method)).toEqual(["POST", "GET", "GET", "GET"])
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "uncertain", policy: "hold" })
  })

  it("is not asked before the pause has ended that it asked for", async () => {
    const answers: Answering = ({ request }, count) =>
      count === 1
        ? "lost"
        : count === 2
          ? { status: 429, headers: { "retry-after": "1800" } }
          : { body: request.method }
    const house = await open({ chat: chat() }, answers, { delivery })
    await house.sends("x", "a")
    await house.clock.advance("1 day")
    const [first, second, third] = house.wire.calls.map(({ at }) => at)
    expect([(second ?? 0) - (first ?? 0), (third ?? 0) - (second ?? 0)]).toEqual([60_000, 1_800_000])
    expect(house.wire.calls.map(({ request }) => request.method)).toEqual(["POST", "GET", "GET", "GET", "GET", "POST"])
  })
})

describe("a message whose answer was lost", () => {
  it("is not sent again once the provider has forgotten its key, whatever held it up meanwhile", async () => {
    const hour = 3_600_000
    const pause: Answering = (_, count) =>
      count === 1 ? "lost" : count === 2 ? { status: 429, headers: { "retry-after": "7200" } } : {}
    const house = await open({ chat: wired({ idempotency: { kind: "key", window: hour } }) }, pause)
    await house.sends("x", "a")
    await house.clock.advance("1 day")
    expect(house.wire.calls).toHaveLength(2)
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "uncertain", policy: "hold" })
  })

  it("in parts goes on with the next one, however late, once it is known that the first is there", async () => {
    const trouble: Answering = (_, count) =>
      count === 1 ? "lost" : count === 3 ? { status: 429, headers: { "retry-after": "7200" } } : {}
    const channel = wired({ text: { max: 20 }, idempotency: { kind: "key", window: 3_600_000 } })
    const house = await open({ chat: channel }, trouble)
    await house.sends("one two three four. five six seven eight", "a")
    await house.clock.advance("1 day")
    const parts = ["write:a", "write:a", "write:a.1", "write:a.1"]
    expect(house.wire.calls.map(({ message }) => message.id)).toEqual(parts)
    expect(await house.escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "sent" })
  })
})

describe("a message whose process died in its call", () => {
  /** Processes that die, one after the other, in the call of the first of two messages; then another one, over what they left. */
  const afterDeath = async (idempotency: Idempotency, later: Partial<AnyOptions> = {}, text?: string, deaths = 1) => {
    const store = memoryStore<Stored>()
    const clock = createClock(start, { settle: () => next.escucha.settled() })
    const begin = (transport: Transport, more: Partial<AnyOptions> = {}) => {
      const options = {
        ...more,
        store,
        clock,
        transport,
        random: createRandom(5),
        channels: { chat: wired({ idempotency }) },
      }
      const escucha = createEscucha(options as AnyOptions) // its channels are any
      return { escucha }
    }
    const answer = Promise.withResolvers<Called>()
    const dies = async (isFirst: boolean) => {
      const called = Promise.withResolvers<void>()
      const { escucha } = begin(() => {
        called.resolve()
        return answer.promise
      })
      await escucha.start()
      if (isFirst) for (const id of ["a", "b"]) await escucha.messages.send("tel:1", { text: id }, { id })
      await called.promise
      return escucha
    }
    const dead = await dies(true)
    const heard = { type: "message", id: "in-1", address: "1", text: text ?? "" } as const
    if (text !== undefined) await dead.conversations.receive("chat", [heard])
    for (let death = 1; death < deaths; death++) await dies(false)
    const wire = aWire(clock.now)
    const next = begin(wire.transport, later)
    await next.escucha.start()
    await next.escucha.settled()
    const comesBack = () => answer.resolve({ response: { status: 200, headers: {}, body: "late" } })
    return { ...next, clock, wire, comesBack, sent: () => wire.calls.map(({ message }) => message.id) }
  }
  const keyed = { kind: "key", window: 3_600_000 } as const

  it("goes out again before the next one, where the provider knows it by its key", async () => {
    const { escucha, clock, sent, comesBack } = await afterDeath(keyed)
    expect(sent()).toEqual(["write:a", "write:b"])
    comesBack() // whoever was given up may still report
    await clock.advance("1 day")
    expect(sent()).toEqual(["write:a", "write:b"])
    for (const id of ["write:a", "write:b"])
      expect(await escucha.messages.delivery("tel:1", id)).toEqual({ status: "sent" })
  })

  it("goes out again before the next one, however many processes have died in it", async () => {
    const { escucha, clock, sent, comesBack } = await afterDeath(keyed, {}, undefined, 3)
    expect(sent()).toEqual(["write:a", "write:b"])
    comesBack()
    await clock.advance("1 day")
    expect(sent()).toEqual(["write:a", "write:b"])
    expect(await escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "sent" })
  })

  it("waits, and lets the next one go, where the provider would take it twice", async () => {
    const { clock, sent } = await afterDeath({ kind: "none" })
    expect(sent()).toEqual(["write:b"])
    await clock.advance("1 day")
    expect(sent()).toEqual(["write:b", "write:a"])
  })

  it("is left in doubt, and never goes again, where a stop came meanwhile", async () => {
    const { escucha, clock, sent } = await afterDeath(keyed, {}, "STOP")
    await clock.advance("1 day")
    expect(sent()).not.toContain("write:a")
    expect(sent()).not.toContain("write:b")
    expect(await escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "uncertain", policy: "hold" })
  })

  it("is left in doubt, where it was tried as often as it may be", async () => {
    const { escucha, clock, sent } = await afterDeath(keyed, { delivery: { service: { attempts: 1 } } })
    expect(sent()).toEqual(["write:b"])
    await clock.advance("1 day")
    expect(await escucha.messages.delivery("tel:1", "write:a")).toEqual({ status: "uncertain", policy: "hold" })
  })
})
