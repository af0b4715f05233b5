import { execFile } from "node:child_process"
import { promisify } from "node:util"

/** What a program imports: `before` is not counted. */
export interface Imports {
  readonly before: readonly string[]
  readonly counted: readonly string[]
  /** Where bare names are looked for. */
  readonly from: string
}

/** What importing costs a fresh process. */
export interface ImportCost {
  readonly cpuMs: number
  readonly rssMb: number
}

const lines = (names: readonly string[]): string =>
  names.map((name) => `await import(${JSON.stringify(name)})`).join("\n")

const program = ({ before, counted }: Imports): string => `
${lines(before)}
const memory = process.memoryUsage.rss(), start = process.cpuUsage()
${lines(counted)}
const { user, system } = process.cpuUsage(start)
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, rssMb: (process.memoryUsage.rss() - memory) / 1048576 }))
process.exit()`

const run = promisify(execFile)

/** Imports these modules in a fresh process, as published: without the condition by which this bench sees our sources. */
export const importCost = async (imports: Imports): Promise<ImportCost> => {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program(imports)], {
    cwd: imports.from,
  })
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as ImportCost // the program above wrote it
}
