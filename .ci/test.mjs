// Runs vitest. The closing line and the names of skipped tests come from reporter.mjs.
import { node, tool } from "./workspace.mjs"

/** Runs the tests; `args` are vitest's own: a filter, `--project core`, `-u`. */
export const test = (args, env = {}) => node([tool("vitest"), "run", ...args], { env })
