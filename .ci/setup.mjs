// Installs what a task needs, and only when something changed since the last time.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bringsNode, fingerprint, Problem, root, run } from "./workspace.mjs"

const pnpm = "pnpm@12.21.0"
const oldest = [22, 18]

const isRecent = (version) => {
  const [major, minor] = version.split(".").map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

const manifests = (folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .sort()
        .map((name) => `${folder}/${name}/package.json`)
    : []

const install = async (folder, stamp, wanted) => {
  console.error(`Installing ${folder === "." ? "the workspace" : folder} (only when something changed)…`)
  const code = await run("npx", ["-y", pnpm, "install", "--frozen-lockfile", "--config.confirmModulesPurge=false"], {
    cwd: join(root, folder),
    quiet: true,
    shell: process.platform === "win32",
  })
  if (code > 128) throw new Problem("Installing was stopped. The same command goes on where it ended.")
  if (code !== 0) throw new Problem(`Installing failed (exit code ${code}); what went wrong is printed above.`)
  mkdirSync(join(root, folder, "node_modules"), { recursive: true })
  writeFileSync(stamp, wanted)
}

const installWhenStale = async (folder, inputs) => {
  const stamp = join(root, folder, "node_modules", ".setup-stamp")
  const wanted = fingerprint(inputs)
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) await install(folder, stamp, wanted)
}

/** Makes the workspace ready. On a platform for which it brings no Node, yours has to be recent enough. */
export const setUp = async () => {
  if (!bringsNode() && !isRecent(process.versions.node))
    throw new Problem(
      `Escucha needs Node ${oldest.join(".")} or newer on ${process.platform} ${process.arch}; ` +
        `this is ${process.versions.node}. Install a newer one from https://nodejs.org and try again.`,
    )
  await installWhenStale(".", [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "package.json",
    ...manifests("packages"),
    ...manifests("examples"),
  ])
}

/**
 * Makes a workspace of its own ready: `bench` with its peers, `conformance` with the providers' libraries and servers. Nothing else needs
 * them, so nothing else installs them.
 */
export const setUpApart = async (folder) => {
  if (!existsSync(join(root, folder, "package.json")))
    throw new Problem(`There is no ${folder}/ in this copy of the repository.`)
  await installWhenStale(
    folder,
    ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"].map((file) => `${folder}/${file}`),
  )
}
