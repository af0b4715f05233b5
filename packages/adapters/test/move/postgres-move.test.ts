import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { compareStores, moveStore } from "../../../core/src/runtime/move.ts"
import { sqliteStore } from "../../../core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../../core/src/runtime/store-memory.ts"
import { storeArchiveChecks } from "../../../core/src/testing/store-archive-checks.ts"
import { aStream, aWrite, feedOf, type Noted } from "../../../core/src/testing/store-builders.ts"
import type { Store } from "../../../core/src/timeline/store.ts"
import { systemClock } from "../../../core/src/kernel/clock.ts"
import { history, type Step } from "../../../../tests/support/full-house-steps.ts"
import { contentsOf, live } from "../../../../tests/support/moved-house.ts"
import { createDatabase, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { openLeaseSession } from "../../src/postgres/lease-session.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 8)
const start = Date.parse("2026-10-23T15:30:00Z")
const day = 86_400_000

let server: RunningPostgres
let folder = ""
beforeAll(async () => {
  if (!postgresServer.isThere) return
  server = await postgresServer.start()
  folder = mkdtempSync(join(tmpdir(), "move-"))
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  if (folder !== "") rmSync(folder, { recursive: true })
})

/** The store of a house that is alone on it: what several processes share goes by the clock of the database, and here a test owns time. */
const alone = (shared: Store<Stored>): Store<Stored> => {
  const { coordination: _, ...store } = shared
  return store
}

const goesOnTheSame = fc.asyncProperty(history(10, ["erase", "write", "write"]), history(4), async (before, after) => {
  const stores: Store<Stored>[] = [
    memoryStore<Stored>(),
    sqliteStore<Stored>(":memory:"),
    alone(postgres<Stored>(await server.fresh())),
    sqliteStore<Stored>(":memory:"),
  ]
  const [first = memoryStore<Stored>(), ...others] = stores
  const now = await live(first, start, before, "h")
  for (const [place, store] of others.entries()) await moveStore(stores[place] ?? first, store)
  for (const store of others) expect((await compareStores(first, store)).difference).toBeUndefined()
  const rest: readonly Step[] = [...before.slice(-2), ...after, { does: "wait", who: "ana", hours: 24 * 40 }]
  for (const store of stores) expect(await live(store, now + day, rest, "t")).toBeGreaterThan(now)
  const contents = await contentsOf(first)
  for (const store of others) expect(await contentsOf(store)).toEqual(contents)
  for (const store of stores) await store.close()
})

const title = postgresServer.isThere
  ? "a store moved to PostgreSQL"
  : `a store moved to PostgreSQL (${postgresServer.remedy})`

describe.skipIf(!postgresServer.isThere)(title, () => {
  for (const check of storeArchiveChecks)
    it(check.name, () =>
      expect(
        check.run(async () => {
          const url = await server.fresh()
          let store = postgres<Noted>(url)
          await store.migrate()
          return {
            store,
            reopen: async () => {
              await store.close()
              store = postgres<Noted>(url)
              await store.migrate()
              return store
            },
            dispose: () => store.close(),
          }
        }),
      ).resolves.toBeUndefined(),
    )

  it("holds the same to the letter, there and back, and its house goes on as if nothing had been", async () => {
    await fc.assert(goesOnTheSame, { numRuns: runs })
  }, 300_000)

  it("keeps what is strange: signs that PostgreSQL has no place for, large texts, numbers with a fraction", async () => {
    const [from, to, back] = [memoryStore<Noted>(), postgres<Noted>(await server.fresh()), memoryStore<Noted>()]
    const stream = aStream(1)
    await from.commit([
      aWrite(stream, {
        text: "palabra ".repeat(40_000),
        puts: [
          {
            projection: "in\u0000\u0001box",
            key: `${stream}/\u0000`,
            at: 1.5,
            data: `{"a":"\\u0000","b":"\u{1f69a}"}`,
          },
        ],
        counts: [{ metric: "spent\u0001", at: 0, by: 2.25 }],
        posts: [{ key: stream, id: "job\u0000", type: "t", at: 12.5 }],
      }),
    ])
    await moveStore(from, to)
    await moveStore(to, back)
    expect((await compareStores(from, back)).difference).toBeUndefined()
    expect((await to.search("palabra", { limit: 10 })).items).toHaveLength(1)
    await to.close()
  })

  it("is refused while an engine is at work on the database, whichever way it is moved", async () => {
    const url = await server.fresh()
    const store = postgres<Noted>(url)
    await store.migrate()
    const database = createDatabase(postgresOptionsOf(url))
    const session = await openLeaseSession(database, systemClock)
    const refused = { _tag: "InputError", reason: "conflict" }
    await expect(moveStore(store, memoryStore<Noted>())).rejects.toMatchObject({ ...refused, field: "from" })
    await expect(moveStore(memoryStore<Noted>(), store)).rejects.toMatchObject({ ...refused, field: "to" })
    session.end()
    await database.close()
    await store.close()
  })

  it("keeps the order of commits, and goes on behind it, also where the last was erased", async () => {
    const [from, to] = [memoryStore<Noted>(), postgres<Noted>(await server.fresh())]
    for (const place of [1, 2, 3]) await from.commit([aWrite(aStream(place))])
    await from.erase(aStream(3))
    await moveStore(from, to)
    expect([await to.head(), await to.size()]).toEqual([3, await from.size()])
    await to.commit([aWrite(aStream(4))])
    expect((await feedOf(to)).map(({ cursor }) => cursor)).toEqual([1, 2, 4])
    await to.close()
  })

  it("is moved by the command, from a file into a database, and compared by it", async () => {
    const [file, url] = [join(folder, "shop.db"), await server.fresh()]
    const store = sqliteStore<Noted>(file)
    await store.migrate()
    await store.commit([aWrite(aStream(1), { text: "hola" })])
    await store.close()
    const command = join(import.meta.dirname, "../../../core/src/cli.ts")
    const escucha = async (...words: readonly string[]) => {
      const run = promisify(execFile)(process.execPath, ["--conditions=@escucha/source", command, "move", ...words], {
        cwd: join(import.meta.dirname, "../.."),
        env: { ...process.env, DATABASE_URL: url, LC_ALL: "C" },
      })
      return run.then(
        ({ stdout }) => ({ code: 0, stdout }),
        (failure: { readonly code: number; readonly stdout: string; readonly stderr: string }) => failure,
      )
    }
    expect(await escucha(file, "env:DATABASE_URL", "--json")).toMatchObject({ code: 0 })
    expect(await escucha(file, "env:DATABASE_URL", "--check")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^both hold the same:\n {2}1 streams\n/),
    })
    const [copy] = [join(folder, "copy.db")]
    expect(await escucha(url, copy, "--language", "es")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^movido/),
    })
    const changed = sqliteStore<Noted>(copy)
    await changed.commit([aWrite(aStream(2))])
    await changed.close()
    expect(await escucha(copy, url, "--check")).toMatchObject({ code: 1 })
  })
})
