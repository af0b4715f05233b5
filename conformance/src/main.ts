// `npm run conformance [ADAPTER …] [-- --json]`: proves the adapters, prints a table for people, and ends with one line of JSON.
import { parseArgs } from "node:util"
import { adapterNames } from "./adapter.ts"
import { type Outcome, rowsOf, silentFamilies, tallyOf } from "./outcome.ts"
import { kitSuite, suiteOutcomes, suites } from "./suite.ts"
import { legend, notesOf, tableOf } from "./table.ts"

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const progress = (line: string): void => void process.stderr.write(`conformance: ${line}\n`)

const prove = async (adapters: readonly string[]): Promise<readonly Outcome[]> => {
  progress(`the kit looks at ${adapters.join(", ")}`)
  const outcomes = [...(await kitSuite(adapters))]
  outcomes.push(...silentFamilies(outcomes))
  for (const suite of suites) {
    progress(`${suite.family}s`)
    outcomes.push(...(await suiteOutcomes(suite, adapters)))
  }
  return outcomes
}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((each) => each !== "--"),
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  })
  const known = adapterNames()
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    process.stderr.write(`There is no adapter named ${JSON.stringify(unknown)}. One of: ${known.join(", ")}.\n`)
    return 1
  }
  const adapters = positionals.length === 0 ? known : known.filter((name) => positionals.includes(name))
  const outcomes = await prove(adapters)
  const rows = rowsOf(outcomes)
  const { passed, failed, skipped, notApplicable } = tallyOf(outcomes)
  if (!values.json) say(["", tableOf(rows), legend, "", ...notesOf(outcomes), ""].join("\n"))
  say(
    JSON.stringify({
      conformance: "adapters",
      node: process.versions.node,
      passed,
      failed,
      skipped,
      notApplicable,
      rows,
    }),
  )
  return failed > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (failure) {
  const isUsage = failure instanceof TypeError && "code" in failure && String(failure.code).startsWith("ERR_PARSE_ARGS")
  if (!isUsage) throw failure
  process.stderr.write(`${failure.message}\n`)
  process.exitCode = 1
}
