import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RateRule } from "../../src/channel/capability.ts"
import { createGate, type Gate, leave, note, pass, standingOf } from "../../src/runtime/gate.ts"

const runs = 1_000

/** Lets so many through, each coming back when it was told to; gives when each went, and how often anybody asked. */
const letThrough = (gate: Gate, who: readonly (readonly [name: string, at: number, address: string])[]) => {
  const coming = who.map(([name, at, address]) => ({ name, at, address }))
  const went: { readonly name: string; readonly at: number; readonly address: string }[] = []
  let asked = 0
  while (coming.length > 0) {
    coming.sort((one, two) => one.at - two.at)
    const next = coming.shift()
    if (!next) break
    asked++
    const later = pass(gate, next.name, next.address, next.at)
    if (later === undefined) went.push(next)
    else coming.push({ ...next, at: later })
  }
  return { went, asked }
}

const most = (times: readonly number[], per: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + per).length))

const rule = fc.record({ count: fc.integer({ min: 1, max: 5 }), per: fc.integer({ min: 1, max: 2_000 }) })

describe("the door of a channel", () => {
  it(`never lets more through in any stretch of time than its rules say, and everybody goes (${runs} runs)`, () => {
    const crowd = fc.array(fc.tuple(fc.nat({ max: 3_000 }), fc.constantFrom("a", "b")), { maxLength: 25 })
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 2 }),
        fc.option(rule, { nil: undefined }),
        crowd,
        (account, each, came) => {
          const rules: RateRule[] = [...account, ...(each ? [{ ...each, each: "address" as const }] : [])]
          const gate = createGate(rules, 0)
          const { went } = letThrough(
            gate,
            came.map(([at, address], index) => [String(index), at, address]),
          )
          expect(went).toHaveLength(came.length)
          const times = went.map(({ at }) => at)
          for (const { count, per } of account) expect(most(times, per)).toBeLessThanOrEqual(count)
          for (const address of ["a", "b"]) {
            const own = went.filter((one) => one.address === address).map(({ at }) => at)
            expect(each ? most(own, each.per) : 0).toBeLessThanOrEqual(each?.count ?? 0)
          }
          expect(gate.held.size).toBe(0)
        },
      ),
      { numRuns: runs },
    )
  })

  it("lets nobody through before a pause that was asked for has ended, whatever else is answered meanwhile", () => {
    const gate = createGate([], 0)
    expect(pass(gate, "a", "x", 0)).toBeUndefined()
    note(gate, { kind: "asked to pause", pause: 5_000 }, 0)
    note(gate, { kind: "answered" }, 10)
    note(gate, { kind: "asked to pause", pause: 1_000 }, 20)
    expect(standingOf(gate, 4_999)).toEqual({ status: "paused", until: 5_000 })
    const { went } = letThrough(gate, [
      ["b", 30, "x"],
      ["c", 4_999, "x"],
    ])
    expect(went.every(({ at }) => at >= 5_000)).toBe(true)
  })

  it("closes after five calls in a row that reach nobody, for longer each time, and lets one go to see", () => {
    const gate = createGate([], 0)
    const fail = (now: number) => note(gate, { kind: "not to be had" }, now)
    for (let call = 0; call < 4; call++) fail(call)
    expect(standingOf(gate, 4).status).toBe("open")
    fail(4)
    expect(standingOf(gate, 4)).toEqual({ status: "broken", until: 30_004 })
    expect(pass(gate, "a", "x", 30_004)).toBeUndefined()
    expect(pass(gate, "b", "x", 30_004)).toBeGreaterThan(30_004)
    fail(30_005)
    expect(standingOf(gate, 30_005)).toEqual({ status: "broken", until: 90_005 })
    for (let again = 0, now = 90_005; again < 6; again++) {
      expect(pass(gate, "a", "x", now)).toBeUndefined()
      fail(now)
      now = gate.brokenUntil
    }
    expect(gate.brokenUntil - 90_005).toBeLessThan(6 * 300_000)
    const now = gate.brokenUntil
    expect(pass(gate, "a", "x", now)).toBeUndefined()
    leave(gate, "a") // it was withheld after all: another one goes to see
    expect(pass(gate, "b", "x", now)).toBeUndefined()
    note(gate, { kind: "answered" }, now)
    expect(standingOf(gate, now).status).toBe("open")
  })

  it("learns how fast a provider takes calls that says nothing of it, and asks twenty thousand hardly more than once each", () => {
    const gate = createGate([], 0)
    const waiting = Array.from({ length: 20_000 }, (_, index) => ({ name: String(index), at: 0 }))
    let [asked, limited, taken, second] = [0, 0, 0, -1]
    while (waiting.length > 0) {
      waiting.sort((one, two) => one.at - two.at)
      const later: { name: string; at: number }[] = []
      for (const { name, at } of waiting) {
        asked++
        const until = pass(gate, name, "x", at)
        if (until !== undefined) {
          later.push({ name, at: until })
          continue
        }
        const now = Math.floor(at / 1_000)
        if (now !== second) [second, taken] = [now, 0]
        taken++
        if (taken <= 100) note(gate, { kind: "answered" }, at)
        else {
          limited++
          note(gate, { kind: "asked to pause", pause: 2_000 }, at)
          later.push({ name, at: pass(gate, name, "x", at) ?? at + 2_000 })
        }
      }
      waiting.splice(0, waiting.length, ...later)
    }
    expect(limited).toBeLessThan(400)
    expect(asked).toBeLessThan(20_000 * 4)
  })

  it("does not take a quiet night for the speed of a provider", () => {
    const gate = createGate([], 0)
    const morning = 8 * 3_600_000
    for (let call = 0; call < 30; call++) note(gate, { kind: "answered" }, morning + call)
    note(gate, { kind: "asked to pause", pause: 1_000 }, morning + 30)
    expect(gate.spacing).toBeLessThan(100)
  })

  it("forgets addresses that it has not seen for long", () => {
    const gate = createGate([{ count: 1, per: 1_000, each: "address" }], 0)
    for (let address = 0; address < 25_000; address++) pass(gate, String(address), String(address), address)
    expect(gate.byAddress.size).toBeLessThanOrEqual(10_000)
  })
})
