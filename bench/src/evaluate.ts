// `npm run evaluate NAME [-- --data DIR] [-- --json]`: measures quality on public data, prints a table for people, and ends with one
// line of JSON. The data are read here and nowhere else: no label reaches the pipeline.
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { BenchError, remedyOf } from "./bench-error.ts"
import { clv, fittedTable } from "./evaluate/clv.ts"
import { matchedTable, matching } from "./evaluate/matching.ts"
import { qualityTable } from "./evaluate/quality.ts"
import { sentiment } from "./evaluate/sentiment.ts"
import { surveys, surveysTable } from "./evaluate/surveys.ts"

/** Measures one thing on the data of a folder; says how far it is, and gives its rows, and the same as a table for people. */
type Evaluate = (
  data: string,
  progress: (line: string) => void,
) => Promise<{ readonly rows: readonly object[]; readonly table: string }>

const shown =
  <Row extends object>(
    run: (data: string, progress: (line: string) => void) => Promise<readonly Row[]>,
    table: (rows: readonly Row[]) => string,
  ): Evaluate =>
  async (data, progress) => {
    const rows = await run(data, progress)
    return { rows, table: table(rows) }
  }

const evaluations: { readonly [name: string]: Evaluate } = {
  clv: shown(clv, fittedTable),
  matching: shown(matching, matchedTable),
  sentiment: shown(sentiment, qualityTable),
  surveys: shown(surveys, surveysTable),
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The folder of data; a relative one is meant from where npm was called. Throws `BenchError` where there is none. */
const dataFolder = (given: string | undefined): string => {
  const named = given ?? process.env["ESCUCHA_DATA"]
  if (named === undefined || named === "")
    throw new BenchError("Say where the data is: --data DIR, or ESCUCHA_DATA in the environment.")
  const folder = resolve(process.env["INIT_CWD"] ?? process.cwd(), named)
  if (!existsSync(folder)) throw new BenchError(`There is no folder ${named}; say where the data is with --data DIR.`)
  return folder
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((each) => each !== "--"),
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, data: { type: "string" } },
  })
  const known = Object.keys(evaluations).join(", ")
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new BenchError(`Name one evaluation. There is: ${known}.`)
  const evaluation = Object.hasOwn(evaluations, name) ? evaluations[name] : undefined
  if (!evaluation) throw new BenchError(`There is no evaluation named ${JSON.stringify(name)}. There is: ${known}.`)
  const { rows, table } = await evaluation(
    dataFolder(values.data),
    (line) => void process.stderr.write(`${name}: ${line}\n`),
  )
  if (!values.json) say(`\n${table}\n`)
  say(JSON.stringify({ evaluate: name, node: process.versions.node, rows }))
}

try {
  await main()
} catch (failure) {
  const remedy = remedyOf(failure)
  if (remedy === undefined) throw failure
  process.stderr.write(`${remedy}\n`)
  process.exitCode = 1
}
