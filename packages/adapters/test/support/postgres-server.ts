import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { Client } from "pg"

/** A server of PostgreSQL that belongs to one test file. */
export interface RunningPostgres {
  /** The url of a database; of the one that every server has, where none is named. */
  readonly url: (database?: string) => string
  /** Makes an empty database, and gives its url. */
  readonly fresh: () => Promise<string>
  /** `immediate` is what a crash of the server leaves. */
  readonly stop: (mode?: "fast" | "immediate") => Promise<void>
  readonly startAgain: () => Promise<void>
  readonly pid: () => number
  readonly folder: string
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** How a server is started; `settings` are lines of its configuration. */
export interface PostgresStart {
  readonly settings?: { readonly [name: string]: string | number }
  readonly encoding?: string
}

const newestFirst = (one: string, two: string): number => Number(two) - Number(one)

/** Where Debian keeps the binaries of a version; others have them in the PATH. */
const binaries = (): string | undefined => {
  const debian = "/usr/lib/postgresql"
  const versions = existsSync(debian) ? readdirSync(debian).sort(newestFirst) : []
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")))
}

/** PostgreSQL does not run as root: then it runs as somebody who may do less. */
export const somebody = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string, name: string): number =>
    Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }))
  for (const name of ["postgres", "nobody"])
    try {
      return { uid: idOf("-u", name), gid: idOf("-g", name) }
    } catch {
      // there is no such user here
    }
  return {}
}

/** A port of this machine that nobody has. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

/** Waits until the server takes connections; rejects when it has ended before. */
const ready = async (server: ChildProcess, url: string, log: () => string): Promise<void> => {
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`PostgreSQL did not start:\n${log()}`)
    const client = new Client(url)
    client.on("error", () => undefined)
    try {
      await client.connect()
      await client.query("SELECT 1")
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 30)) // it is not there yet
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

const defaults = {
  listen_addresses: "'127.0.0.1'",
  unix_socket_directories: "''",
  fsync: "off", // what is tested is what a process leaves, not what a power cut leaves
  full_page_writes: "off",
  max_connections: 200,
  shared_buffers: "'64MB'",
  jit: "off",
}

const start = async ({ settings = {}, encoding = "UTF8" }: PostgresStart = {}): Promise<RunningPostgres> => {
  const bin = binaries()
  if (bin === undefined) throw new Error(postgresServer.remedy)
  const who = somebody()
  const folder = mkdtempSync(join(tmpdir(), "escucha-postgres-"))
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid)
  const data = join(folder, "data")
  const env = { PATH: process.env["PATH"], LC_ALL: "C" }
  const how = { ...who, env, cwd: folder }
  const locale = ["--locale=C", `--encoding=${encoding}`]
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "escucha", "--auth=trust", "--no-sync", ...locale], {
    ...how,
    stdio: "pipe",
  })
  const port = await freePort()
  const lines = Object.entries({ ...defaults, ...settings, port }).map(([name, value]) => `${name} = ${value}\n`)
  writeFileSync(join(data, "postgresql.auto.conf"), lines.join(""))
  const url = (database = "postgres"): string => `postgres://escucha@127.0.0.1:${port}/${database}`
  let server: ChildProcess | undefined
  let log = ""
  const startAgain = async (): Promise<void> => {
    const started = spawn(join(bin, "postgres"), ["-D", data], { ...how, stdio: ["ignore", "pipe", "pipe"] })
    server = started
    for (const output of [started.stdout, started.stderr])
      output.on("data", (text: Buffer) => (log = `${log}${text}`.slice(-4_000)))
    await ready(started, url(), () => log)
  }
  const stop = async (mode: "fast" | "immediate" = "fast"): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, "exit")
    server.kill(mode === "fast" ? "SIGINT" : "SIGQUIT")
    await ended
  }
  const atExit = (): void => void server?.kill("SIGQUIT")
  process.once("exit", atExit)
  await startAgain()
  let made = 0
  return {
    url,
    stop,
    startAgain,
    folder,
    pid: () => server?.pid ?? 0,
    fresh: async () => {
      const name = `fresh_${++made}`
      const client = new Client(url())
      await client.connect()
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      return url(name)
    },
    [Symbol.asyncDispose]: async () => {
      process.off("exit", atExit)
      await stop("immediate")
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL as the tests use it: a server of their own, on loopback, in a folder of its own. */
export const postgresServer = {
  isThere: binaries() !== undefined,
  remedy: "skipped: there is no PostgreSQL here; Debian has it as postgresql",
  start,
}
