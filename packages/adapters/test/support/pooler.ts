import { spawn } from "node:child_process"
import { once } from "node:events"
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import { freePort, somebody } from "./postgres-server.ts"

const places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"]
const binary = places.find((place) => existsSync(place))

/** PgBouncer in front of a server: each transaction may have another connection. */
export const pooler = {
  isThere: binary !== undefined,
  remedy: "skipped: there is no PgBouncer here; Debian has it as pgbouncer",
  start: async (server: string) => {
    if (binary === undefined) throw new Error(pooler.remedy)
    const { hostname, port: behind } = new URL(server)
    const port = await freePort()
    const who = somebody()
    const folder = mkdtempSync(join(tmpdir(), "escucha-pooler-"))
    const file = join(folder, "pgbouncer.ini")
    writeFileSync(join(folder, "users.txt"), '"escucha" ""\n')
    writeFileSync(
      file,
      `[databases]\n* = host=${hostname} port=${behind} user=escucha\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}
auth_type = any\nauth_file = ${join(folder, "users.txt")}\npool_mode = transaction\ndefault_pool_size = 3\nunix_socket_dir =\n`,
    )
    if (who.uid !== undefined && who.gid !== undefined)
      for (const path of [folder, file, join(folder, "users.txt")]) chownSync(path, who.uid, who.gid)
    let log = ""
    const running = spawn(binary, ["-q", file], { ...who, cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
    for (const output of [running.stdout, running.stderr]) output.on("data", (text: Buffer) => (log += String(text)))
    const url = (database: string): string => `postgres://escucha@127.0.0.1:${port}/${database}`
    for (let isReady = false; !isReady;) {
      if (running.exitCode !== null) throw new Error(`PgBouncer did not start:\n${log}`)
      const client = new Client(url("postgres"))
      isReady = await client.connect().then(
        () => true,
        () => false,
      )
      await client.end().catch(() => undefined)
    }
    return {
      url,
      [Symbol.asyncDispose]: async () => {
        const ended = once(running, "exit")
        running.kill("SIGTERM")
        await ended
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
