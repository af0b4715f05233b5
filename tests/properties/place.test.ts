import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import { partsOf } from "../../packages/core/src/kernel/ids.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { type Address, addresses, live, type Step, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import { createPersons } from "../support/persons.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"

const runs = 300

const options = {
  contact: { answerWithin: "90 minutes" },
  rules: [{ name: "echo", on: "message-received", do: ({ entry }, act) => act.reply(`to ${entry.stream}`) }],
} satisfies AnyOptions

const down: Fault = { kind: "fail", reason: "unavailable", retryable: true }
const faults = fc.array(fc.constantFrom<Fault>({ kind: "none" }, down, down, { ...down, retryAfter: 3_600_000 }), {
  maxLength: 20,
})
const { reply, link, unlink, retract, wait } = steps
// Nobody says stop here: everything that is written must leave.
const write = fc
  .constantFrom<Address>(...addresses)
  .map((who): Step => ({ does: "write", who, text: "¿dónde está mi pedido?", automatic: false }))
const send = fc.constantFrom<Address>(...addresses).map((who): Step => ({ does: "send", who, purpose: "service" }))
const history = fc.array(fc.oneof(write, write, write, reply, reply, send, link, link, unlink, retract, wait, wait), {
  minLength: 6,
  maxLength: 30,
})

const seen = { sent: 0, retried: 0, mergedMeanwhile: 0, chosen: 0 }
afterAll(() => console.log(JSON.stringify({ law: "a reply goes where the conversation is", runs, ...seen })))

const addressesOf = async ({ escucha }: TestHouse, streams: Iterable<StreamId>) => {
  const rows = await escucha.store.load({ inputs: [], identifiers: [], streams: [...streams] })
  return new Map([...rows.streams].map(([stream, { identifier }]) => [stream, partsOf(identifier).value]))
}

/** Where each message must go: to the place that it was written for, and that was one of the person's when it was written. */
const placesIn = async (house: TestHouse): Promise<ReadonlyMap<string, StreamId>> => {
  const places = new Map<string, StreamId>()
  const circles = new Map<string, string>()
  const persons = createPersons()
  for await (const { entry: stored } of house.escucha.store.feed(0)) {
    const entry = stored as AnyEntry // the house writes no other kinds
    persons.take(entry)
    if (entry.kind === "message-written") {
      const { message, content, purpose } = entry.data
      places.set(message, entry.stream)
      circles.set(message, persons.circleOf(entry.stream).toSorted().join(" "))
      // A rule answers where the customer wrote, whoever that is one person with.
      if (content.text.startsWith("to ")) expect([message, content.text]).toEqual([message, `to ${entry.stream}`])
      // A colleague answers where somebody waits, if anybody of this person does.
      const circle = persons.circleOf(entry.stream)
      const waits = (stream: StreamId) => persons.stream(stream).waiting > 0
      if (purpose === "answer" && message.startsWith("write:") && circle.length > 1) {
        seen.chosen++
        expect([message, waits(entry.stream) || !circle.some(waits)]).toEqual([message, true])
      }
    }
    if (entry.kind === "delivery-changed" && entry.data.delivery.status === "sent") {
      const { message } = entry.data
      if (circles.get(message) !== persons.circleOf(entry.stream).toSorted().join(" ")) seen.mergedMeanwhile++
      expect([message, entry.stream]).toEqual([message, places.get(message)])
    }
  }
  return places
}

const law = (bug?: Bug) =>
  fc.asyncProperty(history, faults, async (story, script) => {
    const house = await aHouse({ ...options, faults: script, ...(bug && { bug }) })
    await live(house, story)
    await house.waits(house.clock.now() + 48 * 3_600_000) // a channel may ask for an hour again and again
    const places = await placesIn(house)
    for (const message of places.keys()) {
      const delivery = await house.escucha.messages.delivery(places.get(message) ?? "", message)
      expect([message, delivery?.status]).toEqual([message, expect.stringMatching(/^(?:sent|replied|failed)$/)])
    }
    const known = await addressesOf(house, places.values())
    const expected = new Map([...places].map(([message, stream]) => [message, known.get(stream)]))
    for (const { id, address } of house.chat.calls) expect([id, address]).toEqual([id, expected.get(id)])
    seen.sent += house.chat.delivered.length
    seen.retried += house.chat.calls.length - house.chat.delivered.length
    expect(house.failures).toEqual([])
    await house.escucha.close()
  })

describe("a message of ours", () => {
  it(`goes where the conversation is, at every attempt, and is not forgotten, whoever was joined or parted meanwhile (${runs} histories)`, async () => {
    await fc.assert(law(), { numRuns: runs })
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 10)
  })

  it.for<Bug>([
    {
      name: "a rule answers at the first address of the person",
      house: (house) => ({
        ...house,
        decide: (situation, input) =>
          house.decide(situation, input.kind === "write" ? { ...input, to: situation.customer.id } : input),
      }),
    },
    {
      name: "an attempt looks up where the person was heard last",
      perform: (perform) => async (attempt, loop) => {
        const whole = attempt.type === "send" ? await loop.whole(attempt.key) : undefined
        const heard = [...(whole?.streams ?? [])].toSorted(
          ([, one], [, two]) => (two.state.conversation.heardAt ?? 0) - (one.state.conversation.heardAt ?? 0),
        )
        const identifier = heard[0]?.[1].identifier
        const inner = loop.connections.get("chat")
        if (!inner || identifier === undefined) return perform(attempt, loop)
        const elsewhere = {
          ...inner,
          send: ((message, signal) =>
            inner.send({ ...message, address: partsOf(identifier).value }, signal)) satisfies typeof inner.send,
        }
        return perform(attempt, { ...loop, connections: new Map([["chat", elsewhere]]) })
      },
    },
    {
      name: "a merge takes over what is under way",
      perform: (perform) => async (attempt, loop) => {
        const whole = attempt.type === "send" ? await loop.whole(attempt.key) : undefined
        return perform({ ...attempt, key: whole?.id ?? attempt.key }, loop)
      },
    },
  ])("is noticed elsewhere where there is a planted bug: $name", async (bug) => {
    expect(await isNoticed(law(bug), runs)).toBe(true)
  })
})
