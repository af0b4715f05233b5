import type { Bench } from "../bench.ts"
import { cpuPerCall } from "../measure.ts"
import { type Row, rowOf } from "../row.ts"
import { agreedTasks, type WebhookCase } from "./case.ts"
import { slackCase } from "./slack.ts"
import { telegramCase } from "./telegram.ts"
import { twilioCase } from "./twilio.ts"
import { whatsappCase } from "./whatsapp.ts"

const cases: readonly (() => WebhookCase)[] = [slackCase, twilioCase, whatsappCase, telegramCase]

const measured = async (each: WebhookCase, rounds: number): Promise<Row> => {
  const { ours = [], limit = [], ...peers } = await cpuPerCall(await agreedTasks(each), rounds)
  return rowOf(
    { case: each.name, unit: "ns CPU", better: "lower" },
    { ours, limit, peers },
    {
      ...(typeof each.ours === "object" && { missing: each.ours.missing }),
      ...(each.missingPeers && { missingPeers: each.missingPeers }),
    },
  )
}

/** CPU time from the raw call of a provider to a message that can be believed: verify, parse, validate, normalise. */
export const webhook: Bench = async ({ rounds = 25, progress }) => {
  const rows: Row[] = []
  for (const open of cases) {
    const each = open()
    progress(each.name)
    rows.push(await measured(each, rounds))
  }
  return rows
}
