// https://docs.restate.dev/server
import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { delimiter, dirname, join } from "node:path"
import { freePort, MissingServer, startServer, temporaryFolder } from "./server.ts"

const name = `@restatedev/restate-server-${process.platform}-${process.arch}`
const remedy =
  `npm has it: npm install --no-save ${name}@1.7.12 (its licence is the BUSL; see docs/how-to/restate.md). ` +
  "RESTATE_SERVER names the program itself, RESTATE_INGRESS and RESTATE_ADMIN a Restate of yours."

/** Where the program may be: named, installed beside this example, beside the providers' libraries of this repository, on the PATH. */
const program = (): string | undefined => {
  const named = process.env["RESTATE_SERVER"]
  const root = join(import.meta.dirname, "../../../..")
  const installed = [import.meta.dirname, join(root, "conformance"), join(root, "bench")].flatMap((from) => {
    try {
      return [join(dirname(createRequire(join(from, "package.json")).resolve(`${name}/package.json`)), "bin")]
    } catch {
      return [] // it is not installed there
    }
  })
  const folders = [...installed, ...(process.env["PATH"] ?? "").split(delimiter)]
  return [...(named === undefined ? [] : [named]), ...folders.map((folder) => join(folder, "restate-server"))].find(
    (file) => existsSync(file),
  )
}

/** Whether a server of this run could be started, or one was named. */
export const hasRestate = (): boolean => process.env["RESTATE_INGRESS"] !== undefined || program() !== undefined

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

// It counts nobody: what it would tell its makers is off, here and in its environment.
const configuration = (folder: string, [fabric, ingress, admin]: readonly number[]): string => `
base-dir = "${join(folder, "data")}"
cluster-name = "growing"
node-name = "only"
listen-mode = "tcp"
bind-ip = "127.0.0.1"
bind-port = ${fabric}
advertised-host = "127.0.0.1"
disable-telemetry = true
default-num-partitions = 4
rocksdb-total-memory-size = "128 MiB"
log-filter = "warn"
[ingress]
bind-address = "127.0.0.1:${ingress}"
[admin]
bind-address = "127.0.0.1:${admin}"
disable-web-ui = true
`

/** A Restate for this run: that of RESTATE_INGRESS and RESTATE_ADMIN, or a server that is started and thrown away. */
export const startRestate = async () => {
  const { RESTATE_INGRESS, RESTATE_ADMIN } = process.env
  if (RESTATE_INGRESS !== undefined && RESTATE_ADMIN !== undefined)
    return { ingress: RESTATE_INGRESS, admin: RESTATE_ADMIN, stop: async () => undefined }
  const command = program()
  if (command === undefined) throw new MissingServer("Restate", remedy)
  const folder = await temporaryFolder("restate")
  const ports = [await freePort(), await freePort(), await freePort()]
  const [ingress, admin] = [`http://127.0.0.1:${ports[1]}`, `http://127.0.0.1:${ports[2]}`]
  const file = join(folder.path, "restate.toml")
  await writeFile(file, configuration(folder.path, ports))
  const env = { ...process.env, DO_NOT_TRACK: "1" }
  const isThere = async () => (await answers(`${admin}/health`)) && answers(`${ingress}/restate/health`)
  const server = await startServer(command, ["--no-logo", "-c", file], { env, cwd: folder.path }, isThere)
  return {
    ingress,
    admin,
    stop: async () => {
      await server.stop("SIGKILL")
      await folder.remove()
    },
  }
}
