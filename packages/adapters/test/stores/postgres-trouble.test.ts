import { StoreError, type UnitResult } from "@escucha/core/store"
import { Client, Pool, type QueryConfig } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { inputId } from "../../../core/src/kernel/ids.ts"
import {
  anEntry,
  anIdentifier,
  aStream,
  aUnit,
  aWrite,
  feedOf,
  noon,
} from "../../../core/src/testing/store-builders.ts"
import { createDatabase, type Driver, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { migrateSchema } from "../../src/postgres/schema.ts"
import { createPostgresStore } from "../../src/postgres/store.ts"
import { createWriter } from "../../src/postgres/writer.ts"
import { cuttingProxy } from "../support/cutting-proxy.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { openStore } from "../support/postgres-stores.ts"

const there = postgresServer.isThere
const committed: UnitResult = { status: "committed" }

describe.skipIf(!there)(`PostgreSQL in trouble${there ? "" : ` (${postgresServer.remedy})`}`, () => {
  let server: RunningPostgres
  beforeAll(async () => {
    server = await postgresServer.start({ settings: { max_connections: 60 } })
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  const asking = async (url: string, ...texts: readonly string[]): Promise<readonly unknown[]> => {
    const client = new Client(url)
    await client.connect()
    let rows: readonly unknown[] = []
    for (const text of texts) rows = (await client.query(text)).rows
    await client.end()
    return rows
  }

  it.each(["before", "after"] as const)("knows what became of a commit whose line was cut %s it", async (when) => {
    const url = new URL(await server.fresh())
    const proxy = await cuttingProxy(Number(url.port))
    url.port = String(proxy.port)
    const store = await openStore({ url: url.href })
    for (let stream = 1; stream <= 5; stream++) {
      proxy.cutNext(when)
      const counts = [{ metric: "notes", at: 0, by: 1 }]
      expect(await store.commit([aWrite(aStream(stream), { counts }), aUnit({ counts })])).toEqual([
        committed,
        committed,
      ])
    }
    expect(proxy.cuts()).toBe(5)
    expect((await feedOf(store)).length).toBe(5)
    expect(await store.series(["notes"], 0, 1)).toEqual([{ metric: "notes", at: 0, by: 10 }])
    proxy.cutNext(when)
    expect(await store.erase(aStream(1))).toMatchObject({ streams: 1, entries: 1, identifiers: 1 })
    await store.close()
    await proxy.close()
  })

  it("says that nobody knows where the database does not come back, and never that nothing was written", async () => {
    const url = new URL(await server.fresh())
    const proxy = await cuttingProxy(Number(url.port))
    const direct = await openStore({ url: url.href })
    url.port = String(proxy.port)
    const store = await openStore({ url: url.href }, { attempts: 1, finding: 0, silence: 10_000 })
    await store.commit([aWrite(aStream(1))])
    proxy.cutNext("after", true)
    await expect(store.commit([aWrite(aStream(2))])).rejects.toMatchObject({
      reason: "unavailable",
      cause: { name: "UncertainFailure" },
    })
    // whoever sends it again is told
    expect(await direct.commit([aWrite(aStream(2))])).toMatchObject([{ status: "duplicate" }])
    await Promise.all([store.close(), direct.close(), proxy.close()])
  })

  it("loses nothing that was acknowledged and doubles nothing while the server is stopped again and again", async () => {
    const url = await server.fresh()
    const store = await openStore({ url })
    const each = 300 // they still write when it is stopped for the last time
    const story = { done: 0, isOver: false, refusals: new Set<string>() }
    const write = async (writer: number): Promise<void> => {
      for (let after = 0; after < each;)
        try {
          const counts = [{ metric: "notes", at: 0, by: 1 }]
          const [result] = await store.commit([aWrite(aStream(writer), { after, counts })])
          story.refusals.add(result?.status ?? "none")
          after++
          story.done++
        } catch (failure) {
          if (!(failure instanceof StoreError)) throw failure
          // what was not written for certain
          story.refusals.add(`${failure.reason} ${failure.cause instanceof Error ? failure.cause.name : ""}`)
        }
    }
    const writers = Promise.all(Array.from({ length: 6 }, (_, writer) => write(writer + 1))).finally(() => {
      story.isOver = true
    })
    for (let stop = 1; stop <= 8; stop++) {
      const until = story.done + 12
      const isFar = (): boolean => story.done >= until || story.isOver
      while (!isFar()) await new Promise(setImmediate)
      await server.stop(stop % 2 === 0 ? "fast" : "immediate")
      await server.startAgain()
    }
    await writers
    // a server that is back soon enough lets every commit through, at the second attempt
    expect(["committed", "unavailable DatabaseFailure"]).toEqual(expect.arrayContaining([...story.refusals]))
    const feed = await feedOf(store)
    expect(feed.map(({ entry }) => entry.id).sort()).toEqual(
      Array.from({ length: 6 }, (_, writer) =>
        Array.from({ length: each }, (__, place) => anEntry(aStream(writer + 1), place + 1).id),
      )
        .flat()
        .sort(),
    )
    expect(await store.series(["notes"], 0, 1)).toEqual([{ metric: "notes", at: 0, by: 6 * each }])
    await store.close()
  })

  it("does not wait for ever for a process that stopped in the middle of a commit", async () => {
    const url = await server.fresh()
    const store = await openStore({ url })
    const frozen = createDatabase(postgresOptionsOf(url))
    const writer = createWriter(frozen, { attempts: 1, finding: 0, silence: 300 })
    let hold: () => void = () => undefined
    const held = new Promise<void>((resolve) => (hold = resolve))
    let thaw: () => void = () => undefined
    const thawed = new Promise<void>((resolve) => (thaw = resolve))
    let runs = 0
    const zombie = writer.write(async (sql, latest) => {
      runs++
      await latest
      hold()
      await thawed
      return sql.query("SELECT 1 AS one")
    })
    await held
    expect(await store.commit([aWrite(aStream(1))])).toEqual([committed])
    thaw()
    expect(await zombie).toEqual([{ one: 1 }])
    expect(runs).toBe(2) // from the beginning: what it had read was true no more
    expect((await feedOf(store)).length).toBe(1)
    await Promise.all([store.close(), frozen.close()])
  })

  it("says that it cannot be reached while it can only be read, and writes again when it can be written", async () => {
    const url = await server.fresh()
    const store = await openStore({ url })
    const name = new URL(url).pathname.slice(1)
    await asking(url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    const fresh = createPostgresStore<{ readonly note: string }>(createDatabase(postgresOptionsOf(url)))
    await expect(fresh.commit([aWrite(aStream(1))])).rejects.toMatchObject({ reason: "unavailable", retryable: true })
    await asking(server.url(), `ALTER DATABASE ${name} RESET default_transaction_read_only`)
    // the connection that could only read was given up: no restart is needed
    expect(await fresh.commit([aWrite(aStream(1))])).toEqual([committed])
    await Promise.all([store.close(), fresh.close()])
  })

  it("says that it cannot be reached where there are too many connections, and goes on when there are fewer", async () => {
    const url = new URL(await server.fresh())
    await (await openStore({ url: url.href })).close()
    const name = url.pathname.slice(1)
    await asking(
      url.href,
      "CREATE ROLE few LOGIN CONNECTION LIMIT 1",
      "GRANT USAGE ON SCHEMA escucha TO few",
      "GRANT ALL ON ALL TABLES IN SCHEMA escucha TO few",
      `GRANT ALL ON DATABASE ${name} TO few`,
    )
    url.username = "few"
    const other = new Client(url.href)
    await other.connect()
    const store = createPostgresStore<{ readonly note: string }>(createDatabase(postgresOptionsOf(url.href)))
    await expect(store.commit([aWrite(aStream(1))])).rejects.toMatchObject({
      reason: "unavailable",
      cause: { code: "53300" },
    })
    await other.end()
    const again = async (): Promise<readonly UnitResult[]> =>
      store.commit([aWrite(aStream(1))]).catch((failure: unknown) => {
        if (failure instanceof StoreError && failure.retryable) return again()
        throw failure
      })
    expect(await again()).toEqual([committed])
    await store.close()
  })

  it("says that it is full where the database says so", async () => {
    const url = await server.fresh()
    await (await openStore({ url })).close()
    let isFull = true
    /** A connection whose database has no room for another row. */
    const fill = (client: Client): void => {
      const query = client.query.bind(client) as (config: QueryConfig) => Promise<unknown> // as our adapter calls it
      const full = Object.assign(new Error("could not extend file: No space left on device"), { code: "53100" })
      Object.assign(client, {
        query: (config: QueryConfig) =>
          isFull && config.text.startsWith("INSERT") ? Promise.reject(full) : query(config),
      })
    }
    const pool = class extends Pool {
      constructor(options: object) {
        super(options)
        this.on("connect", fill)
      }
    }
    const load: Driver = async () => ({ Client, Pool: pool as typeof Pool }) // it takes what that takes
    const store = createPostgresStore<{ readonly note: string }>(createDatabase(postgresOptionsOf(url), load))
    await expect(store.commit([aWrite(aStream(1))])).rejects.toMatchObject({ reason: "full", retryable: true })
    isFull = false
    expect(await store.commit([aWrite(aStream(1))])).toEqual([committed])
    await store.close()
  })

  it("refuses alone what the database cannot keep", async () => {
    const store = await openStore({ url: await server.fresh() })
    const long = Array.from({ length: 600 }, (_, place) => `${place * 7919}`).join("-") // longer than a line of an index may be
    const units = [
      aWrite(aStream(1)),
      aWrite(aStream(2), { binds: new Map([[anIdentifier(long), aStream(2)]]) }),
      aWrite(aStream(3)),
    ]
    expect(await store.commit(units)).toMatchObject([committed, { status: "invalid" }, committed])
    expect((await feedOf(store)).map(({ entry }) => entry.stream)).toEqual([aStream(1), aStream(3)])
    await store.close()
  })

  it("tells nothing of what somebody wrote, nor the password, in any failure", async () => {
    const url = new URL(await server.fresh())
    url.password = "secret"
    const database = createDatabase(postgresOptionsOf(url.href))
    const failures = await Promise.all([
      database.query("SELECT $1::int AS number", ["secret"]).catch((failure: unknown) => failure),
      database
        .transaction((sql) => sql.query("SELECT $1::int AS number", ["secret"]))
        .catch((failure: unknown) => failure),
      createDatabase(postgresOptionsOf("postgres://me:secret@127.0.0.1:1/secret"))
        .query("SELECT 1")
        .catch((failure: unknown) => failure),
    ])
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(StoreError)
      for (let each: unknown = failure; each instanceof Error; each = each.cause)
        expect(`${each.message} ${each.stack ?? ""} ${JSON.stringify(each)}`).not.toContain("secret")
    }
    await database.close()
  })

  it("refuses a schema of a newer version, and tables that are not ours", async () => {
    const newer = await server.fresh()
    await (await openStore({ url: newer })).close()
    await asking(newer, "UPDATE escucha.meta SET value = '99' WHERE name = 'version'")
    await expect(openStore({ url: newer })).rejects.toMatchObject({ reason: "too-new", retryable: false })
    for (const table of ["CREATE TABLE escucha.orders (id int)", "CREATE TABLE escucha.meta (id int)"]) {
      const foreign = await server.fresh()
      await asking(foreign, "CREATE SCHEMA escucha", table)
      await expect(openStore({ url: foreign })).rejects.toMatchObject({ reason: "foreign", retryable: false })
    }
  })

  it("names the remedy where a database cannot be used as it is", async () => {
    const missing = new URL(server.url("nothing_here"))
    const encoded = new URL(server.url("without_encoding"))
    await asking(server.url(), "CREATE DATABASE without_encoding ENCODING 'SQL_ASCII' TEMPLATE template0")
    const poor = new URL(await server.fresh())
    await asking(poor.href, "CREATE ROLE poor LOGIN")
    poor.username = "poor"
    for (const [url, remedy] of [
      [missing, "make it first"],
      [encoded, "UTF8"],
      [poor, "the right CREATE"],
    ] as const) {
      const failure: unknown = await migrateSchema(createDatabase(postgresOptionsOf(url.href))).catch(
        (reason: unknown) => reason,
      )
      expect(failure).toMatchObject({ _tag: "ConfigurationError", option: "postgres.url" })
      expect(String(failure)).toContain(remedy)
    }
  })

  it("needs no right to make a schema where somebody made it", async () => {
    const url = new URL(await server.fresh())
    await asking(url.href, "CREATE ROLE modest LOGIN", "CREATE SCHEMA own AUTHORIZATION modest")
    url.username = "modest"
    const store = await openStore({ url: url.href, schema: "own" })
    expect(await store.commit([aWrite(aStream(1))])).toEqual([committed])
    await store.close()
  })

  it("keeps whatever signs a text can have", async () => {
    const store = await openStore({ url: await server.fresh() })
    const strange = "a\0b\u0001c\u0002\u0001\u0001 🙂 \\ ' \" {} NULL"
    const stream = aStream(1)
    const unit = aWrite(stream, {
      inputs: [inputId(strange)],
      binds: new Map([[anIdentifier(strange), stream]]),
      puts: [{ projection: strange, key: `${stream}/${strange}`, at: noon, data: JSON.stringify({ text: strange }) }],
      posts: [{ key: stream, id: strange, type: strange, ref: strange, at: 0.5 }],
      counts: [{ metric: strange, at: 0, by: 0.5 }],
    })
    expect(await store.commit([unit])).toEqual([committed])
    const need = { inputs: unit.inputs, identifiers: [anIdentifier(strange)], streams: [] }
    expect(await store.load(need)).toEqual({ seen: new Set(unit.inputs), bound: unit.binds, streams: unit.states })
    expect((await store.query(strange, { text: strange }, { limit: 9 })).items).toEqual(unit.puts)
    expect((await store.jobs({ limit: 9 })).items).toEqual(unit.posts)
    expect(await store.series([strange], 0, 1)).toEqual(unit.counts)
    await store.close()
  })
})
