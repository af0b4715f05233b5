import { createClock, createRandom } from "@escucha/core/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Told, Untold } from "../../src/restate/mailbox.ts"
import { awayPause, createRelay, sendingOf, together } from "../../src/restate/relay.ts"
import type { Sending } from "../../src/restate/server.ts"

const untold = (seq: number, part: Partial<Untold> = {}): Untold => ({
  seq,
  id: `job ${seq}`,
  key: "s_1",
  at: undefined,
  before: undefined,
  ...part,
})

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

/** A relay to a Restate that is there or not. */
const aRelay = () => {
  const clock = createClock("2026-03-01T12:00Z")
  const sent: Sending[] = []
  const told: Told[] = []
  const failures: unknown[] = []
  const state = { isAway: false, asked: 0 }
  const relay = createRelay({
    clock,
    random: createRandom(1),
    report: (failure) => failures.push(failure),
    mailbox: {
      untold: async (ids) => {
        state.asked++
        return ids.map((id) => untold(Number(id), { key: `s_${id}` }))
      },
      told: async (jobs) => void told.push(...jobs),
    },
    server: {
      send: async (sending) => {
        if (state.isAway) throw new RangeError("away")
        sent.push(sending)
        return `inv_${sent.length}`
      },
    },
  })
  return { relay, clock, sent, told, failures, state }
}

describe("a job on its way to Restate", () => {
  it("says which it is and nothing else", () => {
    expect(sendingOf(untold(7), 1_000)).toEqual({
      key: "s_1",
      idempotency: "7.first",
      delay: 0,
      token: { job: "job 7", seq: 7 },
    })
  })

  it("waits until its time and never less", () => {
    expect(sendingOf(untold(7, { at: 5_000.5 }), 1_000)).toMatchObject({ delay: 4_001, token: { at: 5_000.5 } })
    expect(sendingOf(untold(7, { at: 5 }), 1_000)).toMatchObject({ delay: 0, token: { at: 5 } })
    expect(sendingOf(untold(7, { at: 61_000 }), 1_000).token.noted).toBe(true)
  })

  it("is another delivery when it is told again", () => {
    expect(sendingOf(untold(7, { before: "inv_1" }), 0).idempotency).not.toBe(sendingOf(untold(7), 0).idempotency)
  })

  it("goes together with what was committed before in its key, and alone where it is for later", () => {
    const jobs = fc.uniqueArray(
      fc.record({
        seq: fc.nat(200),
        key: fc.constantFrom("s_1", "s_2", "s_3"),
        at: fc.option(fc.nat(9), { nil: undefined }),
      }),
      { selector: ({ seq }) => seq },
    )
    fc.assert(
      fc.property(jobs, (some) => {
        const given = some.map(({ seq, ...rest }) => untold(seq, rest))
        const bundles = together(given)
        expect(bundles.flatMap(({ all }) => all).toSorted((one, two) => one.seq - two.seq)).toEqual(
          given.toSorted((one, two) => one.seq - two.seq),
        )
        for (const { named, all } of bundles)
          expect(
            all.every(
              ({ seq, key, at }) => seq <= named.seq && key === named.key && (all.length === 1 || at === undefined),
            ),
          ).toBe(true)
        expect(new Set(bundles.filter(({ named }) => named.at === undefined).map(({ named }) => named.key)).size).toBe(
          bundles.filter(({ named }) => named.at === undefined).length,
        )
      }),
      { numRuns: 3_000 },
    )
  })
})

describe("the way to Restate", () => {
  it("asks the database once for what was committed together", async () => {
    const { relay, sent, told, state } = aRelay()
    relay.offer(["1", "2"])
    relay.offer(["3"])
    await turns()
    expect(state.asked).toBe(1)
    expect(sent.map(({ token }) => token.seq)).toEqual([1, 2, 3])
    expect(told.map(({ seq, invocation }) => [seq, invocation])).toEqual([
      [1, "inv_1"],
      [2, "inv_2"],
      [3, "inv_3"],
    ])
  })

  it("keeps nothing and asks nothing while Restate is away, and says so once", async () => {
    const { relay, state, failures, clock } = aRelay()
    state.isAway = true
    relay.offer(["1"])
    await turns()
    expect([relay.isAway(), relay.isBehind(), failures.length]).toEqual([true, true, 1])
    const { asked } = state
    for (let number = 0; number < 100_000; number += 1_000) relay.offer([`${number}`])
    await turns()
    expect(state.asked).toBe(asked)
    await clock.advance(20_000)
    relay.offer(["2"])
    await turns()
    expect([relay.isAway(), failures.length]).toEqual([true, 1])
    state.isAway = false
    await clock.advance(20_000)
    relay.offer(["3"])
    await turns()
    expect([relay.isAway(), relay.isBehind()]).toEqual([false, true]) // until somebody has looked for what was dropped
  })

  it("drops what it has no room for, and knows it", async () => {
    const { relay, sent } = aRelay()
    relay.offer(Array.from({ length: 10_001 }, (_, number) => `${number}`))
    expect(relay.isBehind()).toBe(true)
    await turns()
    expect(sent).toEqual([])
  })

  it("writes down what was told though the rest was not", async () => {
    const { relay, told, state } = aRelay()
    const jobs = [untold(1, { key: "s_1" }), untold(2, { key: "s_2" })]
    const first = relay.tell(jobs)
    state.isAway = true // the second is sent in the same turn, the next is not
    expect(await first).toBe(true)
    expect(await relay.tell([untold(3)])).toBe(false)
    expect(told.map(({ seq }) => seq)).toEqual([1, 2])
  })

  it("is left alone longer each time, ten seconds at most, and not by all processes alike", () => {
    const pauses = Array.from({ length: 12 }, (_, failures) => awayPause(failures + 1, () => 0.5))
    expect(pauses).toEqual(pauses.toSorted((one, two) => one - two))
    expect(Math.max(...pauses)).toBeLessThanOrEqual(10_000)
    expect(awayPause(3, () => 0)).not.toBe(awayPause(3, () => 0.9))
  })
})
