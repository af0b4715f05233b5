import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cronbachAlpha, effectiveSize, krippendorffAlpha, maxDiffScores, rake } from "../../src/statistics.ts"

describe("Cronbach's alpha", () => {
  it("has Feldt's interval", () => {
    const answers = [
      [1, 2, 2, 3, 2, 2, 3, 3, 2, 3],
      [1, 1, 1, 2, 3, 3, 2, 3, 3, 3],
      [1, 1, 2, 1, 2, 3, 3, 3, 2, 3],
    ]
    const people = answers[0]?.map((_, person) => answers.map((question) => question[person] ?? null)) ?? []
    // published with this example: .7734375 [.336, .939]
    expect(cronbachAlpha(people)).toEqual({
      value: 0.7734375,
      low: expect.closeTo(0.336, 3),
      high: expect.closeTo(0.939, 3),
      n: 10,
    })
  })

  it("is not that of a page that says .85 where these variances come to .206", () => {
    // six questions whose variances sum to 43.4, and totals that vary by 52.4
    expect((6 / 5) * (1 - 43.4 / 52.4)).toBeCloseTo(0.206, 3)
    const people = [
      [1, 5, 2],
      [4, 1, 3],
      [2, 2, 5],
      [5, 4, 1],
    ]
    expect(Number(cronbachAlpha(people).value)).toBeLessThan(0) // what does not go together is below nothing
  })

  it("leaves out who left something out, and says nothing of nobody", () => {
    const whole = [
      [4, 5],
      [3, 4],
      [5, 5],
      [2, 3],
    ]
    expect(cronbachAlpha([...whole, [1, null]])).toEqual(cronbachAlpha(whole))
    for (const people of [
      [],
      [[1, 2]],
      [[1], [2]],
      [
        [1, 1],
        [1, 1],
      ],
    ])
      expect(cronbachAlpha(people).value).toBeNull()
  })
})

describe("Krippendorff's alpha", () => {
  it("is 1 where all agree, and nothing where there is nothing to agree on", () => {
    expect(
      krippendorffAlpha(
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
        "ordinal",
      ).alpha,
    ).toBe(1)
    expect(
      krippendorffAlpha([
        [1, 1],
        [1, 1],
      ]).alpha,
    ).toBeNull()
    expect(
      krippendorffAlpha([
        [1, null],
        [null, 2],
      ]).alpha,
    ).toBeNull()
    expect(krippendorffAlpha([]).alpha).toBeNull()
  })

  it("does not depend on who reads first", () => {
    const reading = fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(
        reading,
        reading,
        reading,
        fc.constantFrom("nominal" as const, "ordinal" as const, "interval" as const, "ratio" as const),
        (one, two, three, level) => {
          const [there, back] = [
            krippendorffAlpha([one, two, three], level).alpha,
            krippendorffAlpha([three, one, two], level).alpha,
          ]
          expect(there === null ? null : there.toFixed(9)).toBe(back === null ? null : back.toFixed(9))
        },
      ),
    )
  })
})

describe("raking", () => {
  const person = fc.record({ plan: fc.constantFrom("free", "pro"), age: fc.constantFrom("young", "old") })
  const all = [
    { plan: "free", age: "young" },
    { plan: "free", age: "old" },
    { plan: "pro", age: "young" },
    { plan: "pro", age: "old" },
  ]

  it("gives each sort the weight that it should have", () => {
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 60 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (some, pro, old) => {
          const people = [...all, ...some]
          const raked = rake(
            people,
            { plan: { pro, free: 1 - pro }, age: { old, young: 1 - old } },
            { trim: null, rounds: 1_000, tolerance: 1e-10 },
          )
          if ("problem" in raked) throw new TypeError(raked.problem.reason)
          const weighing = (is: (someone: (typeof people)[number]) => boolean) =>
            people.reduce((sum, someone, place) => (is(someone) ? sum + (raked.weights[place] ?? 0) : sum), 0) /
            people.length
          expect(raked.converged).toBe(true)
          expect(weighing(({ plan }) => plan === "pro")).toBeCloseTo(pro, 6)
          expect(weighing(({ age }) => age === "old")).toBeCloseTo(old, 6)
          expect(Number(raked.effective)).toBeLessThanOrEqual(people.length + 1e-9)
        },
      ),
    )
  })

  it("keeps weights within bounds, and says by how much that misses the targets", () => {
    const people = [...Array.from({ length: 99 }, () => ({ plan: "free" })), { plan: "pro" }]
    const raked = rake(people, { plan: { free: 0.5, pro: 0.5 } })
    expect(raked).toMatchObject({ gap: expect.closeTo(0.4432, 3) })
    expect("weights" in raked && Math.max(...raked.weights)).toBe(3)
  })

  it("names what cannot be", () => {
    const people = [{ plan: "free" }, { plan: "pro" }]
    const problemOf = (targets: Parameters<typeof rake>[1], some: Parameters<typeof rake>[0] = people) => {
      const found = rake(some, targets)
      return "problem" in found ? found.problem : undefined
    }
    expect(problemOf({ plan: { free: 1, pro: 1, team: 1 } })).toEqual({
      reason: "zero-cell",
      variable: "plan",
      sort: "team",
    })
    expect(problemOf({ plan: { free: 1 } })).toEqual({ reason: "unsorted", variable: "plan", sort: "pro" })
    expect(problemOf({ age: { old: 1 } })).toEqual({ reason: "unsorted", variable: "age" })
    expect(problemOf({ plan: { free: -1, pro: 2 } })).toEqual({ reason: "bad-target", variable: "plan", sort: "free" })
    expect(problemOf({ plan: { free: 0, pro: 0 } })).toEqual({ reason: "bad-target", variable: "plan" })
    expect(problemOf({})).toEqual({ reason: "empty" })
    expect(problemOf({ plan: { free: 1 } }, [])).toEqual({ reason: "empty" })
    expect(rake(people, { plan: { free: 1, pro: 1 } }, { trim: [2, 3] })).toEqual({ problem: { reason: "bad-bounds" } })
  })

  it("costs as many answers as the weights differ", () => {
    expect(effectiveSize([1, 1, 2, 4])).toEqual({ n: 4, effective: 64 / 22, designEffect: 4 / (64 / 22) })
    expect(effectiveSize([7, 7, 7]).effective).toBe(3)
    expect(effectiveSize([0, Number.NaN, -2]).effective).toBeNull()
    expect(effectiveSize([1e200, 1e200]).effective).toBe(2)
  })
})

describe("the best and the worst", () => {
  const sets = [
    ["price", "speed", "care"],
    ["price", "speed", "charm"],
  ]
  it("are counted by how often they were shown", () => {
    const scores = maxDiffScores(sets, [
      [
        { best: "price", worst: "care" },
        { best: "price", worst: "charm" },
      ],
      [
        { best: "speed", worst: "care" },
        { best: "price", worst: "speed" },
      ],
      [null, { best: "speed", worst: "charm" }],
    ])
    expect(scores.map(({ option, best, worst, shown }) => [option, best, worst, shown])).toEqual([
      ["price", 3, 0, 5],
      ["speed", 2, 1, 5],
      ["charm", 0, 2, 3],
      ["care", 0, 2, 2],
    ])
    expect(scores[0]?.score).toMatchObject({ value: 0.5, n: 3 }) // 1, ½ and 0
  })

  it("of nobody are nothing", () => {
    expect(maxDiffScores(sets, []).every(({ score }) => score.value === null)).toBe(true)
  })
})
