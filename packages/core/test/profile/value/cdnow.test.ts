import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { fitBuying, fitSpending, type PurchaseHistory } from "../../../src/value.ts"

// Public test data, never part of the repository: read where it lies, skipped visibly where it does not.
const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../../shared/data"),
  "profiles/clv",
)
const present = existsSync(resolve(folder, "CDNOW_sample.txt"))
const skipped = present ? "" : " (skipped: data not present)"
const linesOf = (file: string) => readFileSync(resolve(folder, file), "utf8").trim().split(/\r?\n/)

const day = 86_400_000
const end = Date.UTC(1997, 8, 30) / day

const spentBy = (): readonly PurchaseHistory[] => {
  const lines = linesOf("CDNOW_sample.txt").map((line) => line.trim().split(/\s+/))
  return [...Map.groupBy(lines, ([customer]) => customer).values()].map((own) => {
    const days = new Map<number, number>()
    for (const [, , date = "", , amount] of own) {
      const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / day
      if (at <= end) days.set(at, (days.get(at) ?? 0) + Number(amount))
    }
    const list = [...days].sort(([one], [two]) => one - two)
    const again = list.slice(1)
    const first = list[0]?.[0] ?? 0
    return {
      repeats: again.length,
      lastWeek: ((list.at(-1)?.[0] ?? 0) - first) / 7,
      weeks: (end - first) / 7,
      ...(again.length > 0 && { average: again.reduce((sum, [, amount]) => sum + amount, 0) / again.length }),
    }
  })
}

describe("the customers of CDNOW", () => {
  it.skipIf(!present)(`buy as their paper says, within .01${skipped}`, () => {
    const histories = linesOf("cdnow_customers_summary.csv")
      .slice(1)
      .map((line) => {
        const [, repeats = 0, lastWeek = 0, weeks = 0] = line.split(",").map(Number)
        return { repeats, lastWeek, weeks }
      })
    const model = fitBuying(histories)
    expect(model).toMatchObject({ n: 2_357, converged: true, cautions: [] })
    expect(model.logLikelihood).toBeCloseTo(-9582.43, 2)
    expect(Math.abs(model.r - 0.243)).toBeLessThan(0.01)
    expect(Math.abs(model.alpha - 4.414)).toBeLessThan(0.01)
    expect(Math.abs(model.a - 0.793)).toBeLessThan(0.01)
    expect(Math.abs(model.b - 2.426)).toBeLessThan(0.01)
  })

  it.skipIf(!present)(`spend as their paper says, within .01${skipped}`, () => {
    const model = fitSpending(spentBy())
    expect(model).toMatchObject({ n: 946, converged: true, cautions: [] })
    expect(Math.abs(model.p - 6.25)).toBeLessThan(0.01)
    expect(Math.abs(model.q - 3.74)).toBeLessThan(0.01)
    expect(Math.abs(model.v - 15.44)).toBeLessThan(0.01)
  })
})
