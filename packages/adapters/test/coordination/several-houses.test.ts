import { afterAll, beforeAll, describe, it } from "vitest"
import type { OneStore } from "../../../../tests/support/several-houses.ts"
import { severalLaws } from "../../../../tests/support/several-laws.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

describe.skipIf(!postgresServer.isThere).each([true, false])(
  `three processes on PostgreSQL, told by it: %s${postgresServer.isThere ? "" : ` (${postgresServer.remedy})`}`,
  (notify) => {
    let server: RunningPostgres
    beforeAll(async () => {
      server = await postgresServer.start()
    })
    afterAll(async () => {
      await server[Symbol.asyncDispose]()
    })
    for (const { name, run, byItsTime } of severalLaws)
      it(name, async () => {
        const url = await server.fresh()
        const oneStore: OneStore = {
          open: () => postgres({ url, notify, connections: 4 }),
          dispose: async () => {},
          ...(byItsTime && { isReal: true }),
        }
        await run(oneStore)
      })
  },
)
