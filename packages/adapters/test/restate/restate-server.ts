import { type ChildProcess, spawn } from "node:child_process"
import { generateKeyPairSync, type KeyObject } from "node:crypto"
import { once } from "node:events"
import { existsSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { setTimeout as pause } from "node:timers/promises"
import { folderOf } from "../../../../tests/servers/support/installed.ts"
import { freePorts, loopback } from "../../../../tests/servers/support/free-port.ts"
import { temporaryFolder } from "../../../../tests/servers/support/temporary-folder.ts"

/** A server of Restate that belongs to one test file. */
export interface RunningRestate {
  readonly ingress: string
  readonly admin: string
  /** The public key of its requests, where it was started with one. */
  readonly identityKey: string
  readonly pid: () => number
  /** Ends it as a crash does. */
  readonly kill: () => Promise<void>
  /** Ends it, and what it had kept is gone. */
  readonly lose: () => Promise<void>
  readonly startAgain: () => Promise<void>
  /** The last that it wrote to its log. */
  readonly log: () => string
  /** What it says of invocations: https://docs.restate.dev/operate/introspection */
  readonly query: (sql: string) => Promise<readonly { readonly [column: string]: unknown }[]>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

interface Rows {
  readonly rows: readonly { readonly [column: string]: unknown }[]
}

const binary = (): string | undefined => {
  const folder = folderOf(`@restatedev/restate-server-${process.platform}-${process.arch}`)
  const path = folder === undefined ? undefined : join(folder, "bin", "restate-server")
  return path !== undefined && existsSync(path) ? path : undefined
}

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

/** The key as Restate writes it: https://docs.restate.dev/services/security */
const publicKeyOf = (key: KeyObject): string => {
  const raw = key.export({ format: "der", type: "spki" }).subarray(-32)
  let number = BigInt(`0x${raw.toString("hex")}`)
  let text = ""
  for (; number > 0n; number /= 58n) text = `${base58[Number(number % 58n)]}${text}`
  const zeros = raw.findIndex((byte) => byte !== 0)
  return `publickeyv1_${"1".repeat(Math.max(zeros, 0))}${text}`
}

interface Place {
  readonly folder: string
  readonly ports: readonly [fabric: number, ingress: number, admin: number]
  readonly key: string
}

// It counts nobody: what it would tell its makers is off, here and in its environment.
const configuration = ({ folder, ports: [fabric, ingress, admin], key }: Place): string => `
base-dir = "${join(folder, "data")}"
cluster-name = "escucha-tests"
node-name = "only"
listen-mode = "tcp"
bind-ip = "${loopback}"
bind-port = ${fabric}
advertised-host = "${loopback}"
disable-telemetry = true
default-num-partitions = 4
rocksdb-total-memory-size = "96 MiB"
log-filter = "warn"
log-format = "compact"
log-disable-ansi-codes = true
[worker.invoker]
request-identity-private-key-pem-file = "${key}"
http2-keep-alive-interval = "10s"
http2-keep-alive-timeout = "10s"
[ingress]
bind-address = "${loopback}:${ingress}"
[admin]
bind-address = "${loopback}:${admin}"
disable-web-ui = true
[admin.query-engine]
memory-size = "64 MiB"
`

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

const start = async (): Promise<RunningRestate> => {
  const command = binary()
  if (command === undefined) throw new TypeError(restateServer.remedy)
  const folder = await temporaryFolder("restate")
  const [fabric = 0, toIngress = 0, toAdmin = 0] = await freePorts(3)
  const key = join(folder.path, "key.pem")
  const pair = generateKeyPairSync("ed25519")
  writeFileSync(key, pair.privateKey.export({ format: "pem", type: "pkcs8" }))
  const file = join(folder.path, "restate.toml")
  writeFileSync(file, configuration({ folder: folder.path, ports: [fabric, toIngress, toAdmin], key }))
  const [ingress, admin] = [`http://${loopback}:${toIngress}`, `http://${loopback}:${toAdmin}`]
  let server: ChildProcess | undefined
  let log = ""
  const isOver = (): boolean => !server || server.exitCode !== null || server.signalCode !== null
  const startAgain = async (): Promise<void> => {
    const env = { ...process.env, DO_NOT_TRACK: "1" }
    const started = spawn(command, ["--no-logo", "-c", file], { env, stdio: ["ignore", "pipe", "pipe"] })
    server = started
    for (const output of [started.stdout, started.stderr])
      output.on("data", (text: Buffer) => (log = `${log}${text.toString()}`.slice(-4_000)))
    while (!((await answers(`${admin}/health`)) && (await answers(`${ingress}/restate/health`)))) {
      if (isOver()) throw new TypeError(`Restate did not start:\n${log}`)
      await pause(30)
    }
  }
  const kill = async (): Promise<void> => {
    if (isOver() || !server) return
    const ended = once(server, "exit")
    server.kill("SIGKILL")
    await ended
  }
  const atExit = (): void => void server?.kill("SIGKILL")
  process.once("exit", atExit)
  await startAgain()
  return {
    ingress,
    admin,
    identityKey: publicKeyOf(pair.publicKey),
    pid: () => server?.pid ?? 0,
    log: () => log,
    kill,
    startAgain,
    lose: async () => {
      await kill()
      rmSync(join(folder.path, "data"), { recursive: true, force: true })
    },
    query: async (sql) => {
      const headers = { "content-type": "application/json", accept: "application/json" }
      const answer = await fetch(`${admin}/query`, { method: "POST", headers, body: JSON.stringify({ query: sql }) })
      const body = (await answer.json()) as Partial<Rows> // what it answers a query with, or says instead
      if (!body.rows) throw new TypeError(`Restate does not answer a query: ${JSON.stringify(body)}`)
      return body.rows
    },
    [Symbol.asyncDispose]: async () => {
      process.off("exit", atExit)
      await kill()
      await folder.remove()
    },
  }
}

/** Restate as the tests use it: a server of their own, on loopback, in a folder of its own. */
export const restateServer = {
  isThere: binary() !== undefined,
  remedy: "skipped: there is no server of Restate here; npm run conformance -- --set-up installs it",
  start,
}
