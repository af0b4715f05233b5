import { engineChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, it } from "vitest"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { makeSubject } from "./postgres-house.ts"

const { isThere, remedy } = postgresServer
let server: RunningPostgres
let url = ""
beforeAll(async () => {
  if (!isThere) return
  server = await postgresServer.start()
  url = await server.fresh()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const make = makeSubject(() => url)

describe.concurrent(`the engine on PostgreSQL ${isThere ? "" : `(${remedy})`}`, () => {
  for (const { name, run } of engineChecks) it.skipIf(!isThere)(name, () => run(make), 240_000)
})
