// `node conformance/nightly.mjs [ADAPTER …] [--data DIR]`: asks the providers' whole descriptions whether they allow what our adapters send.
// Run by hand or at night: Prism reads some of them for a minute.
import { setUp, setUpApart } from "../.ci/setup.mjs"
import { Problem, program } from "../.ci/workspace.mjs"

try {
  await setUp()
  await setUpApart("conformance")
  process.exitCode = await program(["conformance/src/nightly.ts", ...process.argv.slice(2)])
} catch (error) {
  if (!(error instanceof Problem)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
