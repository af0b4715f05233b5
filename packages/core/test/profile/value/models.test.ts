import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  buyingLogLikelihood,
  expectedAmount,
  expectedPurchases,
  expectedPurchasesError,
  fitBuying,
  fitSpending,
  lifetimeValue,
  probabilityAlive,
  type PurchaseHistory,
} from "../../../src/value.ts"
import { aMarket } from "./a-market.ts"

/** As the papers published them for CDNOW. */
const buying = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const spending = { p: 6.25, q: 3.74, v: 15.44 }

const positive = (max: number) => fc.double({ min: 0.05, max, noNaN: true })
const parameters = fc.record({ r: positive(20), alpha: positive(200), a: positive(2_000), b: positive(50_000) })
const history = fc
  .record({
    repeats: fc.nat(60),
    weeks: fc.double({ min: 1, max: 300, noNaN: true }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ repeats, weeks, share }) => ({ repeats, weeks, lastWeek: repeats === 0 ? 0 : weeks * share }))

describe("how many purchases are to be expected", () => {
  it("is what the paper's own example says: 1.226 in 39 weeks", () => {
    expect(expectedPurchases(buying, { repeats: 2, lastWeek: 30.43, weeks: 38.86 }, 39)).toBeCloseTo(1.226, 3)
  })

  it("grows with the time ahead, from nothing, for anybody", () => {
    fc.assert(
      fc.property(parameters, history, positive(200), positive(200), (model, known, soon, more) => {
        const [near, far] = [expectedPurchases(model, known, soon), expectedPurchases(model, known, soon + more)]
        expect(near).toBeGreaterThanOrEqual(0)
        expect(far).toBeGreaterThanOrEqual(near * (1 - 1e-6) - 1e-9)
        expect(Number.isFinite(far)).toBe(true)
        expect(expectedPurchases(model, known, 0)).toBe(0)
      }),
      { numRuns: 3000 },
    )
  })

  it("has no hole where its formula divides by nothing", () => {
    const [one, two] = [0.999, 1.001].map((a) =>
      expectedPurchases({ ...buying, a }, { repeats: 3, lastWeek: 20, weeks: 30 }, 20),
    )
    const middle = expectedPurchases({ ...buying, a: 1 }, { repeats: 3, lastWeek: 20, weeks: 30 }, 20)
    expect(middle).toBeCloseTo(((one ?? 0) + (two ?? 0)) / 2, 6)
    const hole = expectedPurchases({ ...buying, a: 0.4, b: 0.6 }, { repeats: 0, lastWeek: 0, weeks: 30 }, 20)
    const beside = expectedPurchases({ ...buying, a: 0.4, b: 0.602 }, { repeats: 0, lastWeek: 0, weeks: 30 }, 20)
    expect(hole).toBeCloseTo(beside, 3)
  })

  it("does not break where people hardly differ in how they leave, and goes over into it without a step", () => {
    const known = { repeats: 9, lastWeek: 45, weeks: 47 }
    const all = [400, 499, 501, 600, 27_000, 1e6].map((a) =>
      expectedPurchases({ r: 1.8, alpha: 19, a, b: 115 * a }, known, 52),
    )
    for (const [at, value] of all.entries()) expect(Math.abs(value / (all[at + 1] ?? value) - 1)).toBeLessThan(1e-3)
    expect(Math.abs((all[1] ?? 0) / (all[2] ?? 0) - 1)).toBeLessThan(2e-5)
  })

  it("is what a market of such customers does", () => {
    const market = aMarket(20_000, buying, spending)
    const truth = market.reduce((sum, { repeats }) => sum + repeats, 0)
    const expected = market.reduce(
      (sum, { weeks }) => sum + expectedPurchases(buying, { repeats: 0, lastWeek: 0, weeks: 0 }, weeks),
      0,
    )
    expect(Math.abs(truth / expected - 1)).toBeLessThan(0.05)
  })
})

describe("the probability that somebody still is a customer", () => {
  it("is 1 for who bought once, and falls the longer they stay away", () => {
    expect(probabilityAlive(buying, { repeats: 0, lastWeek: 0, weeks: 50 })).toBe(1)
    fc.assert(
      fc.property(parameters, history, positive(100), (model, known, later) => {
        const now = probabilityAlive(model, known)
        const then = probabilityAlive(model, { ...known, weeks: known.weeks + later })
        expect(now).toBeGreaterThanOrEqual(0)
        expect(now).toBeLessThanOrEqual(1)
        expect(then).toBeLessThanOrEqual(now)
      }),
      { numRuns: 3000 },
    )
  })
})

describe("what a purchase is worth", () => {
  it("is the mean of everybody for a stranger, and nearer to their own the more they bought", () => {
    expect(expectedAmount(spending, { repeats: 0, lastWeek: 0, weeks: 1 })).toBeCloseTo((6.25 * 15.44) / 2.74, 9)
    const after = (repeats: number) => expectedAmount(spending, { repeats, lastWeek: 1, weeks: 1, average: 100 }) ?? 0
    expect(after(1)).toBeLessThan(after(2))
    expect(after(1000)).toBeCloseTo(100, 1)
    expect(expectedAmount({ ...spending, q: 0.9 }, { repeats: 0, lastWeek: 0, weeks: 1 })).toBeNull()
  })

  it("makes a lifetime: less with a discount, more with more weeks, in step with the margin", () => {
    const known: PurchaseHistory = { repeats: 4, lastWeek: 30, weeks: 39, average: 40 }
    const plain = lifetimeValue(buying, spending, known, { discount: 0 }) ?? 0
    const expected = expectedPurchases(buying, known, 52) * (expectedAmount(spending, known) ?? 0)
    expect(plain).toBeCloseTo(expected, 6)
    expect(lifetimeValue(buying, spending, known)).toBeLessThan(plain)
    expect(lifetimeValue(buying, spending, known)).toBeGreaterThan(plain / 1.1)
    expect(lifetimeValue(buying, spending, known, { discount: 0, weeks: 104 })).toBeGreaterThan(plain)
    expect(lifetimeValue(buying, spending, known, { discount: 0, margin: 0.25 })).toBeCloseTo(plain / 4, 9)
  })
})

describe("learning from a market", () => {
  const market = aMarket(2_500, { r: 0.8, alpha: 6, a: 1.2, b: 3 }, { p: 4, q: 5, v: 80 })

  const model = fitBuying(market)

  it("finds how people buy, within four standard errors", () => {
    expect(model).toMatchObject({ n: 2_500, converged: true, cautions: [] })
    for (const [name, truth] of Object.entries({ r: 0.8, alpha: 6, a: 1.2, b: 3 } as const)) {
      const key = name as "r" | "alpha" | "a" | "b" // the names of the line above
      expect(Math.abs(model[key] - truth)).toBeLessThan(4 * (model.standardErrors?.[key] ?? 0))
    }
    expect(model.logLikelihood).toBeGreaterThanOrEqual(buyingLogLikelihood(market, { r: 0.8, alpha: 6, a: 1.2, b: 3 }))
  })

  it("says how sure an expectation is: surer from more customers", () => {
    const known = { repeats: 3, lastWeek: 20, weeks: 30 }
    const [few, many] = [fitBuying(market.slice(0, 300)), model].map((each) => expectedPurchasesError(each, known, 52))
    expect(many).toBeGreaterThan(0)
    expect(few ?? 0).toBeGreaterThan((many ?? 0) * 1.5)
    expect(expectedPurchasesError({ ...model, covariance: null }, known, 52)).toBeNull()
  })

  it("finds what they spend, within four standard errors, in whatever unit", () => {
    const spent = fitSpending(market)
    expect(spent.converged).toBe(true)
    expect(Math.abs(spent.p - 4)).toBeLessThan(4 * (spent.standardErrors?.p ?? 0))
    expect(Math.abs(spent.q - 5)).toBeLessThan(4 * (spent.standardErrors?.q ?? 0))
    const cents = fitSpending(
      market.map((each) => ({ ...each, ...(each.average !== undefined && { average: each.average * 100 }) })),
    )
    expect(cents.p).toBeCloseTo(spent.p, 2)
    expect(cents.v / spent.v).toBeCloseTo(100, 0)
  })

  it("gives the same whatever the order of customers", () => {
    const few = market.slice(0, 300)
    fc.assert(
      fc.property(fc.shuffledSubarray([...few], { minLength: few.length }), (turned) => {
        expect(fitBuying(turned)).toEqual(fitBuying(few))
        expect(fitSpending(turned)).toEqual(fitSpending(few))
      }),
      { numRuns: 5 },
    )
  }, 60_000)

  it("says when not to believe it", () => {
    expect(fitBuying(market.slice(0, 60)).cautions).toEqual(expect.arrayContaining(["few-customers", "few-repeats"]))
    const once = Array.from({ length: 600 }, () => ({ repeats: 0, lastWeek: 0, weeks: 30 }))
    expect(fitBuying(once).cautions.some((caution) => caution === "flat" || caution === "not-converged")).toBe(true)
    const greedy = market.map((each) => ({ ...each, ...(each.repeats > 0 && { average: 10 * each.repeats }) }))
    expect(fitSpending(greedy).cautions).toContain("amounts-follow-frequency")
  })
})

describe("a history that cannot be", () => {
  const good: PurchaseHistory = { repeats: 1, lastWeek: 1, weeks: 2 }
  it.each<readonly [string, PurchaseHistory, string]>([
    ["has half a purchase", { ...good, repeats: 1.5 }, "repeats"],
    ["has fewer than none", { ...good, repeats: -1 }, "repeats"],
    ["ends before it began", { ...good, weeks: -1 }, "weeks"],
    ["has no time", { ...good, weeks: Number.NaN }, "weeks"],
    ["was bought in after now", { ...good, lastWeek: 3 }, "lastWeek"],
    ["was bought in again on the first day", { ...good, lastWeek: 0 }, "lastWeek"],
    ["was never bought in again, but later", { ...good, repeats: 0 }, "lastWeek"],
    ["has an amount below nothing", { ...good, average: -1 }, "average"],
    ["has an endless amount", { ...good, average: Infinity }, "average"],
  ])("%s, and is named by its place and field", (_, bad, field) => {
    const error = expect.objectContaining({ _tag: "InputError", field: `histories[1].${field}` })
    expect(() => fitBuying([good, bad])).toThrow(error)
    expect(() => fitSpending([good, bad])).toThrow(error)
  })

  it("is not made of nobody", () => {
    expect(() => fitBuying([])).toThrow("at least two customers")
    expect(() => fitSpending([good, good])).toThrow("with amounts")
  })
})
