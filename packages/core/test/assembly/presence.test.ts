import * as fc from "fast-check"
import { expect, it } from "vitest"
import { createPresence } from "../../src/assembly/presence.ts"
import { identifier } from "../../src/kernel/ids.ts"

const place = identifier("web", "ana")

it("somebody who writes is told at most once a second, and told again whatever the clock was set to meanwhile", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 1, maxLength: 20 }), (moments) => {
      const told: number[] = []
      const { tell } = createPresence(({ at }) => told.push(at))
      const expected: number[] = []
      for (const at of moments) {
        tell({ place, channel: "web", at })
        const last = expected.at(-1)
        if (last === undefined || Math.abs(at - last) >= 1_000) expected.push(at)
      }
      expect(told).toEqual(expected)
    }),
  )
})
