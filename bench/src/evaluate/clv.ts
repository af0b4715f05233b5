import { fitBuying, fitSpending, type PurchaseHistory } from "@escucha/core/value"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { BenchError } from "../bench-error.ts"
import { gridOf, number } from "../table.ts"

/** A parameter as we fit it, beside the one that was published, as a row of the report. */
export interface Fitted {
  readonly case: string
  readonly unit: "parameter"
  readonly better: "closer"
  readonly ours: number
  readonly published: number
  /** How far apart they are. */
  readonly apart: number
  /** From the second derivatives of the likelihood; `null` where it is flat. */
  readonly standardError: number | null
  readonly n: number
  readonly converged: boolean
  readonly seconds: number
}

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits))

/** BG/NBD as Fader, Hardie and Lee (2005) published it, and Gamma-Gamma as Fader and Hardie (2013) did, both on CDNOW. */
export const published = {
  buying: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  spending: { p: 6.25, q: 3.74, v: 15.44 },
} as const

const day = 86_400_000

/** The first 39 weeks of 1997, from which both papers learn. */
const calibrationEnds = Date.UTC(1997, 8, 30) / day

/** How often and how lately the 2,357 customers of CDNOW bought, as the paper counts it. */
export const readSummary = (text: string): readonly PurchaseHistory[] =>
  text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line, at) => {
      const [, repeats, lastWeek, weeks] = line.split(",").map(Number)
      if (repeats === undefined || lastWeek === undefined || weeks === undefined)
        throw new BenchError(`the summary of CDNOW, line ${at + 2}: it has not four columns`)
      return { repeats, lastWeek, weeks }
    })

interface Buyer {
  readonly days: Map<number, number>
}

const historyOf = ({ days }: Buyer): PurchaseHistory => {
  const list = [...days].sort(([one], [two]) => one - two)
  const [first = 0, last = 0] = [list[0]?.[0], list.at(-1)?.[0]]
  const repeated = list.slice(1)
  return {
    repeats: repeated.length,
    lastWeek: (last - first) / 7,
    weeks: (calibrationEnds - first) / 7,
    ...(repeated.length > 0 && { average: repeated.reduce((sum, [, amount]) => sum + amount, 0) / repeated.length }),
  }
}

/** What they spent, from the purchases themselves: those of one day are one. */
export const readPurchases = (text: string): readonly PurchaseHistory[] => {
  const buyers = new Map<string, Buyer>()
  for (const line of text.trim().split(/\r?\n/)) {
    const [customer = "", , date = "", , amount = ""] = line.trim().split(/\s+/)
    const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / day
    if (at > calibrationEnds) continue
    const buyer = buyers.get(customer) ?? { days: new Map() }
    buyer.days.set(at, (buyer.days.get(at) ?? 0) + Number(amount))
    buyers.set(customer, buyer)
  }
  return [...buyers.values()].map(historyOf)
}

const timed = <Result>(run: () => Result): readonly [Result, number] => {
  const began = performance.now()
  const result = run()
  return [result, rounded((performance.now() - began) / 1000, 2)]
}

const rowsOf = <Name extends string>(
  model: string,
  fit: NoInfer<{ readonly [Parameter in Name]: number }> & {
    readonly n: number
    readonly converged: boolean
    readonly standardErrors: NoInfer<{ readonly [Parameter in Name]: number }> | null
  },
  known: { readonly [Parameter in Name]: number },
  seconds: number,
): readonly Fitted[] =>
  // the names are those of the published parameters
  (Object.keys(known) as Name[]).map((name) => ({
    case: `cdnow ${model} ${name}`,
    unit: "parameter",
    better: "closer",
    ours: rounded(fit[name]),
    published: known[name],
    apart: rounded(Math.abs(fit[name] - known[name])),
    standardError: fit.standardErrors && rounded(fit.standardErrors[name]),
    n: fit.n,
    converged: fit.converged,
    seconds,
  }))

const heads = ["case", "fitted", "published", "apart", "standard error", "n", "converged", "seconds"] as const

/** The rows as a table for people. */
export const fittedTable = (rows: readonly Fitted[]): string =>
  gridOf([
    heads,
    ...rows.map((row) => [
      row.case,
      ...[row.ours, row.published, row.apart, row.standardError, row.n].map(number),
      row.converged ? "yes" : "no",
      number(row.seconds),
    ]),
  ]).join("\n")

const textOf = (data: string, file: string): string => {
  const path = join(data, "profiles/clv", file)
  if (!existsSync(path)) throw new BenchError(`there is no profiles/clv/${file} in ${data}`)
  return readFileSync(path, "utf8")
}

/** The parameters of CDNOW as we fit them, beside those that its papers published. */
export const clv = async (data: string, progress: (line: string) => void): Promise<readonly Fitted[]> => {
  const summary = readSummary(textOf(data, "cdnow_customers_summary.csv"))
  progress(`${summary.length} customers`)
  const [buying, buyingSeconds] = timed(() => fitBuying(summary))
  const purchases = readPurchases(textOf(data, "CDNOW_sample.txt"))
  const [spending, spendingSeconds] = timed(() => fitSpending(purchases))
  return [
    ...rowsOf("bg-nbd", buying, published.buying, buyingSeconds),
    ...rowsOf("gamma-gamma", spending, published.spending, spendingSeconds),
  ]
}
