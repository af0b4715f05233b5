import type { Attempt, Engine, EngineLimits, Job, Running } from "@escucha/core/engine"
import { type RestateEngine, restateEngine, type RestateOptions } from "../../src/engines/restate.ts"
import { createDatabase, type Database, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore } from "../../src/postgres/store.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { freePort } from "../../../../tests/servers/support/free-port.ts"
import { restateServer, type RunningRestate } from "./restate-server.ts"

/** Both servers of a test file. */
export interface Servers extends AsyncDisposable {
  readonly postgres: RunningPostgres
  readonly restate: RunningRestate
}

/** Whether both are on this machine, and what to say in the name of a test that is skipped. */
export const servers = {
  areThere: postgresServer.isThere && restateServer.isThere,
  remedy: postgresServer.isThere ? restateServer.remedy : postgresServer.remedy,
  start: async (): Promise<Servers> => {
    const [postgres, restate] = await Promise.all([postgresServer.start(), restateServer.start()])
    return {
      postgres,
      restate,
      [Symbol.asyncDispose]: async () => {
        await restate[Symbol.asyncDispose]()
        await postgres[Symbol.asyncDispose]()
      },
    }
  },
}

/** One process of an application: its engine, and what it takes to end it. */
export interface Process {
  readonly engine: RestateEngine
  /** Tells it of jobs that were committed before. */
  readonly hint: (jobs: readonly Job[]) => Promise<void>
  readonly run: (handle: (attempt: Attempt) => Promise<void>, limits?: EngineLimits) => Promise<Running>
}

/** A store and the engines of its processes. */
export interface Ground extends AsyncDisposable {
  readonly url: string
  readonly service: string
  readonly database: Database
  /** Commits and tells nobody, as a process does that dies in that moment. */
  readonly commit: (posts: readonly Job[], gone?: readonly string[]) => Promise<void>
  /** Commits first, as a house does it. */
  readonly process: (options?: Partial<RestateOptions>, isServed?: boolean) => Process
}

/** The limits that these tests run with. */
export const usual: EngineLimits = { concurrency: 16, attempts: 3 }

let services = 0

/** Makes an empty database, and a name of its own at Restate. */
export const aGround = async ({ postgres, restate }: Servers): Promise<Ground> => {
  const url = await postgres.fresh()
  const [service, port] = [`tested-${++services}`, await freePort()] // all its processes listen on one port
  const database = createDatabase(postgresOptionsOf({ url, connections: 3 }))
  const store = createPostgresStore<unknown>(database)
  await store.migrate()
  const running: Running[] = []
  const commit = async (posts: readonly Job[], gone: readonly string[] = []): Promise<void> => {
    const nothing = { inputs: [], entries: [], passages: [], puts: [], drops: [], counts: [], acks: [] }
    const unit = { ...nothing, expects: new Map(), binds: new Map(), states: new Map(), posts, cancels: gone }
    await store.commit([unit])
  }
  const committing = (engine: RestateEngine): Engine => ({
    ...engine,
    post: async (jobs) => {
      await commit(jobs)
      await engine.post(jobs)
    },
    cancel: async (ids) => {
      await commit([], ids)
      await engine.cancel(ids)
    },
    run: async (handle, limits) => {
      const run = await engine.run(handle, limits)
      running.push(run)
      return run
    },
  })
  return {
    url,
    service,
    database,
    commit,
    process: (options = {}, isServed = true) => {
      const { ingress, admin, identityKey } = restate
      const made = restateEngine({
        ingress,
        admin,
        database: { url, connections: 3 },
        ...(isServed && { serve: { port } }),
        service,
        identityKeys: [identityKey],
        report: () => {},
        ...options,
      })
      const { handler, register } = made
      const engine: RestateEngine = { ...committing(made), isShared: true, handler, register }
      return { engine, hint: made.post, run: (handle, limits = usual) => engine.run(handle, limits) }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(running.map((run) => run.drain()))
      await store.close()
    },
  }
}
