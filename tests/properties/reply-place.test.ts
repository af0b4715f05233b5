import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { Identifier, StreamId } from "../../packages/core/src/kernel/ids.ts"
import { isNoticed } from "../support/notices.ts"
import { type AnyOptions, type Bug, open } from "../support/planted.ts"
import { aWire, wired } from "../support/wire.ts"

const runs = 3_000
const start = Date.parse("2026-06-01T12:00:00Z")

/** The endpoints of a story: two accounts of one network, where the same person has two addresses, and two other networks. */
const endpoints = [
  { channel: "one", address: "1" },
  { channel: "two", address: "1" },
  { channel: "mail", address: "a@example.com" },
  { channel: "sms", address: "+34600000001" },
] as const
const schemes = { one: "page:A/", two: "page:B/", mail: "email:", sms: "phone:" } as const
const named = (place: number): Identifier => {
  const { channel, address } = endpoints[place % endpoints.length] ?? endpoints[0]
  return `${schemes[channel]}${address}`
}

const place = fc.nat({ max: endpoints.length - 1 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant("write"), at: place }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("link"), at: place, with: place }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("unlink"), at: place }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("answer"), at: place, pinned: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("wait") }) },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

const stories = fc.array(step, { minLength: 3, maxLength: 9 })
/** Which calls fail at first, so that what became of customers in between could matter. */
const troubles = fc.array(fc.boolean(), { maxLength: 6 })

const seen = { calls: 0, retried: 0, answers: 0, pinned: 0 }
afterAll(() => console.log(JSON.stringify({ law: "a reply leaves by the endpoint it came from", runs, ...seen })))

const channels = () => ({
  one: wired({ id: "one", scheme: "page", account: "A" }),
  two: wired({ id: "two", scheme: "page", account: "B" }),
  mail: wired({ id: "mail", scheme: "email" }),
  sms: wired({ id: "sms", scheme: "phone" }),
})

const law = (bug?: Bug) =>
  fc.asyncProperty(stories, troubles, async (story, trouble) => {
    const clock = createClock(start, { settle: () => escucha.settled() })
    const wire = aWire(clock.now, (_, count) =>
      trouble[count - 1] ? { status: 503, headers: { "retry-after": "30" } } : {},
    )
    const failures: unknown[] = []
    const options: AnyOptions = {
      channels: channels(),
      clock,
      random: createRandom(9),
      transport: wire.transport,
      report: (failure) => failures.push(failure),
      rules: [{ name: "echo", on: "message-received", do: ({ text }, act) => act.reply(`re:${text}`) }],
    }
    const escucha = open(options, bug)
    /** Where each text has to go, by what was said. */
    const expected = new Map<string, string>()
    const where = (at: number) => {
      const { channel, address } = endpoints[at % endpoints.length] ?? endpoints[0]
      return `${channel} ${address}`
    }
    const streams = new Map<number, StreamId>()
    const take = async (each: Step, number: number): Promise<void> => {
      switch (each.does) {
        case "write": {
          const { channel, address } = endpoints[each.at] ?? endpoints[0]
          const text = `m${number}`
          expected.set(`re:${text}`, where(each.at))
          await escucha.conversations.receive(channel, [{ type: "message", id: text, address, text }])
          const found = await escucha.store.load({
            inputs: [],
            identifiers: [named(each.at)],
            streams: [],
          })
          const [stream] = found.bound.values()
          if (stream) streams.set(each.at, stream)
          return
        }
        case "link":
          if (each.at !== each.with) await escucha.identities.link(named(each.at), named(each.with))
          return
        case "unlink":
          if (streams.has(each.at)) await escucha.identities.unlink(named(each.at), { reason: "another person" })
          return
        case "answer": {
          const to = streams.get(each.at)
          if (!to) return
          const text = `t${number}`
          seen.answers++
          // by whatever name the customer is called, the conversation that is answered decides
          if (each.pinned) expected.set(text, where(each.at))
          if (each.pinned) seen.pinned++
          await escucha.messages.reply(named(each.at), { text }, { id: text, ...(each.pinned && { to }) })
          return
        }
        case "wait":
          return clock.advance("20 seconds")
      }
    }
    await escucha.start()
    for (const [number, each] of story.entries()) await take(each, number)
    await clock.advance("2 hours")
    for (const { channel, message } of wire.calls) {
      const text = message.content?.text ?? ""
      seen.calls++
      if (expected.has(text)) expect([text, `${channel} ${message.address}`]).toEqual([text, expected.get(text)])
    }
    seen.retried += trouble.filter(Boolean).length
    const arrived = new Set(wire.calls.map(({ message }) => message.content?.text))
    for (const text of expected.keys()) expect([text, arrived.has(text)]).toEqual([text, true])
    expect(failures).toEqual([])
    await escucha.close()
  })

describe("a reply", () => {
  it(`leaves by the endpoint that its conversation came by, whoever was joined or parted meanwhile (${runs} stories)`, async () => {
    await fc.assert(law(), { numRuns: runs })
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 10)
  }, 300_000)

  it.for<Bug>([
    {
      name: "a rule answers where the customer was heard last",
      house: (house) => ({
        ...house,
        decide: (situation, input) =>
          house.decide(situation, input.kind === "write" ? { ...input, to: situation.customer.id } : input),
      }),
    },
  ])("is noticed elsewhere where there is a planted bug: $name", async (bug) => {
    expect(await isNoticed(law(bug), runs)).toBe(true)
  })
})
