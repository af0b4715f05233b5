// https://www.postgresql.org/docs/current/app-initdb.html
import { execFileSync } from "node:child_process"
import { chownSync, existsSync, readdirSync } from "node:fs"
import { delimiter, join } from "node:path"
import { Client } from "pg"
import { freePort, MissingServer, startServer, temporaryFolder } from "./server.ts"

const remedy =
  "Debian and Ubuntu have it as postgresql (apt-get install postgresql), macOS as brew install postgresql. " +
  "Or name an empty database of yours: DATABASE_URL=postgres://…"

/** Where Debian keeps the programs of a version; others have them on the PATH. */
const programs = (): string | undefined => {
  const debian = "/usr/lib/postgresql"
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, two) => Number(two) - Number(one)) : []
  return [...versions.map((each) => join(debian, each, "bin")), ...(process.env["PATH"] ?? "").split(delimiter)].find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  )
}

/** PostgreSQL does not run as root: then it runs as somebody who may do less. */
const somebody = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string, name: string) => Number(execFileSync("id", [flag, name], { stdio: "pipe" }))
  const name = /^postgres:/m.test(execFileSync("getent", ["passwd"], { encoding: "utf8" })) ? "postgres" : "nobody"
  return { uid: idOf("-u", name), gid: idOf("-g", name) }
}

const answers = async (url: string): Promise<boolean> => {
  const client = new Client(url)
  client.on("error", () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false // it is not there yet
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Made-up customers are not written among real ones. */
const refuseReal = async (url: string): Promise<void> => {
  const client = new Client(url)
  await client.connect()
  try {
    const there = await client.query("SELECT to_regclass('escucha.streams') AS streams")
    if (there.rows[0]?.streams === null) return
    const others = await client.query("SELECT 1 FROM escucha.streams WHERE identifier NOT LIKE 'counter:%' LIMIT 1")
    if (others.rows.length > 0)
      throw new TypeError("DATABASE_URL: customers of another application are in this database; name an empty one")
  } finally {
    await client.end()
  }
}

/** Whether a server of this run could be started, or one was named. */
export const hasPostgres = (): boolean => process.env["DATABASE_URL"] !== undefined || programs() !== undefined

/** A database for this run: that of DATABASE_URL, or a server that is started and thrown away. */
export const startPostgres = async (): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const named = process.env["DATABASE_URL"]
  if (named !== undefined) {
    await refuseReal(named)
    return { url: named, stop: async () => undefined }
  }
  const bin = programs()
  if (bin === undefined) throw new MissingServer("PostgreSQL", remedy)
  const [folder, port, who] = [await temporaryFolder("postgres"), await freePort(), somebody()]
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder.path, who.uid, who.gid)
  const data = join(folder.path, "data")
  const how = { ...who, cwd: folder.path, env: { PATH: process.env["PATH"], LC_ALL: "C" } }
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "growing", "--auth=trust", "--encoding=UTF8", "--locale=C"], {
    ...how,
    stdio: "pipe",
  })
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: 200 }
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
  const url = `postgres://growing@127.0.0.1:${port}/postgres`
  const server = await startServer(join(bin, "postgres"), ["-D", data, ...words], how, () => answers(url))
  return {
    url,
    stop: async () => {
      await server.stop("SIGINT")
      await folder.remove()
    },
  }
}
