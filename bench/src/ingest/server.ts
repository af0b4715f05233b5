// One server in a process of its own: `server.ts VARIANT FILE`. It tells its address, then what it has done when asked.
import type { OpenServer } from "./servers/open-server.ts"
import { isVariant, type Variant } from "./variant.ts"

/** What a server has done so far. */
export interface ServerReport {
  /** Events that it keeps. */
  readonly events: number
  /** CPU time in microseconds, all threads. */
  readonly cpuMicros: number
  readonly peakRssMb: number
}

// Each loads only what it needs: the memory of one is not that of another.
const servers: { readonly [Name in Variant]: () => Promise<OpenServer> } = {
  handle: async () => (await import("./servers/ours.ts")).throughHandle,
  fetch: async () => (await import("./servers/ours.ts")).throughFetch,
  limit: async () => (await import("./servers/limit.ts")).limit,
  append: async () => (await import("./servers/append.ts")).append,
  empty: async () => (await import("./servers/empty.ts")).empty,
  postgres: async () => (await import("./servers/postgres.ts")).onPostgres,
  "postgres-append": async () => (await import("./servers/postgres.ts")).appendOnPostgres,
  peer: async () => (await import("./servers/peer.ts")).peer,
}

const [name = "", file = ""] = process.argv.slice(2)
if (!isVariant(name)) throw new TypeError(`there is no server named ${JSON.stringify(name)}`)
const open = await servers[name]()
const server = await open(file)

const tell = async (): Promise<void> => {
  const events = await server.events()
  const { user, system } = process.cpuUsage()
  const report: ServerReport = { events, cpuMicros: user + system, peakRssMb: process.resourceUsage().maxRSS / 1024 }
  process.send?.(report)
}

process.on("message", () => void tell())
process.on("disconnect", () => void server.close().then(() => process.exit()))
process.send?.(server.url)
