import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { simulatedRemoteEngine } from "../../packages/core/src/testing/engine-remote.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { live, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { killedBugs } from "../support/killed-bugs.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const runs = 250
const start = Date.parse("2026-06-01T12:00:00+02:00")

/** What nobody knows to have left is not sent again: then no call may follow one that arrived. */
const delivery = { answer: { uncertain: "hold" }, service: { uncertain: "hold" } } as const
const mostAttempts = 8
const options = {
  delivery,
  contact: { answerWithin: "90 minutes" },
  rules: [
    {
      name: "care",
      on: "message-received",
      do: async ({ text }, act) => {
        await act.openCase({ kind: "message", owner: "support" })
        await act.reply(`heard ${text}`)
      },
    },
  ],
} satisfies AnyOptions

/** What the engine on the other machines does to us: everything at once. */
const wrongs = fc.record({
  latency: fc.constantFrom("1 second", "20 seconds", "3 minutes"),
  duplicates: fc.constantFrom(0, 0.3, 0.8),
  zombies: fc.constantFrom(0, 0.3, 0.8),
  lostAcknowledgements: fc.constantFrom(0, 0.3, 0.6),
  reorderBetweenKeys: fc.boolean(),
})
const down: Fault = { kind: "fail", reason: "unavailable", retryable: true }
const faults = fc.array(fc.constantFrom<Fault>({ kind: "none" }, { kind: "none" }, { kind: "answer-lost" }, down), {
  maxLength: 16,
})
const { write, reply, send, link, unlink, wait } = steps
const history = fc.array(fc.oneof(write, write, write, reply, send, link, unlink, wait, wait), {
  minLength: 4,
  maxLength: 16,
})

const seen = { calls: 0, repeats: 0, uncertain: 0, attempts: 0, cases: 0 }
afterAll(() =>
  console.log(JSON.stringify({ law: "nothing lost, nothing twice, whatever the engine does", runs, ...seen })),
)

/** What is wrong at the end of a story. */
const wrongIn = async ({ escucha, chat }: TestHouse, deduplicates: boolean): Promise<readonly string[]> => {
  const entries: AnyEntry[] = []
  for await (const { entry } of escucha.store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const wrong: string[] = []
  const places = entries.map(({ id, stream }) => `${id} ${stream}`)
  if (new Set(places).size !== places.length) wrong.push("an input took effect twice")
  const heard = entries.filter(({ kind }) => kind === "message-received").map(({ id }) => id)
  const cases = entries.filter(({ kind }) => kind === "case-opened")
  const answers = entries.filter((entry) => entry.kind === "message-written" && entry.data.author === "rule:care")
  if (cases.length !== heard.length) wrong.push(`${heard.length} messages opened ${cases.length} cases`)
  if (answers.length !== heard.length) wrong.push(`${heard.length} messages got ${answers.length} answers`)
  seen.cases += cases.length
  const deliveries = new Map<string, string>()
  for (const entry of entries) {
    if (entry.kind === "message-written" || entry.kind === "delivery-changed")
      deliveries.set(entry.data.message, entry.data.delivery.status)
  }
  for (const [message, status] of deliveries) {
    const calls = chat.calls.filter(({ id }) => id === message)
    const arrived = chat.delivered.filter(({ id }) => id === message).length
    const complain = (isWrong: boolean, what: string) => void (isWrong && wrong.push(`${message}, ${status}: ${what}`))
    complain(status === "queued" || status === "sending", "it never came to an end")
    complain(arrived > 1, `it arrived ${arrived} times`)
    complain(status === "sent" && arrived !== 1, "it is called sent and did not arrive")
    complain((status === "withheld" || status === "failed") && arrived > 0, "it arrived")
    complain(calls.length > mostAttempts, `${calls.length} calls`)
    const attempts = calls.map(({ attempt }) => attempt)
    complain(new Set(attempts).size !== attempts.length, "two calls were one attempt")
    const reached = chat.delivered.find(({ id }) => id === message)?.attempt
    complain(
      !deduplicates && reached !== undefined && reached !== Math.max(...attempts),
      "it was called again after it arrived",
    )
    seen.calls += calls.length
    if (status === "uncertain") seen.uncertain++
  }
  return wrong
}

const law = (make: () => Store<Stored>, bug?: Bug) =>
  fc.asyncProperty(history, wrongs, faults, fc.boolean(), fc.nat(), async (story, what, script, deduplicates, seed) => {
    const late: { house?: TestHouse } = {}
    const clock = createClock(start, { settle: async () => late.house?.escucha.settled() })
    const engine = simulatedRemoteEngine({ clock, random: createRandom(seed), faults: what })
    const run: typeof engine.run = (handle, limits) => {
      const known = new Set<string>()
      return engine.run((attempt) => {
        seen.attempts++
        if (known.has(attempt.id)) seen.repeats++
        known.add(attempt.id)
        return handle(attempt)
      }, limits)
    }
    const house = await aHouse({
      ...options,
      clock,
      store: make(),
      engine: { ...engine, run },
      faults: script,
      deduplicates,
      ...(bug && { bug }),
    })
    late.house = house
    await live(house, story, { isSettled: false })
    await house.waits(clock.now() + 26 * 3_600_000)
    const wrong = [
      ...(await wrongIn(house, deduplicates)),
      ...(await driftOf(houseOf({ ...options, channels: { chat: house.chat } }), house.escucha.store)).map(
        (part) => `drift of ${part}`,
      ),
      ...(await house.escucha.store.jobs({ limit: 100 })).items.map(({ id }) => `${id} was never done`),
    ]
    await house.escucha.close()
    expect(wrong).toEqual([])
  })

describe("an engine on other machines that is late, repeats, forgets and leaves zombies", () => {
  it.for([
    ["memory", () => memoryStore<Stored>()],
    ["sqlite", () => sqliteStore<Stored>(":memory:")],
  ] as const)(
    `loses nothing, merges nothing in twice and calls nobody again who may have been reached (${runs} histories on %s)`,
    async ([, make]) => {
      await fc.assert(law(make), { numRuns: runs })
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50)
    },
  )

  it.for<Bug>([
    ...["forgets-what-it-saw", "sends-again"].flatMap((name) => killedBugs[name] ?? []),
    {
      name: "what a rule does has a new id in every attempt",
      perform: (perform) => {
        let number = 0
        return (attempt, loop) =>
          perform(attempt.type === "rule" ? { ...attempt, id: `${attempt.id}~${number++}` } : attempt, loop)
      },
    },
    {
      name: "an attempt that comes second takes it as sent",
      perform: (perform) => (attempt, loop) =>
        perform(attempt, {
          ...loop,
          post: (input) =>
            loop.post(
              input.kind === "settle" && input.result.status === "uncertain"
                ? { ...input, result: { status: "sent" } }
                : input,
            ),
        }),
    },
  ])("is noticed to do harm where there is a planted bug: $name", async (bug) => {
    expect(
      await isNoticed(
        law(() => memoryStore<Stored>(), bug),
        runs,
      ),
    ).toBe(true)
  })
})
