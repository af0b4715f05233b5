import { createRequire } from "node:module"
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { folderFor, freePort, startDaemon } from "./daemon.ts"

/** A Restate server of the bench's own; it tells nobody that it runs. */
export interface BenchRestate {
  readonly pid: number
  readonly ingress: string
  readonly admin: string
  readonly stop: () => Promise<void>
}

/** Where npm put the server for this machine; `undefined` where it has none. */
export const restateProgram = (): string | undefined => {
  try {
    const manifest = createRequire(import.meta.url).resolve("@restatedev/restate-server-linux-x64/package.json")
    const program = join(dirname(manifest), "bin", "restate-server")
    return existsSync(program) ? program : undefined
  } catch {
    return undefined // it is optional: there is one for Linux on x64 alone
  }
}

const isHealthy = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok
  } catch {
    return false // not yet
  }
}

/** Starts it on loopback, in a folder of its own, on free ports. */
export const startRestate = async (program: string): Promise<BenchRestate> => {
  const folder = folderFor("restate", undefined)
  const [ingress, admin, node] = [await freePort(), await freePort(), await freePort()]
  const environment = {
    DO_NOT_TRACK: "1",
    RESTATE_DISABLE_TELEMETRY: "true",
    RESTATE_BASE_DIR: folder.path,
    RESTATE_NODE_NAME: "bench",
    RESTATE_AUTO_PROVISION: "true",
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
    RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
    RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: "512 MiB",
    RESTATE_WORKER__INVOKER__INACTIVITY_TIMEOUT: "30s",
    RESTATE_WORKER__INVOKER__ABORT_TIMEOUT: "30s",
    RUST_LOG: "warn",
  }
  const daemon = await startDaemon(program, [], { cwd: folder.path, environment }, () =>
    isHealthy(`http://127.0.0.1:${admin}/health`),
  )
  return {
    pid: daemon.pid,
    ingress: `http://127.0.0.1:${ingress}`,
    admin: `http://127.0.0.1:${admin}`,
    stop: async () => {
      await daemon.stop()
      folder.remove()
    },
  }
}
