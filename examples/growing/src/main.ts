// npm start, npm run postgres, npm run restate: starts the application in one of its sizes, and shows it on a page.
import { parseArgs } from "node:util"
import type { Kind } from "./app.ts"
import { startGrowing } from "./growing.ts"
import { servePage } from "./page.ts"
import { MissingServer } from "./servers/server.ts"

const usage = `usage: node --conditions=@escucha/source src/main.ts sqlite|postgres|restate [--processes N] [--customers N] [--rate N] [--port N]
`

const kinds: readonly Kind[] = ["sqlite", "postgres", "restate"]

const wholeOf = (given: string | undefined, usual: number): number => {
  const number = given === undefined ? usual : Number(given)
  if (!Number.isInteger(number) || number < 0 || number > 100_000) throw new TypeError("give a whole number")
  return number
}

const run = async (): Promise<number> => {
  const number = { type: "string" } as const
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { processes: number, customers: number, rate: number, port: number },
  })
  const kind = kinds.find((each) => each === positionals[0])
  if (kind === undefined) {
    process.stderr.write(usage)
    return 2
  }
  const growing = await startGrowing({
    kind,
    processes: wholeOf(values.processes, kind === "sqlite" ? 1 : 3),
    customers: wholeOf(values.customers, 200),
    rate: wholeOf(values.rate, 50),
  })
  const page = await servePage(growing, wholeOf(values.port, 4320))
  process.stdout.write(`${page.url}\n`)
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve)
  })
  await page.close()
  await growing.close()
  return 0
}

try {
  process.exitCode = await run()
} catch (failure) {
  if (!(failure instanceof MissingServer || failure instanceof TypeError)) throw failure
  process.stderr.write(`${failure.message}\n`)
  process.exitCode = 2
}
