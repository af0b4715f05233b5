import type { Bench } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { cpuPerCall } from "../measure.ts"
import { costOf } from "../peak.ts"
import { type Row, rowOf } from "../row.ts"
import { literalOf } from "./limit.ts"
import { formats, inTurns, kinds, type MessageFormat, type MessageKind, ours, people, type Writing } from "./message.ts"
import { peersOf } from "./peers.ts"

/** Every variant writes every message, byte for byte as the limit does. */
const agreed = (kind: MessageKind, format: MessageFormat): { readonly [variant: string]: Writing } => {
  const limit = literalOf(kind, format)
  const writings = { limit, ours: ours(kind, format), ...peersOf(kind, format) }
  for (const [variant, writing] of Object.entries(writings)) {
    for (const values of people) {
      const [given, expected] = [writing(values), limit(values)]
      if (given !== expected)
        throw new BenchError(`${kind}, ${format}: ${variant} writes ${given}, the limit ${expected}`)
    }
  }
  return writings
}

const measured = async (kind: MessageKind, format: MessageFormat, rounds: number): Promise<Row> => {
  const tasks = Object.fromEntries(
    Object.entries(agreed(kind, format)).map(([name, writing]) => [name, inTurns(writing)]),
  )
  const { limit = [], ours: mine = [], ...peers } = await cpuPerCall(tasks, rounds)
  const { peakRssMb, allocated } = await costOf(new URL("memory.ts", import.meta.url), [kind, format])
  return rowOf(
    { case: `${kind}, ${format}`, unit: "ns CPU", better: "lower" },
    { ours: mine, limit, peers },
    { peakRssMb, figures: { "bytes allocated": allocated } },
  )
}

/** CPU time from a template and a person to the words of one message as a channel takes them. */
export const templates: Bench = async ({ rounds = 25, progress }) => {
  const rows: Row[] = []
  for (const kind of kinds) {
    for (const format of formats) {
      progress(`${kind}, ${format}`)
      rows.push(await measured(kind, format, rounds))
    }
  }
  return rows
}
