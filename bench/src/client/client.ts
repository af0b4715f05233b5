import { spawnSync } from "node:child_process"
import { join } from "node:path"
import type { Bench } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { imports } from "./imports.ts"
import { sizes } from "./sizes.ts"

const root = join(import.meta.dirname, "../../..")

/** What a user loads is what we publish, so it is built where it is older than its sources. */
const buildWhenStale = (): void => {
  const { status } = spawnSync(process.execPath, [".ci/dev.mjs", "build"], { cwd: root, stdio: ["ignore", 2, 2] })
  if (status !== 0) throw new BenchError("the packages could not be built; what went wrong is printed above")
}

/** What a page loads, and what an import costs. */
export const client: Bench = async (options) => {
  options.progress("building the packages, where they are stale")
  buildWhenStale()
  return [...(await sizes(options)), ...(await imports(options))]
}
