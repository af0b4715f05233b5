import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  adjustedShare,
  cronbachAlpha,
  effectiveSize,
  krippendorffAlpha,
  type Level,
  nps,
  npsChange,
  rake,
  sampleForShare,
  share,
} from "../../src/statistics.ts"

type Table = readonly (readonly number[])[]
interface Given {
  readonly [name: string]: number
}
interface Vector {
  readonly fn: string
  readonly in: unknown
  readonly out: unknown
}

const folder = process.env["ESCUCHA_DATA"] ?? new URL("../../../../../shared/data", import.meta.url).pathname
const file = `${folder}/surveys/stats_vectors.json`
const isThere = existsSync(file)

/** The vectors of one function, as it is known to be called; at least one. */
const vectorsOf = <In, Out>(fn: string): readonly { readonly in: In; readonly out: Out }[] => {
  const all: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"))
  const found = all.filter((vector) => vector.fn === fn) as unknown as readonly { in: In; out: Out }[] // the file says so
  expect(found.length).toBeGreaterThan(0)
  return found
}

/** How exactly a number is printed: half of its last digit, and never less than 1e-6. */
const printed = (value: number): number => Math.max(1e-6, 0.5001 * 10 ** -(String(value).split(".")[1]?.length ?? 0))
const expectAgreement = (found: number | null | undefined, wanted: number | undefined, tolerance?: number) => {
  expect(found).toEqual(expect.any(Number))
  expect(Math.abs(Number(found) - Number(wanted))).toBeLessThanOrEqual(tolerance ?? printed(Number(wanted)))
}
const expectSame = (found: number | null | undefined, again: number) => expectAgreement(found, again, 1e-6)

/** Where something that grows passes 0, by halving. */
const zeroOf = (of: (x: number) => number, low: number, high: number): number => {
  let [from, to] = [low, high]
  for (let step = 0; step < 200; step++) {
    const middle = (from + to) / 2
    if (of(middle) < 0) from = middle
    else to = middle
  }
  return from
}
const z = 1.959963984540054

const variance = (numbers: readonly number[]) => {
  const middle = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  return numbers.reduce((sum, number) => sum + (number - middle) ** 2, 0) / (numbers.length - 1)
}

describe("the published figures", () => {
  it("are those of Wilson's interval, which is where the score test does not refuse a share", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const { in: given, out } of vectorsOf<Given, Given>("wilson")) {
      const [count, n] = [Number(given["x"]), Number(given["n"])]
      const { low, high } = share({ count, n }, { confidence: Number(given["conf"]) })
      expectAgreement(low, out["lo"])
      expectAgreement(high, out["hi"])
      const off = (p: number) => (p - count / n) / Math.sqrt((p * (1 - p)) / n)
      expectSame(low, count === 0 ? 0 : zeroOf((p) => off(p) + z, 1e-12, count / n))
      expectSame(
        high,
        zeroOf((p) => off(p) - z, count / n + 1e-12, 1 - 1e-12),
      )
    }
  })

  it("are those of the adjusted Wald interval of a share", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const { in: given, out } of vectorsOf<Given, Given>("adjustedWaldProportion")) {
      const { value, low, high } = adjustedShare({ count: Number(given["x"]), n: Number(given["n"]) })
      // it prints four digits, with z as 1.96
      for (const [found, wanted] of [
        [value, out["p"]],
        [low, out["lo"]],
        [high, out["hi"]],
      ] as const)
        expectAgreement(found, wanted, 1e-4)
      const [yes, no] = [4 + (z * z) / 2, 1 + (z * z) / 2]
      expectSame(value, yes / (yes + no))
      expectSame(low, yes / (yes + no) - z * Math.sqrt((yes * no) / (yes + no) ** 3))
    }
  })

  it("are those of the sample that a share needs", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const { in: given, out } of vectorsOf<Given, Given>("sampleSizeProportion")) {
      const [margin, expected] = [Number(given["moe"]), Number(given["p"])]
      expect(sampleForShare(margin, { expected })).toBe(out["n"])
      expect(sampleForShare(margin, { expected, population: 1000 })).toBe(out["fpcN1000"])
      let n = 1
      while (z * Math.sqrt((expected * (1 - expected)) / n) > margin) n++
      expect(sampleForShare(margin, { expected })).toBe(n)
    }
  })

  it("are those of Krippendorff's alpha on every level", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const {
      in: { data },
      out,
    } of vectorsOf<{ readonly data: readonly (readonly (number | null)[])[] }, { readonly [L in Level]?: number }>(
      "krippendorffAlpha",
    ))
      for (const [level, alpha] of Object.entries(out)) {
        const found = krippendorffAlpha(data, level as Level).alpha // the file names levels
        expectAgreement(found, alpha)
        expectSame(found, alphaByPairs(data, level as Level))
      }
  })

  it("are those of Cronbach's alpha, which is also what the covariances come to", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    const found = vectorsOf<{ readonly items?: Table }, Given>("cronbachAlpha").filter(({ in: { items } }) => items)
    expect(found.length).toBeGreaterThan(0)
    for (const {
      in: { items = [] },
      out,
    } of found) {
      const { value } = cronbachAlpha(items)
      expectAgreement(value, out["alpha"])
      const k = items[0]?.length ?? 0
      const columns = Array.from({ length: k }, (_, column) => items.map((row) => row[column] ?? 0))
      const sum = (one: readonly number[], two: readonly number[]) => one.map((number, row) => number + (two[row] ?? 0))
      let covariances = 0
      for (const [first, one] of columns.entries())
        for (const two of columns.slice(first + 1))
          covariances += (variance(sum(one, two)) - variance(one) - variance(two)) / 2
      const [between, within] = [
        covariances / ((k * (k - 1)) / 2),
        columns.reduce((all, column) => all + variance(column), 0) / k,
      ]
      expectSame(value, (k * between) / (within + (k - 1) * between))
    }
  })

  it("are those of raking, which keeps how sorts go together", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const { in: given, out } of vectorsOf<
      { readonly table: Table; readonly rows: readonly number[]; readonly cols: readonly number[] },
      { readonly table: Table; readonly oddsRatioPreserved: number }
    >("rake")) {
      const people = given.table.flatMap((row, r) =>
        row.flatMap((count, c) => Array.from({ length: count }, () => ({ row: `${r}`, column: `${c}` }))),
      )
      const target = (counts: readonly number[]) => Object.fromEntries(counts.entries())
      const raked = rake(people, { row: target(given.rows), column: target(given.cols) }, { tolerance: 1e-12 })
      if ("problem" in raked) throw new Error(raked.problem.reason)
      const total = given.rows.reduce((sum, count) => sum + count, 0)
      const cell = (r: number, c: number) =>
        raked.weights.reduce(
          (sum, weight, person) =>
            people[person]?.row === `${r}` && people[person].column === `${c}` ? sum + weight : sum,
          0,
        ) *
        (total / people.length)
      for (const [r, row] of out.table.entries())
        for (const [c, wanted] of row.entries()) expectAgreement(cell(r, c), wanted)
      expectAgreement((cell(0, 0) * cell(1, 1)) / (cell(0, 1) * cell(1, 0)), out.oddsRatioPreserved)
      // the first cell settles all others, and is where the odds are those of the sample
      const odds = (x: number) => (x * (total - 15 + x)) / ((5 - x) * (10 - x)) - (7 * 7) / (9 * 12)
      expectSame(cell(0, 0), zeroOf(odds, 0, 5 - 1e-12))
      expect(raked).toMatchObject({ converged: true })
      expectSame(raked.gap, 0)
    }
  })

  it("are those of Kish's effective sample size", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const {
      in: { w },
      out,
    } of vectorsOf<{ readonly w: readonly number[] }, Given>("kishEss")) {
      const { effective } = effectiveSize(w)
      expectAgreement(effective, out["ess"])
      const middle = w.reduce((sum, weight) => sum + weight, 0) / w.length
      const spread = w.reduce((sum, weight) => sum + (weight - middle) ** 2, 0) / w.length
      expectSame(effective, w.length / (1 + spread / middle ** 2)) // by the variation of the weights
    }
  })

  it("are those of the net promoter score, which is a mean of +1, 0 and -1", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const { in: given, out } of vectorsOf<Given, Given>("npsAdjustedWald")) {
      const [promoters, detractors, n] = [Number(given["P"]), Number(given["D"]), Number(given["n"])]
      const { low, high } = nps(
        { promoters, detractors, passives: n - promoters - detractors },
        { confidence: Number(given["conf"]) },
      )
      expectAgreement(Number(low) / 100, out["lo"])
      expectAgreement(Number(high) / 100, out["hi"])
      const { score, variance: spread } = signsOf(promoters, detractors, n)
      expectSame(Number(low) / 100, score - z * Math.sqrt(spread))
    }
  })

  it("are those of the test of a change of it", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    expect.hasAssertions()
    for (const { in: given, out } of vectorsOf<{ readonly a: readonly number[]; readonly b: readonly number[] }, Given>(
      "npsDiffTest",
    )) {
      const countsOf = ([promoters = 0, detractors = 0, n = 0]: readonly number[]) => ({
        promoters,
        detractors,
        passives: n - promoters - detractors,
      })
      const { statistic, p } = npsChange(countsOf(given.b), countsOf(given.a))
      expectAgreement(statistic, out["z"])
      expectAgreement(p, out["p"])
      const [a, b] = [given.a, given.b].map(([promoters = 0, detractors = 0, n = 0]) =>
        signsOf(promoters, detractors, n),
      )
      expectAgreement(a?.score, out["za"])
      expectAgreement(b?.score, out["zb"])
      expectSame(
        statistic,
        (Number(a?.score) - Number(b?.score)) / Math.sqrt(Number(a?.variance) + Number(b?.variance)),
      )
    }
  })
})

/** The mean of +1, 0 and -1 with three answers more, and the square of its error, number by number. */
const signsOf = (promoters: number, detractors: number, n: number) => {
  const signs: readonly (readonly [sign: number, count: number])[] = [
    [1, promoters + 0.75],
    [0, n - promoters - detractors + 1.5],
    [-1, detractors + 0.75],
  ]
  const score = signs.reduce((sum, [sign, count]) => sum + sign * count, 0) / (n + 3)
  return { score, variance: signs.reduce((sum, [sign, count]) => sum + count * (sign - score) ** 2, 0) / (n + 3) ** 2 }
}

/** Krippendorff's alpha pair by pair, without any table. */
const alphaByPairs = (data: readonly (readonly (number | null)[])[], level: Level): number => {
  const things = (data[0] ?? [])
    .map((_, thing) => data.flatMap((reader) => reader[thing] ?? []))
    .filter(({ length }) => length > 1)
  const all = things.flat()
  const between = (low: number, high: number) =>
    all.filter((value) => value > low && value < high).length +
    (all.filter((value) => value === low).length + all.filter((value) => value === high).length) / 2
  const apart = (one: number, two: number): number => {
    if (one === two) return 0
    if (level === "nominal") return 1
    if (level === "interval") return (one - two) ** 2
    return level === "ratio" ? ((one - two) / (one + two)) ** 2 : between(Math.min(one, two), Math.max(one, two)) ** 2
  }
  const over = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + values.reduce((part, two) => part + apart(one, two), 0), 0)
  const observed = things.reduce((sum, values) => sum + over(values) / (values.length - 1), 0) / all.length
  return 1 - observed / (over(all) / (all.length * (all.length - 1)))
}
