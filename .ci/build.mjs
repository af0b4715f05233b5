// Builds what is made from the sources, each only when its sources changed since the last time.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fingerprint, inOrder, node, root, tool } from "./workspace.mjs"

const whenStale = async (output, inputs, build) => {
  const stamp = join(root, output, ".stamp")
  const wanted = fingerprint(inputs)
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return 0
  rmSync(stamp, { force: true })
  const code = await build()
  if (code !== 0) return code
  mkdirSync(join(root, output), { recursive: true })
  writeFileSync(stamp, wanted)
  return 0
}

const shared = ["pnpm-lock.yaml", "tsconfig.json", "packages/core/src", "packages/core/package.json"] // every package sees core's types

const buildPackage = (name) => () => {
  const folder = `packages/${name}`
  return whenStale(
    `${folder}/dist`,
    [...shared, `${folder}/src`, `${folder}/package.json`, `${folder}/tsup.config.ts`],
    () => node([tool("tsup"), "--silent"], { cwd: join(root, folder) }),
  )
}

/** Builds the three packages for publishing. */
export const buildPackages = () => inOrder(["core", "adapters", "react"].map(buildPackage))

/** Builds the pages of the listening desk, so that `npm start` has something to show. */
export const buildDesk = () => {
  const folder = "examples/listening-desk"
  return whenStale(`${folder}/dist`, ["pnpm-lock.yaml", "packages/core/src", "packages/react/src", folder], () =>
    node([tool("vite", join(root, folder)), "build", "--logLevel", "warn"], { cwd: join(root, folder), quiet: true }),
  )
}
