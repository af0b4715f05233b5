import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  adjustedShare,
  compareMeans,
  compareShares,
  cronbachAlpha,
  csat,
  effectiveSize,
  holm,
  krippendorffAlpha,
  mean,
  medianOf,
  nps,
  npsChange,
  rake,
  respondentQuality,
  sampleForMean,
  sampleForNps,
  sampleForNpsChange,
  sampleForShare,
  sampleForShares,
  share,
  weightedNps,
  withheld,
} from "../../src/statistics.ts"

// The squares of the last two kinds are about as large, or as small, as a number can be.
const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 0, 1e308, 1e-320, 1e15),
  fc.double({ min: -1e156, max: -1e152 }),
  fc.double({ min: 1e-164, max: 1e-158 }),
)
const many = { numRuns: 3_000 }

/** Every number anywhere in it. */
const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === "number") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

describe("small groups", () => {
  const group = fc
    .array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 })
    .map((ns) => ns.map((n, name) => ({ name, n })))

  it("are withheld, and so are as many others as it takes that nobody can subtract them", () => {
    const names = (groups: Parameters<typeof withheld<string>>[0]) => [...withheld(groups)].toSorted()
    expect(
      names([
        { name: "free", n: 40 },
        { name: "pro", n: 12 },
        { name: "team", n: 2 },
      ]),
    ).toEqual(["pro", "team"])
    expect(
      names([
        { name: "free", n: 40 },
        { name: "pro", n: 12 },
      ]),
    ).toEqual([])
    expect(
      names([
        { name: "a", n: 1 },
        { name: "b", n: 2 },
        { name: "c", n: 9 },
        { name: "d", n: 30 },
      ]),
    ).toEqual(["a", "b", "c"])
    expect(
      names([
        { name: "a", n: 3 },
        { name: "b", n: 3 },
        { name: "c", n: 9 },
      ]),
    ).toEqual(["a", "b"])
    expect(
      names([
        { name: "a", n: 9 },
        { name: "nobody", n: 0 },
      ]),
    ).toEqual([])
  })

  it("take another one with them where a large one is withheld for another reason", () => {
    const groups = [
      { name: "free", n: 40 },
      { name: "pro", n: 12 },
      { name: "team", n: 9 },
    ]
    expect([...withheld(groups, { hidden: new Set(["free"]) })].toSorted()).toEqual(["free", "team"])
  })

  it("are never one alone, never few together, and never more than needed", () => {
    fc.assert(
      fc.property(group, (groups) => {
        const hidden = withheld(groups)
        const [out, shown] = [
          groups.filter(({ name }) => hidden.has(name)),
          groups.filter(({ name, n }) => n > 0 && !hidden.has(name)),
        ]
        const together5 = out.reduce((sum, { n }) => sum + n, 0) >= 5 && out.length > 1
        expect(shown.every(({ n }) => n >= 5)).toBe(true)
        expect(out.length === 0 || together5 || shown.length === 0).toBe(true)
        const areAllLarge = groups.every(({ n }) => n === 0 || n >= 5)
        expect(areAllLarge && out.length > 0).toBe(false)
      }),
      many,
    )
  })
})

describe("several comparisons at once", () => {
  it("are held to the chance of a single false find", () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06])
    expect(holm([0.01, null, 0.9])).toEqual([0.02, null, 0.9])
    expect(holm([])).toEqual([])
  })

  it("keep their order, and are never more sure than before nor less sure than by Bonferroni", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (found) => {
        const after = holm(found).map(Number)
        for (const [place, p] of found.entries()) {
          expect(after[place]).toBeGreaterThanOrEqual(p)
          expect(after[place]).toBeLessThanOrEqual(Math.min(1, p * found.length))
          for (const [other, q] of found.entries())
            expect(p < q && Number(after[place]) > Number(after[other])).toBe(false)
        }
      }),
    )
  })
})

describe("how responses were given", () => {
  const usual = { answers: { a: 4, b: 2, c: 5, trap: 4 }, seconds: 90 }

  it("shows who went straight down, who was too fast and who did not read", () => {
    const found = respondentQuality(
      [
        usual,
        usual,
        { answers: { a: 3, b: 3, c: 3, trap: 4 }, seconds: 80 },
        { ...usual, seconds: 20 },
        { ...usual, answers: { ...usual.answers, trap: 1 } },
      ],
      { scales: [["a", "b", "c"]], attention: { trap: 4 } },
    )
    expect(found.map(({ flags }) => flags)).toEqual([[], [], ["straight-lining"], ["speeding"], ["attention"]])
  })

  it("shows whose answers hardly anybody else gives", () => {
    const one = (...given: readonly number[]) => ({
      answers: Object.fromEntries(given.map((answer, place) => [`q${place}`, answer])),
    })
    const crowd = Array.from({ length: 40 }, (_, place) => one(1, place % 2, 1, place % 3 === 0 ? 2 : 1))
    const flags = respondentQuality([...crowd, one(5, 7, 9, 8)]).map((found) => found.flags)
    expect(flags.at(-1)).toEqual(["unusual"])
    expect(flags.slice(0, -1).every((none) => none.length === 0)).toBe(true)
  })

  it("is nobody's fault where nothing was said", () => {
    expect(respondentQuality([{ answers: {} }, { answers: { a: null } }], { scales: [["a", "b"]] })).toEqual([
      { flags: [], surprise: null },
      { flags: [], surprise: null },
    ])
  })
})

it("no figure is ever something that is no number", () => {
  fc.assert(
    fc.property(
      fc.array(anyNumber, { minLength: 6, maxLength: 12 }),
      fc.option(anyNumber, { nil: undefined }),
      (given, confidence) => {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = given
        const sure = confidence === undefined ? {} : { confidence }
        const [one, two] = [
          { promoters: a, passives: b, detractors: c },
          { promoters: d, passives: e, detractors: f },
        ]
        const { promoters: _, passives: __, detractors: ___, ...score } = nps(one, sure)
        const found = [
          score,
          npsChange(one, two, sure),
          share({ count: a, n: b }, sure),
          adjustedShare({ count: a, n: b }, sure),
          compareShares({ count: a, n: b }, { count: c, n: d }, sure),
          csat(given, sure),
          mean(given, sure),
          medianOf(given, sure),
          compareMeans([a, b], [c, d, e], sure),
          cronbachAlpha(
            [
              [a, b],
              [c, d],
              [e, f],
            ],
            sure,
          ),
          ...(["nominal", "ordinal", "interval", "ratio"] as const).map((level) =>
            krippendorffAlpha(
              [
                [a, b],
                [b, c],
              ],
              level,
            ),
          ),
          sampleForShare(a, { expected: b, population: c, ...sure }),
          sampleForNps(a, { variance: b, ...sure }),
          sampleForNpsChange(a, { variance: b, power: c, ...sure }),
          sampleForShares(a, b, { power: c, ...sure }),
          sampleForMean(a, b, sure),
          effectiveSize(given),
          weightedNps(
            given.map((weight, place) => ({ score: place, weight })),
            sure,
          ),
          holm(given),
          rake([{ x: "1" }, { x: "2" }], { x: { 1: a, 2: b } }, { trim: [c, d], tolerance: e }),
        ]
        for (const number of numbersIn(found)) expect(number).toSatisfy(Number.isFinite)
      },
    ),
    many,
  )
})
