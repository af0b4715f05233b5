import type { Bench } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { cpuPerCall } from "../measure.ts"
import { costOf } from "../peak.ts"
import { type Row, rowOf } from "../row.ts"
import { literals } from "./limit.ts"
import { formats, inTurns, type MessageFormat, ours, people, type Writing } from "./message.ts"
import { peersOf } from "./peers.ts"

/** Every variant writes every message, byte for byte as the limit does. */
const agreed = (format: MessageFormat): { readonly [variant: string]: Writing } => {
  const limit = literals[format]
  const writings = { limit, ours: ours(format), ...peersOf(format) }
  for (const [variant, writing] of Object.entries(writings)) {
    for (const values of people) {
      const [given, expected] = [writing(values), limit(values)]
      if (given !== expected) throw new BenchError(`${format}: ${variant} writes ${given}, the limit ${expected}`)
    }
  }
  return writings
}

const measured = async (format: MessageFormat, rounds: number): Promise<Row> => {
  const tasks = Object.fromEntries(Object.entries(agreed(format)).map(([name, writing]) => [name, inTurns(writing)]))
  const { limit = [], ours: mine = [], ...peers } = await cpuPerCall(tasks, rounds)
  const { peakRssMb, allocated } = await costOf(new URL("memory.ts", import.meta.url), [format])
  return rowOf(
    { case: `message, ${format}`, unit: "ns CPU", better: "lower" },
    { ours: mine, limit, peers },
    { peakRssMb, figures: { "bytes allocated": allocated } },
  )
}

/** CPU time from a template and a person to the words of one message as a channel takes them. */
export const templates: Bench = async ({ rounds = 25, progress }) => {
  const rows: Row[] = []
  for (const format of formats) {
    progress(`message, ${format}`)
    rows.push(await measured(format, rounds))
  }
  return rows
}
