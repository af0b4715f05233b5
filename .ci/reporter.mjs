// What vitest prints at the end: every skipped and every failed test by name with its reason, then the closing line.
import { writeFileSync } from "node:fs"
import { DefaultReporter } from "vitest/node"
import { closingLine } from "./closing-line.mjs"

/** Why a test was skipped, where its name does not say so itself. */
const reasonOf = (test) => {
  const { note } = test.result()
  return note === undefined ? "" : `: ${note}`
}

/** The first line of what an error says: the whole of it stands further up. */
const firstLine = (error) => String(error?.message ?? error).split("\n")[0]

/** What failed, and why, a line each. */
const failures = (failed, broken, unhandled) => [
  ...failed.map((test) => `${test.module.relativeModuleId} > ${test.fullName}: ${firstLine(test.result().errors[0])}`),
  ...broken.map((module) => `${module.relativeModuleId}: ${firstLine(module.errors()[0] ?? "it could not be run")}`),
  ...unhandled.map((error) => `outside of any test: ${firstLine(error)}`),
]

/**
 * vitest's own report, closed by `N passed, N failed, N skipped`. A file that cannot be loaded, and an error outside of tests, count
 * as failed.
 */
export default class Reporter extends DefaultReporter {
  onTestRunEnd(modules, unhandled, reason) {
    super.onTestRunEnd(modules, unhandled, reason)
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const inState = (state) => tests.filter((test) => test.result().state === state)
    const broken = modules.filter(
      (module) => module.state() === "failed" && [...module.children.allTests("failed")].length === 0,
    )
    const skipped = inState("skipped")
    const failed = failures(inState("failed"), broken, unhandled)
    const counts = { passed: inState("passed").length, failed: failed.length, skipped: skipped.length }
    for (const test of skipped)
      console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}${reasonOf(test)}`)
    for (const failure of failed) console.log(`failed: ${failure.slice(0, 300)}`)
    console.log(`\n${closingLine(counts)}`)
    if (process.env.ESCUCHA_COUNTS) writeFileSync(process.env.ESCUCHA_COUNTS, JSON.stringify(counts))
  }
}
