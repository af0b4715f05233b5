import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { remaining } from "../../src/desk/clock/remaining.ts"

const minute = 60_000

describe("the clock of a promise", () => {
  it("runs down, is soon in its last third, and then says how late we are", () => {
    expect(remaining(0, 15 * minute, 0)).toEqual({ state: "ample", left: 15 * minute, share: 1 })
    expect(remaining(0, 15 * minute, 12 * minute)).toMatchObject({ state: "soon", left: 3 * minute })
    expect(remaining(0, 15 * minute, 19 * minute)).toEqual({ state: "late", over: 4 * minute })
  })
  it("always has a share between 0 and 1", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (since, due, now) => {
        const promise = remaining(since, due, now)
        expect(promise.state === "late" ? promise.over > 0 : promise.share >= 0 && promise.share <= 1).toBe(true)
      }),
    )
  })
})
