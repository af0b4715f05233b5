// Where things are and how a task's programs are started: the same on every platform, on any Node from 20 on.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { constants } from "node:os"
import { delimiter, dirname, join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"

/** The repository's root. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..")

/** A problem that the person at the keyboard can mend: printed without a stack. */
export class Problem extends Error {}

/** The JSON of a file. */
export const json = (path) => JSON.parse(readFileSync(path, "utf8"))

const platform = process.platform === "win32" ? "win" : process.platform
const ownNode = `node-${platform}-${process.arch}`

/** Whether the workspace brings its own Node for this machine. */
export const bringsNode = () => ownNode in json(join(root, "package.json")).optionalDependencies

/** The Node that runs tasks: the workspace's own, or else the one that runs this. */
export const nodePath = () => {
  const path = join(root, "node_modules", ownNode, "bin", process.platform === "win32" ? "node.exe" : "node")
  return existsSync(path) ? path : process.execPath
}

/** The script behind a command of an installed package, so that no shell stands between. */
export const tool = (name, from = root, command = name) => {
  const folder = join(from, "node_modules", name)
  if (!existsSync(folder))
    throw new Problem(
      `${name} is not installed in ${relative(root, from) || "the workspace"}. Delete node_modules and try again.`,
    )
  const { bin } = json(join(folder, "package.json"))
  return join(folder, typeof bin === "string" ? bin : bin[command])
}

const environment = (extra) => ({
  ...process.env,
  INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
  npm_config_loglevel: "error",
  ...extra,
  PATH: [dirname(nodePath()), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
})

// The process that started this one and, where /proc tells, the one before it, because npm stands behind a shell. It changes when
// one of them is gone.
const lineage = () => {
  try {
    return `${process.ppid} ${readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]}`
  } catch {
    return `${process.ppid}` // no /proc on this platform, or the parent is just leaving
  }
}

const origin = lineage() // once, at the start: npm may be gone between two children

// Ends the child when npm is gone without having said so (kill -9), so that the next start finds the files free.
const watchOver = (child) => {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  return setInterval(() => {
    if (lineage() !== origin) child.kill("SIGTERM")
  }, 250)
}

// Ctrl-C in a terminal reaches the whole process group by itself: passing it on would make it two. Gives what ends the relay and tells
// the exit code of the last signal, or 0, so that a child which was just done does not let the next step begin.
const relay = (child) => {
  let code = 0
  const heard = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [
    signal,
    () => {
      code = 128 + constants.signals[signal]
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal)
    },
  ])
  for (const [signal, hear] of heard) process.on(signal, hear)
  const watch = watchOver(child)
  return () => {
    clearInterval(watch)
    for (const [signal, hear] of heard) process.off(signal, hear)
    return code
  }
}

/**
 * Runs a program to its end and gives its exit code; a program that a signal ended gives 128 + the signal, as shells do.
 * `quiet` sends what it prints to standard error, so that standard output stays the task's own.
 */
export const run = (program, args, { cwd = root, env = {}, quiet = false, linked = false, shell = false } = {}) =>
  new Promise((resolve, reject) => {
    const stdio = ["inherit", quiet ? 2 : "inherit", "inherit", ...(linked ? ["ipc"] : [])]
    const child = spawn(program, args, { cwd, stdio, shell, env: environment(env) })
    const release = relay(child)
    child.on("error", (error) => {
      release()
      reject(error)
    })
    child.on("exit", (code, signal) => {
      const interrupted = release()
      resolve(code === null ? 128 + (constants.signals[signal] ?? 0) : code || interrupted)
    })
  })

/** Runs a script with the workspace's Node. */
export const node = (args, options) => run(nodePath(), args, options)

const leaveWithParent = new URL("leave-with-parent.mjs", import.meta.url)

/** Runs a program of our own from its sources; it leaves when this process is gone, however it went. */
export const program = (args) =>
  node(["--conditions=@escucha/source", `--import=${leaveWithParent}`, ...args], { linked: true })

/** Runs steps until one fails; gives its exit code, or 0. */
export const inOrder = async (steps) => {
  for (const step of steps) {
    const code = await step()
    if (code !== 0) return code
  }
  return 0
}

const left = new Set(["node_modules", "dist", ".escucha", ".tmp", "coverage"])

const filesUnder = (path) => {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !left.has(entry.name))
      .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
  } catch (error) {
    if (error.code === "ENOTDIR") return [path]
    throw error
  }
}

/** A fingerprint of files and folders (paths relative to the root): their names and contents. */
export const fingerprint = (paths) => {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`)
  for (const file of paths.flatMap((path) => filesUnder(join(root, path))).sort())
    hash.update(`\0${relative(root, file).split(sep).join("/")}\0`).update(readFileSync(file))
  return hash.digest("hex")
}
