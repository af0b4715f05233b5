// `npm run bench [NAME …] [-- --json] [-- --rounds N] [-- --entries N] [-- --quick]`: measures, prints a table for people, and ends with one line of
// JSON.
import { parseArgs } from "node:util"
import type { Bench, BenchOptions } from "./bench.ts"
import { remedyOf } from "./bench-error.ts"
import { tableOf } from "./table.ts"

const benches: { readonly [name: string]: () => Promise<Bench> } = {
  ingest: async () => (await import("./ingest/ingest.ts")).ingest,
  identity: async () => (await import("./identity/identity.ts")).identity,
  webhook: async () => (await import("./webhook/webhook.ts")).webhook,
  segments: async () => (await import("./segments/segments.ts")).segments,
  timeline: async () => (await import("./timeline/timeline.ts")).timeline,
  send: async () => (await import("./send/send.ts")).send,
  templates: async () => (await import("./templates/templates.ts")).templates,
  client: async () => (await import("./client/client.ts")).client,
  survey: async () => (await import("./survey/survey.ts")).survey,
  scale: async () => (await import("./scale/scale.ts")).scale,
  engines: async () => (await import("./engines/engines.ts")).engines,
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const complain = (line: string): void => {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

const measure = async (
  name: string,
  open: () => Promise<Bench>,
  { json, ...options }: { readonly json: boolean } & Pick<BenchOptions, "rounds" | "entries" | "quick">,
): Promise<void> => {
  const bench = await open()
  const progress = (line: string): void => void process.stderr.write(`${name}: ${line}\n`)
  const rows = await bench({ progress, ...options })
  if (!json) say(`\n${tableOf(rows)}\n`)
  say(JSON.stringify({ bench: name, node: process.versions.node, rows }))
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((each) => each !== "--"),
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      entries: { type: "string" },
    },
  })
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    return complain("--rounds takes a whole number from 1 on.")
  const entries = values.entries === undefined ? undefined : Number(values.entries)
  if (entries !== undefined && !(Number.isInteger(entries) && entries >= 1000))
    return complain("--entries takes a whole number from 1000 on.")
  const unknown = positionals.find((name) => !Object.hasOwn(benches, name))
  if (unknown !== undefined)
    return complain(
      `There is no bench named ${JSON.stringify(unknown)}. One of: ${Object.keys(benches).join(", ")}; all of them without a name.`,
    )
  const wanted = positionals.length === 0 ? Object.keys(benches) : positionals
  for (const name of wanted) {
    const open = benches[name]
    if (open)
      await measure(name, open, {
        json: values.json,
        ...(values.quick && { quick: true }),
        ...(rounds !== undefined && { rounds }),
        ...(entries !== undefined && { entries }),
      })
  }
}

try {
  await main()
} catch (failure) {
  const remedy = remedyOf(failure)
  if (remedy === undefined) throw failure
  process.stderr.write(`${remedy}\n`)
  process.exitCode = 1
}
