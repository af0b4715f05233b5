import { globSync } from "node:fs"
import { join } from "node:path"
import type { BenchOptions } from "../bench.ts"
import { inTurn } from "../measure.ts"
import { mediansOf, type Row, rowOf } from "../row.ts"
import { dependenciesOf } from "./dependencies.ts"
import { importCost, type Imports } from "./import-cost.ts"

const bench = join(import.meta.dirname, "../..")
const packages = join(bench, "../packages")

interface ImportCase {
  readonly name: string
  readonly ours: Imports
  readonly limit: Imports
  readonly peers: { readonly [peer: string]: Imports }
}

const peer = (...counted: readonly string[]): Imports => ({ before: [], counted, from: bench })

const coreCase = async (): Promise<ImportCase> => {
  const from = join(packages, "core")
  return {
    name: "core import",
    ours: { before: [], counted: [join(from, "dist/index.js")], from },
    limit: { before: [], counted: await dependenciesOf(join(from, "dist/index.js")), from },
    peers: { "@slack/bolt": peer("@slack/bolt"), "chat + @chat-adapter/slack": peer("chat", "@chat-adapter/slack") },
  }
}

/** On top of the core, which every application has. */
const adapterCase = async (path: string): Promise<ImportCase> => {
  const from = join(packages, "adapters"),
    before = [join(packages, "core/dist/index.js")]
  return {
    name: `each adapter import: ${path.replace(/\.js$/, "")}`,
    ours: { before, counted: [join(from, "dist", path)], from },
    limit: { before, counted: await dependenciesOf(join(from, "dist", path)), from },
    peers: {},
  }
}

/** Below this a ratio compares the clock with itself. */
const leastMs = 1

const measured = async ({ name, ours, limit, peers }: ImportCase, rounds: number): Promise<Row> => {
  const all = Object.entries({ ours, limit, ...peers })
  const cpu: Record<string, number[]> = {},
    memory: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++) {
    for (const [variant, imports] of inTurn(all, round)) {
      const { cpuMs, rssMb } = await importCost(imports)
      ;(cpu[variant] ??= []).push(cpuMs)
      ;(memory[variant] ??= []).push(rssMb)
    }
  }
  const { ours: own = [], limit: least = [], ...others } = cpu
  const row = rowOf(
    { case: name, unit: "ms CPU", better: "lower" },
    { ours: own, limit: least, peers: others },
    { addedRssMb: mediansOf(memory) },
  )
  return row.limit < leastMs ? { ...row, vsLimit: null } : row
}

/** What importing costs a fresh process, beside the import of the same dependencies without us. */
export const imports = async ({ progress, rounds = 9 }: BenchOptions): Promise<readonly Row[]> => {
  const adapters = globSync("{channels,servers}/*.js", { cwd: join(packages, "adapters/dist") }).sort()
  const cases = [await coreCase(), ...(await Promise.all(adapters.map(adapterCase)))]
  const rows: Row[] = []
  for (const each of cases) {
    progress(each.name)
    rows.push(await measured(each, rounds))
  }
  return rows
}
