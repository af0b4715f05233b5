import { existsSync } from "node:fs"
import { connect } from "node:net"
import { folderFor, freePort, ownerNamed, startDaemon } from "./daemon.ts"

/** A Redis of the bench's own, with the log that its makers advise: it is written once a second. */
export interface BenchRedis {
  readonly pid: number
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Where Redis is installed; `undefined` where it is not. */
export const redisProgram = (): string | undefined =>
  ["/usr/bin/redis-server", "/usr/local/bin/redis-server"].find((path) => existsSync(path))

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })

/** Starts it on loopback, in a folder of its own, on a free port. */
export const startRedis = async (program: string): Promise<BenchRedis> => {
  const owner = ownerNamed("redis", "nobody")
  const folder = folderFor("redis", owner)
  const port = await freePort()
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder.path, "--daemonize", "no"]
  const kept = ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
  const daemon = await startDaemon(program, [...settings, ...kept], { owner, cwd: folder.path }, () => listens(port))
  return {
    pid: daemon.pid,
    port,
    stop: async () => {
      await daemon.stop()
      folder.remove()
    },
  }
}
