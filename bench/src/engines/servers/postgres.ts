import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { Client, Pool } from "pg"
import { folderFor, freePort, ownerNamed, runProgram, startDaemon } from "./daemon.ts"

/** A PostgreSQL of the bench's own, as safe as one in production: it waits for the disk at each commit. */
export interface BenchPostgres {
  readonly pid: number
  readonly version: string
  /** The url of a new, empty database. */
  readonly fresh: () => Promise<string>
  readonly stop: () => Promise<void>
}

const home = "/usr/lib/postgresql"

/** Where the newest installed one has its programs; `undefined` where there is none. */
export const postgresPrograms = (): string | undefined => {
  const versions = existsSync(home) ? readdirSync(home).filter((name) => /^\d+$/.test(name)) : []
  const [newest] = versions.sort((one, two) => Number(two) - Number(one))
  return newest === undefined ? undefined : join(home, newest, "bin")
}

const answers = async (url: string): Promise<boolean> => {
  const client = new Client({ connectionString: url })
  client.on("error", () => {}) // it is not there yet
  try {
    await client.connect()
    await client.query("select 1")
    return true
  } catch {
    return false // not yet
  } finally {
    await client.end().catch(() => {}) // it was never open
  }
}

const settings = (port: number, folder: string): readonly string[] =>
  [
    ["listen_addresses", "127.0.0.1"],
    ["port", String(port)],
    ["unix_socket_directories", folder],
    ["max_connections", "200"],
    ["shared_buffers", "256MB"],
    ["fsync", "on"],
    ["synchronous_commit", "on"],
    ["max_wal_size", "2GB"],
  ].flatMap(([name, value]) => ["-c", `${name}=${value}`])

/** Starts it on loopback, in a folder of its own, on a free port. */
export const startPostgres = async (programs: string): Promise<BenchPostgres> => {
  const owner = ownerNamed("postgres", "nobody")
  const folder = folderFor("postgres", owner)
  const data = join(folder.path, "data")
  const arranged = ["--auth=trust", "--username=bench", "--encoding=UTF8", "--locale=C", "--no-sync"]
  await runProgram(join(programs, "initdb"), ["--pgdata", data, ...arranged], owner, folder.path)
  const port = await freePort()
  const urlOf = (database: string): string => `postgres://bench@127.0.0.1:${port}/${database}`
  const daemon = await startDaemon(
    join(programs, "postgres"),
    ["-D", data, ...settings(port, folder.path)],
    { owner, cwd: folder.path },
    () => answers(urlOf("postgres")),
  )
  const admin = new Pool({ connectionString: urlOf("postgres"), max: 1 })
  admin.on("error", () => {}) // the server stops before its last client knows
  const { rows } = await admin.query<{ readonly server_version: string }>("show server_version")
  let databases = 0
  return {
    pid: daemon.pid,
    version: rows[0]?.server_version ?? "?",
    fresh: async () => {
      const name = `bench_${++databases}`
      await admin.query(`create database ${name}`)
      return urlOf(name)
    },
    stop: async () => {
      await admin.end()
      await daemon.stop("SIGINT") // open connections are closed, and all is written
      folder.remove()
    },
  }
}
