import { describe, expect, it } from "vitest"
import type { Sent } from "../../packages/core/src/channel/channel.ts"
import type { Channels } from "../../packages/core/src/assembly/app.ts"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
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
