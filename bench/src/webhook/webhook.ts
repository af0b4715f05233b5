import type { Bench } from "../bench.ts"
import { cpuPerCall } from "../measure.ts"
import { costOf } from "../peak.ts"
import { oursOf, type Row, rowOf } from "../row.ts"
import { agreedTasks, type WebhookCase } from "./case.ts"
import { cases } from "./cases.ts"

/** What the way from bytes is called in the table. */
const fromBytes = "from bytes, with the guards of the route"

const measured = async (each: WebhookCase, rounds: number): Promise<Row> => {
  const others = await each.peers()
  const samples = await agreedTasks(each, others)
    .then((tasks) => cpuPerCall(tasks, rounds))
    .finally(() => others.close?.())
  const { ours = [], guarded = [], limit = [], ...peers } = samples
  const { peakRssMb, allocated } = await costOf(new URL("memory.ts", import.meta.url), [each.name])
  return rowOf(
    { case: each.name, unit: "ns CPU", better: "lower" },
    { ours, limit, peers },
    {
      also: { [fromBytes]: oursOf("lower", { ours: guarded, limit, peers }) },
      peakRssMb,
      figures: { "bytes allocated": allocated },
    },
  )
}

/** CPU time from the raw call of a provider to a message that can be believed: verify, parse, validate, normalise. */
export const webhook: Bench = async ({ rounds = 25, progress }) => {
  const rows: Row[] = []
  for (const open of Object.values(cases)) {
    const each = open()
    progress(each.name)
    rows.push(await measured(each, rounds))
  }
  return rows
}
