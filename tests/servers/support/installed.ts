import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

const workspace = join(import.meta.dirname, "..", "..", "..", "conformance")
const fromWorkspace = createRequire(join(workspace, "package.json"))

/** Where a package of `conformance/` lies, or undefined where `npm run conformance` has not installed it. */
export const folderOf = (name: string): string | undefined => {
  const folder = join(workspace, "node_modules", name)
  return existsSync(join(folder, "package.json")) ? folder : undefined
}

/**
 * A package of `conformance/`, or a module inside it: a provider's own library as a judge, or a server. Undefined where
 * `npm run conformance` has not installed it; a package that is there and does not load throws.
 */
export const installed = (name: string, inside = ""): unknown =>
  folderOf(name) === undefined ? undefined : fromWorkspace(`${name}${inside}`)
