import type { Engine } from "@escucha/core/engine"
import type { EngineUnderTest, EngineWish } from "@escucha/core/testing"
import { unitOf } from "../../../core/src/timeline/unit.ts"
import { type PostgresEngineOptions, postgresEngine } from "../../src/engines/postgres.ts"
import { createDatabase, type Database, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore, type PostgresStore } from "../../src/postgres/store.ts"

/** An engine as a house uses it: what is posted and taken back was committed before. */
export const committing = (engine: Engine, store: Pick<PostgresStore<unknown>, "commit">): Engine => ({
  ...engine,
  post: async (jobs) => {
    await store.commit([unitOf({ posts: jobs })])
    await engine.post(jobs)
  },
  cancel: async (ids) => {
    await store.commit([unitOf({ cancels: ids })])
    await engine.cancel(ids)
  },
})

/** A clock that truly passes. */
export const realClock = {
  now: () => Date.now(),
  advance: (span: number) => new Promise<void>((resolve) => void setTimeout(resolve, span)),
  isReal: true,
}

let schemas = 0

/** A store and engines on a schema of their own. */
export interface Ground {
  readonly url: string
  readonly schema: string
  readonly database: Database
  readonly store: PostgresStore<unknown>
  readonly engine: (options?: Partial<PostgresEngineOptions>) => Engine
  readonly dispose: () => Promise<void>
}

/** Makes a schema of its own. Engines are drained at the end, by whoever made them. */
export const makeGround = async (url: string): Promise<Ground> => {
  const schema = `ground_${++schemas}`
  const database = createDatabase(postgresOptionsOf({ url, schema, connections: 3 }))
  const store = createPostgresStore<unknown>(database)
  await store.migrate()
  const running: { drain(): Promise<void> }[] = []
  const engine = (options: Partial<PostgresEngineOptions> = {}): Engine => {
    const made = postgresEngine({
      url,
      schema,
      connections: 3,
      grace: "1 second",
      pause: (failures) => 100 * 4 ** (failures - 1),
      ...options,
    })
    return committing(
      {
        ...made,
        run: async (handle, limits) => {
          const run = await made.run(handle, limits)
          running.push(run)
          return run
        },
      },
      store,
    )
  }
  return {
    url,
    schema,
    database,
    store,
    engine,
    dispose: async () => {
      await Promise.all(running.map((run) => run.drain()))
      await store.close()
    },
  }
}

/** What the conformance suite makes for each of its checks. */
export const makeSubject =
  (url: () => string, change: (engine: Engine) => Engine = (engine) => engine) =>
  async (wish: EngineWish): Promise<EngineUnderTest> => {
    const ground = await makeGround(url())
    return {
      engine: change(ground.engine({ ...wish })),
      beside: async () => change(ground.engine({ ...wish })),
      clock: realClock,
      repeats: "never",
      dispose: ground.dispose,
    }
  }
