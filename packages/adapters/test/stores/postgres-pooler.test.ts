import { storeChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { pooler } from "../support/pooler.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { createStores } from "../support/postgres-stores.ts"

const remedy = [postgresServer, pooler].find(({ isThere }) => !isThere)?.remedy

describe.skipIf(remedy !== undefined)(`the PostgreSQL store behind a pooler${remedy ? ` (${remedy})` : ""}`, () => {
  let server: RunningPostgres
  let front: Awaited<ReturnType<typeof pooler.start>>
  beforeAll(async () => {
    server = await postgresServer.start()
    front = await pooler.start(server.url())
  })
  afterAll(async () => {
    await front?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })
  // one that prepares finds out that nothing is kept; one that is told does not try
  for (const prepare of [true, false]) {
    let stores: Awaited<ReturnType<typeof createStores>>
    beforeAll(async () => {
      const through = (direct: string) => front.url(new URL(direct).pathname.slice(1))
      stores = await createStores(server, { prepare, notify: prepare }, through)
    })
    for (const { name, run } of storeChecks)
      it(`${name}${prepare ? "" : ", without prepared statements"}`, () =>
        expect(run(() => stores.make())).resolves.toBeUndefined())
  }
})
