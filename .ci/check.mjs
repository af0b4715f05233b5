// Everything that has to be true before a change is handed in, one step after the other, each timed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { closingLine } from "./closing-line.mjs"
import { test } from "./test.mjs"
import { node, root, tool } from "./workspace.mjs"

/** Lints sources, examples, tests and these scripts. */
export const lint = () => node([tool("oxlint")])

const typed = (project) => node([tool("typescript-7", root, "tsc"), "-p", project])

/** Checks all types, tests and examples included; those of the benches too, where what they measure is installed. */
export const types = async () => {
  const code = await typed("tsconfig.json")
  return existsSync(join(root, "bench/node_modules")) ? (await typed("bench/tsconfig.json")) || code : code
}

/** Writes the reference pages from the doc comments, and a page for each channel from its file. */
export const reference = async () => {
  const code = await node([tool("typedoc"), "--logLevel", "Warn"])
  return code || node(["--conditions=@escucha/source", "packages/adapters/scripts/channel-pages.mjs"])
}

const ofTheHouse = ["architecture", "packages", "docs"]
const projects = (names, not = "") => names.flatMap((name) => ["--project", not + name])

const counted = (counts, args) => async () => {
  const scratch = mkdtempSync(join(tmpdir(), "escucha-check-"))
  try {
    const file = join(scratch, "counts.json")
    const code = await test(args, { ESCUCHA_COUNTS: file })
    // Tests whose process was ended have counted nothing: their exit code says that they failed.
    if (!existsSync(file)) return code || 1
    const { passed, failed, skipped } = JSON.parse(readFileSync(file, "utf8"))
    counts.passed += passed
    counts.failed += failed
    counts.skipped += skipped
    return code
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

const timed = async (name, step) => {
  console.log(`\n== ${name}`)
  const start = performance.now()
  const code = await step()
  return { name, code, seconds: (performance.now() - start) / 1000 }
}

/** Runs every step, also after one that failed, and sums up. `--after-tests` leaves out what `npm test` has run. */
export const check = async (args) => {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const house = Object.fromEntries(ofTheHouse.map((name) => [name, counted(counts, projects([name]))]))
  const tests = { tests: counted(counts, projects(ofTheHouse, "!")), ...house }
  const withTests = !args.includes("--after-tests")
  const results = []
  for (const [name, step] of Object.entries({ lint, types, ...(withTests ? tests : {}), reference }))
    results.push(await timed(name, step))
  console.log("\n== check")
  for (const { name, code, seconds } of results)
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s`)
  if (withTests) console.log(`\n${closingLine(counts)}`)
  else console.log("Left out, because npm test has run them: tests, architecture, packages, docs")
  return results.some(({ code }) => code !== 0) ? 1 : 0
}
