#!/usr/bin/env node
import { run as runImport, usage as usageOfImport } from "./cli/import.ts"
import { run as runMove, usage as usageOfMove } from "./cli/move.ts"
import { run as runVerify, usage as usageOfVerify } from "./cli/verify.ts"
import { InputError, StoreError } from "./kernel/errors.ts"
import type { LedgerReport } from "./profile/consent-ledger.ts"
import { verifyLedgerFile } from "./runtime/sqlite/ledger-file.ts"

const usage = `usage: escucha consents verify FILE [--until CURSOR] [--json]

Holds every record of consent in the file of a store against its hash, and every chain against its end.
Nothing is written. Stop the application first, or give a copy of its file.

  --until CURSOR  only what was written up to this cursor of an earlier report: gives its digest again
  --json          the report as one line of JSON

It ends with 0 where everything is as it was written, with 1 where something is not, and with 2 where it could not look.
`

const [whole, broken, helpless] = [0, 1, 2]

const lineOf = ({ stream, position, record, because }: LedgerReport["broken"][number]): string =>
  `  ${because}: stream ${stream}, position ${position}${record === undefined || record === "" ? "" : `, record ${record}`}\n`

const textOf = (report: LedgerReport): string => {
  const { records, unproven, chains, broken: wrong, cursor, digest } = report
  const old = unproven === 0 ? "" : `, and ${unproven} from before records were chained, which nothing proves`
  const found =
    wrong.length === 0 ? "everything is as it was written\n" : `${wrong.length} broken:\n${wrong.map(lineOf).join("")}`
  return `${records} records in ${chains} chains${old}\n${found}cursor ${cursor}\ndigest ${digest}\n`
}

interface Asked {
  readonly file: string
  readonly asJson: boolean
  readonly until?: number
}

const asked = ([room, verb, ...given]: readonly string[]): Asked | undefined => {
  if (room !== "consents" || verb !== "verify") return undefined
  const asJson = given.includes("--json")
  const rest = given.filter((word) => word !== "--json")
  const place = rest.indexOf("--until")
  const [, cursor] = place < 0 ? [] : rest.splice(place, 2)
  const until = Number(cursor)
  const [file, ...others] = rest
  if (file === undefined || file.startsWith("-") || others.length > 0) return undefined
  if (place < 0) return { file, asJson }
  return Number.isSafeInteger(until) && until >= 0 ? { file, asJson, until } : undefined
}

const run = async (words: readonly string[]): Promise<number> => {
  const { stdout, stderr } = globalThis.process
  if (words.includes("--help") || words.includes("-h")) {
    stdout.write(`${usage}\n${usageOfImport}\n${usageOfVerify}\n${usageOfMove()}`)
    return whole
  }
  if (words[0] === "verify") return runVerify(words.slice(1))
  if (words[0] === "import") return runImport(words.slice(1))
  if (words[0] === "move") return runMove(words.slice(1))
  const wanted = asked(words)
  if (!wanted) {
    stderr.write(usage)
    return helpless
  }
  const { file, asJson, ...options } = wanted
  try {
    const report = verifyLedgerFile(file, options)
    stdout.write(asJson ? `${JSON.stringify(report)}\n` : textOf(report))
    return report.broken.length === 0 ? whole : broken
  } catch (failure) {
    if (!(failure instanceof InputError || failure instanceof StoreError)) throw failure
    stderr.write(`escucha: ${failure.message}\n`)
    return helpless
  }
}

globalThis.process.exitCode = await run(globalThis.process.argv.slice(2))
