import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fisherQuantile } from "../../src/insight/fisher.ts"
import { normalProbability, normalQuantile, studentQuantile, studentTwoSided } from "../../src/statistics.ts"

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })
const freedoms = fc.double({ min: 0.5, max: 1e6, noNaN: true })
const relative = (found: number, truth: number) => Math.abs(found / truth - 1)

/** The integral of a function, by Simpson's rule. */
const integral = (of: (x: number) => number, from: number, to: number, steps = 2_000): number => {
  const width = (to - from) / steps
  let sum = of(from) + of(to)
  for (let step = 1; step < steps; step++) sum += of(from + step * width) * (step % 2 === 1 ? 4 : 2)
  return (sum * width) / 3
}

describe("the normal distribution", () => {
  it("has the quantiles that tables have", () => {
    const table = {
      0.9: 1.2815515655446004,
      0.975: 1.959963984540054,
      0.995: 2.5758293035489004,
      1e-12: -7.034483825301131,
    }
    for (const [p, z] of Object.entries(table)) expect(relative(normalQuantile(Number(p)), z)).toBeLessThan(1e-12)
  })

  it("is the integral of its density", () => {
    const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
    for (const z of [0.3, 1, 1.96, 2.8, 2.9, 4])
      expect(normalProbability(z)).toBeCloseTo(0.5 + integral(density, 0, z), 11)
  })

  it("comes back from every quantile", () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(relative(normalProbability(normalQuantile(p)), p)).toBeLessThan(1e-12)
      }),
      { numRuns: 3_000 },
    )
  })

  it("says nothing of what is no probability, and never a wrong number", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
    expect([normalQuantile(-0.1), normalQuantile(2), normalQuantile(Number.NaN)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe("Student's t", () => {
  it("has the quantiles that tables have, to 1e-9", () => {
    const table = [
      [1, 12.706204736432095],
      [2, 4.302652729911275],
      [5, 2.5705818366147395],
      [10, 2.2281388519649385],
      [30, 2.0422724563012373],
      [100, 1.9839715184496334],
      [1000, 1.9623390808264078],
    ] as const
    for (const [freedom, t] of table) expect(relative(studentQuantile(0.975, freedom), t)).toBeLessThan(1e-9)
  })

  it("is known in closed form for one, two and four degrees of freedom", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5001, max: 0.9999, noNaN: true }), (p) => {
        const alpha = 4 * p * (1 - p)
        const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha)
        const closed = [Math.tan(Math.PI * (p - 0.5)), (2 * p - 1) * Math.sqrt(2 / alpha), 2 * Math.sqrt(q - 1)]
        for (const [place, freedom] of [1, 2, 4].entries())
          expect(relative(studentQuantile(p, freedom), closed[place] ?? 0)).toBeLessThan(1e-8)
      }),
    )
  })

  it("is the integral of its density", () => {
    for (const freedom of [3, 8, 40]) {
      const density = (x: number) => (1 + (x * x) / freedom) ** (-(freedom + 1) / 2)
      const whole =
        2 * integral((u) => density(u / (1 - u * u)) * ((1 + u * u) / (1 - u * u) ** 2), 0, 1 - 1e-9, 20_000)
      const t = studentQuantile(0.95, freedom)
      expect(0.5 + integral(density, 0, t) / whole).toBeCloseTo(0.95, 8)
    }
  })

  it("comes back from every quantile, and is on both sides alike", () => {
    fc.assert(
      fc.property(probability, freedoms, (p, freedom) => {
        const t = studentQuantile(p, freedom)
        expect(relative(studentTwoSided(t, freedom), 2 * Math.min(p, 1 - p))).toBeLessThan(1e-9)
        expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-t, 6 - Math.ceil(Math.log10(1 + Math.abs(t))))
      }),
      { numRuns: 1_000 },
    )
  })

  it("is the normal distribution where there are very many degrees of freedom", () => {
    const z = normalQuantile(0.975)
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(z + (z ** 3 + z) / 4e6, 9) // the first term of its series
  })

  it("says nothing without degrees of freedom", () => {
    expect([studentQuantile(0.9, 0), studentQuantile(0.9, Number.NaN), studentTwoSided(1, -1)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe("F", () => {
  it("has the quantiles that tables have", () => {
    // F(1, b) is the square of t(b); the others from tables of 5 %.
    for (const freedom of [2, 7, 100])
      expect(fisherQuantile(0.95, 1, freedom)).toBeCloseTo(studentQuantile(0.975, freedom) ** 2, 8)
    expect(fisherQuantile(0.95, 5, 10)).toBeCloseTo(3.3258, 4)
    expect(fisherQuantile(0.95, 20, 20)).toBeCloseTo(2.1242, 4)
  })

  it("turns over when its two sides change places", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        (p, above, below) => {
          expect(relative(fisherQuantile(p, above, below) * fisherQuantile(1 - p, below, above), 1)).toBeLessThan(1e-9)
        },
      ),
    )
  })
})
