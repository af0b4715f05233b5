// `node .ci/dev.mjs TASK [args]`: sets the workspace up when needed, then runs the task with the workspace's own Node.
// It runs on any Node from 20 on and needs nothing installed. A path among the arguments is relative to INIT_CWD, where npm was called.
// `--set-up` with bench or conformance installs what they need and ends there.
import { buildDesk, buildPackages } from "./build.mjs"
import { check, reference } from "./check.mjs"
import { setUp, setUpApart } from "./setup.mjs"
import { test } from "./test.mjs"
import { inOrder, node, Problem, program, tool } from "./workspace.mjs"

const apart = (folder, script) => (args) =>
  inOrder([
    () => setUpApart(folder).then(() => 0),
    () => (args.includes("--set-up") ? 0 : program([`${folder}/src/${script}`, ...args])),
  ])

const tasks = {
  start: (args) => inOrder([buildDesk, () => program(["examples/listening-desk/src/main.ts", ...args])]),
  test,
  check,
  bench: apart("bench", "main.ts"),
  evaluate: apart("bench", "evaluate.ts"),
  conformance: apart("conformance", "main.ts"),
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
