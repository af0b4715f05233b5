// What vitest prints at the end: every skipped test by name with its reason, then the closing line.
import { writeFileSync } from "node:fs"
import { DefaultReporter } from "vitest/node"
import { closingLine } from "./closing-line.mjs"

/** Why a test was skipped, where its name does not say so itself. */
const reasonOf = (test) => {
  const { note } = test.result()
  return note === undefined ? "" : `: ${note}`
}

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
    const failed = inState("failed").length + broken.length + unhandled.length
    const counts = { passed: inState("passed").length, failed, skipped: skipped.length }
    for (const test of skipped)
      console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}${reasonOf(test)}`)
    console.log(`\n${closingLine(counts)}`)
    if (process.env.ESCUCHA_COUNTS) writeFileSync(process.env.ESCUCHA_COUNTS, JSON.stringify(counts))
  }
}
