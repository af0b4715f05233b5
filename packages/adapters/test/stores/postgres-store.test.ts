import { storeChecks } from "@escucha/core/testing"
import type { StoreUnderTest } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createDatabase, type PostgresOptions, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore } from "../../src/postgres/store.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

const there = postgresServer.isThere

type Noted = Awaited<ReturnType<Parameters<(typeof storeChecks)[number]["run"]>[0]>>["store"] extends infer Subject
  ? Subject
  : never

describe.skipIf(!there)(`the PostgreSQL store${there ? "" : ` (${postgresServer.remedy})`}`, () => {
  let server: RunningPostgres
  beforeAll(async () => {
    server = await postgresServer.start()
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  const make =
    (options: Partial<PostgresOptions> = {}) =>
    async (): Promise<StoreUnderTest> => {
      const url = await server.fresh()
      const open = async (): Promise<Noted> => {
        const opened = createPostgresStore<{ readonly note: string }>(
          createDatabase(postgresOptionsOf({ url, connections: 4, ...options })),
        )
        await opened.migrate()
        return opened
      }
      let store = await open()
      return {
        store,
        reopen: async () => {
          await store.close()
          store = await open()
          return store
        },
        dispose: () => store.close(),
      }
    }
  for (const check of storeChecks) it(check.name, () => expect(check.run(make())).resolves.toBeUndefined())
})
