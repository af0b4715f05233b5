import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BenchError } from "../../bench-error.ts"

/** A server that runs for the bench alone. */
export interface Daemon {
  readonly pid: number
  /** The end of what it has printed. */
  readonly said: () => string
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** Whose rights a server has. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** The account of this name on this machine, if we may act for others and there is one. */
export const ownerNamed = (...names: readonly string[]): Owner | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
  for (const name of names) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

/** A folder of its own, which the owner may write. */
export const folderFor = (
  name: string,
  owner: Owner | undefined,
): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), `escucha-bench-${name}-`))
  if (owner) chownSync(path, owner.uid, owner.gid)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A folder inside another, of the same owner. */
export const folderIn = (parent: string, name: string, owner: Owner | undefined): string => {
  const path = join(parent, name)
  mkdirSync(path)
  if (owner) chownSync(path, owner.uid, owner.gid)
  return path
}

/** A port that nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo // it listens on a port, not on a file
  server.close()
  await once(server, "close")
  return port
}

const gone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const stopping =
  (child: ChildProcess) =>
  async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    if (gone(child)) return
    const exited = once(child, "exit")
    child.kill(signal)
    const insist = setTimeout(() => child.kill("SIGKILL"), 10_000)
    await exited
    clearTimeout(insist)
  }

/** Starts a program and waits until `isReady`, asked again and again, says so; half a minute at most. */
export const startDaemon = async (
  program: string,
  args: readonly string[],
  options: { readonly owner?: Owner | undefined; readonly cwd: string; readonly environment?: NodeJS.ProcessEnv },
  isReady: () => Promise<boolean>,
): Promise<Daemon> => {
  const child = spawn(program, [...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...options.owner,
  })
  let said = ""
  const hear = (part: Buffer): void => void (said = (said + part.toString("utf8")).slice(-4_000))
  child.stdout.on("data", hear)
  child.stderr.on("data", hear)
  child.on("error", (error) => (said += String(error)))
  const stop = stopping(child)
  process.once("exit", () => child.kill("SIGKILL")) // the bench broke: nothing of it stays behind
  for (let tries = 0; !(await isReady()); tries++) {
    if (gone(child) || child.pid === undefined || tries > 600) {
      await stop("SIGKILL")
      throw new BenchError(`${program} did not start: ${said}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { pid: child.pid ?? 0, said: () => said, stop }
}

/** Runs a program to its end; what it printed is told where it fails. */
export const runProgram = async (
  program: string,
  args: readonly string[],
  owner: Owner | undefined,
  cwd: string,
): Promise<void> => {
  const child = spawn(program, [...args], { cwd, stdio: ["ignore", "pipe", "pipe"], ...owner })
  let said = ""
  child.stdout.on("data", (part: Buffer) => (said += part.toString("utf8")))
  child.stderr.on("data", (part: Buffer) => (said += part.toString("utf8")))
  const [code]: readonly unknown[] = await once(child, "exit")
  if (code !== 0) throw new BenchError(`${program} ended with ${String(code)}: ${said.slice(-2_000)}`)
}
