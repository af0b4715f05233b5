// One run of the application in one of its sizes: servers, processes, customers who write, and the picture of it all.
import { join } from "node:path"
import type { Kind, Place } from "./app.ts"
import { createLedger, type Figures, type Ledger } from "./ledger.ts"
import { startLoad } from "./load.ts"
import { createOwners, urlOfProcess } from "./owners.ts"
import { createProcesses, type ProcessView } from "./processes.ts"
import { startProvider } from "./provider.ts"
import { freePort, temporaryFolder } from "./servers/server.ts"
import { startPostgres } from "./servers/postgres.ts"
import { startRestate } from "./servers/restate.ts"

/** Something that was done to a process, and what it cost. */
export interface Happened {
  readonly at: number
  readonly what: "killed" | "stopped" | "started"
  readonly process: number
  /** The longest time without any answer since, in milliseconds. */
  readonly longestSilence: number
}

/** All that the page shows. */
export interface Picture {
  readonly kind: Kind
  readonly rate: number
  readonly figures: Figures
  /** Messages that customers wrote, and that no process has taken yet. */
  readonly untaken: number
  readonly waiting: {
    readonly ready: number
    readonly delayed: number
    readonly dead: number
    readonly oldestReady: number
  }
  readonly processes: readonly ProcessView[]
  /** By part, the number of the process that holds it, or 0; left out where there are no parts. */
  readonly owners?: readonly number[]
  readonly happened: readonly Happened[]
}

/** How a run is made. */
export interface GrowingOptions {
  readonly kind: Kind
  readonly processes?: number
  readonly customers?: number
  /** Messages per second. */
  readonly rate?: number
}

/** So many of what happened are remembered, and each is watched for so many milliseconds. */
const [kept, watched] = [8, 30_000]

/** The servers of a kind, and where the processes find everything. */
const startServers = async (kind: Kind, provider: string) => {
  const folder = await temporaryFolder("data")
  const stops: (() => Promise<void>)[] = [folder.remove]
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each()
  }
  try {
    const postgres = kind === "sqlite" ? undefined : await startPostgres()
    if (postgres) stops.push(postgres.stop)
    const restate = kind === "restate" ? await startRestate() : undefined
    if (restate) stops.push(restate.stop)
    const { ingress = "", admin = "" } = restate ?? {}
    const shared = { ingress, admin, port: kind === "restate" ? await freePort() : 0 }
    const placeOf = (process: number): Place => ({
      kind,
      file: join(folder.path, "growing.db"),
      database: postgres ? urlOfProcess(postgres.url, process) : "",
      restate: shared,
      provider,
      process,
    })
    return { placeOf, stop, ...(kind === "postgres" && postgres && { owners: createOwners(postgres.url) }) }
  } catch (failure) {
    await stop()
    throw failure
  }
}

/** Looks at the silence after what was done to a process, and at who holds what. */
const createWatch = (ledger: Ledger, owners: ReturnType<typeof createOwners> | undefined) => {
  let happened: readonly Happened[] = []
  let held: readonly number[] | undefined
  const look = setInterval(() => {
    const now = Date.now()
    happened = happened.map((each) => {
      const since = Math.min(ledger.silence(now), now - each.at)
      return now - each.at < watched ? { ...each, longestSilence: Math.max(each.longestSilence, since) } : each
    })
  }, 50)
  const lookAtOwners = setInterval(() => {
    owners?.look().then(
      (found) => (held = found),
      () => undefined, // the database is away
    )
  }, 500)
  return {
    note: (what: Happened["what"], process: number): void => {
      happened = [{ at: Date.now(), what, process, longestSilence: 0 }, ...happened].slice(0, kept)
    },
    seen: () => ({ happened, ...(held && { owners: held }) }),
    stop: async (): Promise<void> => {
      clearInterval(look)
      clearInterval(lookAtOwners)
      await owners?.close()
    },
  }
}

/** Starts everything, and lets customers write. */
export const startGrowing = async ({
  kind,
  processes: many = kind === "sqlite" ? 1 : 3,
  ...options
}: GrowingOptions) => {
  const ledger = createLedger()
  const provider = await startProvider(ledger)
  const { placeOf, stop: stopServers, owners } = await startServers(kind, provider.url)
  const processes = createProcesses(many, placeOf)
  const { customers = 200, rate = 50 } = options
  const load = startLoad({ customers, secret: "what the counter signs with", doors: processes.doors, ledger })
  const watch = createWatch(ledger, owners)
  const noted = (what: Happened["what"], act: (process: number) => Promise<void>) => (process: number) => {
    watch.note(what, process)
    return act(process)
  }
  const growing = {
    kind,
    picture: (): Picture => {
      const { ready = 0, delayed = 0, dead = 0, oldestReady = 0 } = processes.going() ?? {}
      return {
        kind,
        rate: load.rate(),
        figures: ledger.figures(Date.now()),
        untaken: load.waiting(),
        waiting: { ready, delayed, dead, oldestReady },
        processes: processes.views(),
        ...watch.seen(),
      }
    },
    setRate: load.setRate,
    kill: noted("killed", (process) => {
      ledger.killed()
      return processes.kill(process)
    }),
    stop: noted("stopped", processes.stop),
    start: noted("started", processes.start),
    said: processes.said,
    close: async (): Promise<void> => {
      await load.stop()
      await processes.stopAll()
      await watch.stop()
      await provider.close()
      await stopServers()
    },
  }
  try {
    await processes.startAll()
  } catch (failure) {
    await growing.close()
    throw failure
  }
  load.setRate(rate)
  return growing
}

/** A run. */
export type Growing = Awaited<ReturnType<typeof startGrowing>>
