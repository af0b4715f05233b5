import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  createDatabase,
  type Database,
  postgresOptionsOf,
  type PostgresOptions,
} from "../../src/postgres/connection.ts"
import { partOf } from "../../src/postgres/part.ts"
import { migrateSchema } from "../../src/postgres/schema.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

describe("the options of a database", () => {
  it("are refused by name, and never with what was given", () => {
    const strange: readonly (readonly [string, unknown])[] = [
      ["url", "mysql://somebody:secret@there/database"],
      ["url", { url: 7 }],
      ["url", null],
      ["schema", { url: "postgres://there/database", schema: 'x"; DROP TABLE secret' }],
      ["schema", { url: "postgres://there/database", schema: "pg_secret" }],
      ["connections", { url: "postgres://there/database", connections: 1 }],
      ["notify", { url: "postgres://there/database", notify: "secret" }],
      ["password", { url: "postgres://there/database", password: "secret" }],
    ]
    for (const [option, given] of strange) {
      let refusal: unknown
      try {
        postgresOptionsOf(given as PostgresOptions) // strange on purpose
      } catch (failure) {
        refusal = failure
      }
      expect(refusal).toMatchObject({ _tag: "ConfigurationError", option: `postgres.${option}` })
      expect(String(refusal)).not.toContain("secret")
    }
  })
  it("may be no more than a url", () => {
    for (const url of ["postgres://a:b@there:5432/c", "postgresql://there", "postgres://a@/c?host=/run/postgresql"])
      expect(postgresOptionsOf(url)).toMatchObject({ url, schema: "escucha", notify: true })
  })
})

it("gives each key one part of 48 for ever", () => {
  expect(["", "s_0m1", "s_0mm0000000000000001", "ñ🙂"].map(partOf)).toEqual([37, 43, 44, 35])
})

describe.skipIf(!postgresServer.isThere)(
  `a database (${postgresServer.isThere ? "PostgreSQL" : postgresServer.remedy})`,
  () => {
    let server: RunningPostgres
    const databases: Database[] = []
    const open = (given: string | PostgresOptions): Database => {
      const database = createDatabase(postgresOptionsOf(given))
      databases.push(database)
      return database
    }
    beforeAll(async () => {
      server = await postgresServer.start()
    })
    afterAll(async () => {
      await Promise.all(databases.map((database) => database.close()))
      await server?.[Symbol.asyncDispose]()
    })

    it("gives a connection of its own, which hears what is told and says when it is gone", async () => {
      const database = open(await server.fresh())
      const own = await database.dedicated()
      const heard = new Promise((resolve) => void own.listen("escucha_feed", resolve))
      await own.query("SELECT 1")
      await database.query("SELECT pg_notify('escucha_feed', $1)", ["news"])
      expect(await heard).toBe("news")
      const gone = new Promise((resolve) => own.lost.addEventListener("abort", () => resolve(own.lost.reason)))
      const [session] = await own.query<{ readonly id: number }>("SELECT pg_backend_pid() AS id")
      await database.query("SELECT pg_terminate_backend($1)", [session?.id ?? 0])
      expect(await gone).toMatchObject({ _tag: "StoreError", reason: "unavailable" })
      await expect(own.query("SELECT 1")).rejects.toMatchObject({ _tag: "StoreError", reason: "unavailable" })
    })
    it("is brought up to date once, by whoever of eight that start at once", async () => {
      const url = await server.fresh()
      await Promise.all(Array.from({ length: 8 }, () => migrateSchema(open(url))))
      expect(await open(url).query("SELECT entry FROM escucha.latest")).toEqual([{ entry: 0 }])
    })
  },
)
