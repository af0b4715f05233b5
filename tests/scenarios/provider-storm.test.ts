import { describe, expect, it } from "vitest"
import * as z from "zod"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { jsonOf } from "../../packages/core/src/channel/body.ts"
import { defineChannel } from "../../packages/core/src/channel/channel.ts"
import { failureOf } from "../../packages/core/src/channel/failure.ts"
import { DeliveryError } from "../../packages/core/src/kernel/errors.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Called, Transport } from "../../packages/core/src/runtime/transport.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"

const customers = 20_000
const start = Date.parse("2026-06-01T12:00:00Z")
const day = 86_400_000

const Limited = z.object({ retry_after: z.number() })

const acme = defineChannel({
  id: "acme",
  kind: "chat",
  scheme: "tel",
  config: z.strictObject({}),
  capabilities: {
    parts: {},
    text: { max: 4096 },
    inbound: true,
    receipts: [],
    idempotency: { kind: "key", window: day },
  },
  request: ({ id, address, content }) => ({
    method: "POST",
    url: "https://acme.example/messages",
    headers: { "idempotency-key": id },
    body: JSON.stringify({ to: address, text: content.text }),
  }),
  receipt: (response) => {
    if (response.status === 200) return { status: "sent", provider: response.body }
    const limited = Limited.safeParse(jsonOf(response.body))
    return response.status === 429 && limited.success
      ? {
          status: "failed",
          error: new DeliveryError("acme", "rate-limit", {
            retryable: true,
            sent: "no",
            retryAfter: limited.data.retry_after * 1000,
          }),
        }
      : { status: "failed", error: failureOf("acme", response) }
  },
})

/** A provider that takes so many calls a second and says so in three dialects; that fails, hangs, and forgets to answer. */
const aProvider = (clock: { readonly now: () => number }, perSecond: number) => {
  const random = createRandom(11)
  const effects = new Set<string>()
  const seen = { calls: 0, limited: 0, early: 0 }
  let activity = 0
  let second = 0
  let taken = 0
  let closedUntil = 0
  const limit = (): Called => {
    seen.limited++
    const pause = 1 + Math.floor(random() * 4)
    const until = clock.now() + pause * 1000
    // whoever called in this very moment could not know yet
    setImmediate(() => {
      closedUntil = Math.max(closedUntil, until)
    })
    const date = new Date(clock.now()).toUTCString()
    const answers = [
      { headers: { date, "retry-after": String(pause) }, body: "" },
      { headers: { date, "retry-after": new Date(Math.ceil(until / 1000) * 1000).toUTCString() }, body: "" },
      { headers: { date }, body: JSON.stringify({ retry_after: pause }) },
    ] as const
    const answer = answers[seen.limited % answers.length] ?? answers[0]
    return { response: { status: 429, ...answer } }
  }
  const hang = (signal: AbortSignal | undefined, stopAt: (ring: () => void) => void): Promise<Called> =>
    new Promise((resolve) => {
      const end = () => resolve({ error: new DeliveryError("acme", "timeout", { retryable: true, sent: "unknown" }) })
      signal?.addEventListener("abort", end, { once: true })
      stopAt(end)
    })
  const transport: Transport = async (_channel, request, { signal, clock: by, timeout = 10_000 } = {}) => {
    activity++
    if (clock.now() < closedUntil) seen.early++
    const now = Math.floor(clock.now() / 1000)
    if (now !== second) [second, taken] = [now, 0]
    if (++taken > perSecond) return limit()
    seen.calls++
    const key = request.headers["idempotency-key"] ?? ""
    const chance = random()
    const isHung = chance < 0.06
    const stopAt = (ring: () => void) => void by?.at(by.now() + timeout, ring)
    if (chance < 0.05) return hang(signal, stopAt)
    if (chance >= 0.06 && chance < 0.16) return { response: { status: 500, headers: {}, body: "" } }
    effects.add(key) // the provider knows its keys: the same one again has no effect
    if (isHung) return hang(signal, stopAt)
    return { response: { status: 200, headers: {}, body: `p-${key}` } }
  }
  return { transport, effects, seen, activity: () => activity }
}

describe("twenty thousand messages to a provider that limits, fails and hangs", () => {
  it("arrive once each within their time, with few calls in vain, and none before a pause that it asked for has ended", async () => {
    const store = memoryStore<Stored>()
    let busy = 0
    let commits = 0
    const counted: typeof store = {
      ...store,
      commit: async (units) => {
        busy++
        commits++
        try {
          return await store.commit(units)
        } finally {
          busy--
        }
      },
    }
    const settle = async () => {
      for (let quiet = 0, before = -1; quiet < 6;) {
        await new Promise(setImmediate)
        const now = commits + provider.activity()
        quiet = now === before && busy === 0 ? quiet + 1 : 0
        before = now
      }
    }
    const clock = createClock(start, { settle })
    const provider = aProvider(clock, 200)
    const failures: unknown[] = []
    const escucha = createEscucha({
      channels: { acme: acme({}) },
      store: counted,
      clock,
      random: createRandom(3),
      transport: provider.transport,
      report: (failure) => failures.push(failure),
    })
    await escucha.start()
    await Promise.all(
      Array.from({ length: customers }, (_, number) =>
        escucha.messages.send(`tel:${number}`, { text: "hola" }, { id: String(number) }),
      ),
    )
    await clock.advance("23 hours")
    const ends: { [status: string]: number } = {}
    let waits = 0
    for await (const { entry } of escucha.store.feed(0)) {
      if (entry.kind !== "delivery-changed") continue
      const { delivery } = entry.data as { delivery: { status: string } } // the kind says so
      if (delivery.status === "queued") waits++
      if (["sent", "failed", "uncertain", "withheld"].includes(delivery.status))
        ends[delivery.status] = (ends[delivery.status] ?? 0) + 1
    }
    console.log(JSON.stringify({ ...provider.seen, ends, waits, commits }))
    expect(failures).toEqual([])
    expect(ends).toEqual({ sent: customers })
    // one key for each message, whatever the number of its attempts
    expect(provider.effects).toEqual(new Set(Array.from({ length: customers }, (_, number) => `write:${number}`)))
    expect(provider.seen.calls).toBeLessThanOrEqual(customers * 1.3)
    expect(provider.seen.limited).toBeGreaterThan(10)
    expect(provider.seen.early).toBe(0)
    await escucha.close()
  }, 120_000)
})
