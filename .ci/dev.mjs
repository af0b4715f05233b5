// `node .ci/dev.mjs TASK [args]`: sets the workspace up when needed, then runs the task with the workspace's own Node.
// It runs on any Node from 20 on and needs nothing installed. A path among the arguments is relative to INIT_CWD, where npm was called.
import { buildDesk, buildPackages } from "./build.mjs"
import { check, reference } from "./check.mjs"
import { setUp, setUpBench } from "./setup.mjs"
import { test } from "./test.mjs"
import { inOrder, node, Problem, program, tool } from "./workspace.mjs"

const bench = (script) => (args) => inOrder([() => setUpBench().then(() => 0), () => program([script, ...args])])

const tasks = {
  start: (args) => inOrder([buildDesk, () => program(["examples/listening-desk/src/main.ts", ...args])]),
  test,
  check,
  bench: bench("bench/src/main.ts"),
  evaluate: bench("bench/src/evaluate.ts"),
  build: buildPackages,
  docs: reference,
  changeset: (args) => node([tool("@changesets/cli", undefined, "changeset"), ...args]),
}

const [name, ...rest] = process.argv.slice(2)
const args = rest[0] === "--" ? rest.slice(1) : rest

try {
  if (!Object.hasOwn(tasks, name ?? "")) throw new Problem(`Which task? One of: ${Object.keys(tasks).join(", ")}.`)
  await setUp()
  process.exitCode = await tasks[name](args)
} catch (error) {
  if (!(error instanceof Problem)) throw error
  console.error(error.message)
  process.exitCode = 1
}
