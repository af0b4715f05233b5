import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { StoreError } from "../../src/kernel/errors.ts"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import { sqlite } from "../../src/sqlite.ts"
import {
  anIdentifier,
  aStream,
  aUnit,
  aWrite,
  contentsOf,
  feedOf,
  noon,
  type Noted,
} from "../../src/testing/store-builders.ts"
import { inputId } from "../../src/kernel/ids.ts"
import type { Store } from "../../src/timeline/store.ts"

const [ana, ben] = [aStream(1), aStream(2)]
const writer = fileURLToPath(new URL("./store-writer.ts", import.meta.url))

let folder = ""
let file = ""
let opened: Store<Noted>[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-"))
  file = join(folder, "escucha.db")
})
afterEach(async () => {
  for (const store of opened) await store.close()
  opened = []
  rmSync(folder, { recursive: true })
})

const aStore = async (options?: Parameters<typeof sqliteStore>[1]): Promise<Store<Noted>> => {
  const store = sqliteStore<Noted>(file, options)
  opened.push(store)
  await store.migrate()
  return store
}

/** Another process that writes to the file, after it has said its first number. */
const anotherProcess = async (): Promise<{
  readonly process: ChildProcess
  readonly said: () => readonly string[]
}> => {
  const child = spawn(process.execPath, [writer, file], { stdio: ["ignore", "pipe", "inherit"] })
  let text = ""
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString()
  })
  await once(child.stdout, "data")
  return { process: child, said: () => text.split("\n").slice(0, -1) }
}

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill("SIGKILL")
  await once(child, "close")
}

/**
 * How often some text lies in the bytes of the store's files; read by another process, because closing a file here would drop our
 * lock on it.
 */
const occurrences = (text: string): number => {
  const count = `const fs = require("fs"), [, folder, text] = process.argv
    const bytes = (name) => fs.readFileSync(folder + "/" + name).toString("latin1")
    console.log(fs.readdirSync(folder).reduce((sum, name) => sum + bytes(name).split(text).length - 1, 0))`
  return Number(spawnSync(process.execPath, ["-e", count, folder, text], { encoding: "utf8" }).stdout)
}

describe("the file of a SQLite store", () => {
  it(
    "belongs to one process: a second one is refused until the first was killed, and then not for a moment",
    { timeout: 30_000 },
    async () => {
      const first = await anotherProcess()
      await expect(sqliteStore(file).migrate()).rejects.toMatchObject({
        _tag: "StoreError",
        reason: "locked",
        retryable: false,
      })
      await kill(first.process)
      const store = await aStore()
      const second = await anotherProcess()
      await once(second.process, "close")
      expect(second.said()).toEqual(["locked"])
      await expect(sqliteStore(file).migrate()).rejects.toMatchObject({ reason: "locked" }) // nor a second store in the same process
      await store.commit([aWrite(ben)])
    },
  )

  it("holds everything that was acknowledged before a kill -9", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      const { process: child, said } = await anotherProcess()
      await new Promise((resume) => setTimeout(resume, 40 * round))
      await kill(child)
      const acknowledged = Number(said().at(-1))
      const store = await aStore()
      const positions = (await feedOf(store)).map(({ entry }) => entry.position)
      expect(positions).toEqual(Array.from({ length: positions.length }, (_, place) => place + 1))
      expect(positions.length).toBeGreaterThanOrEqual(acknowledged)
      expect((await store.load({ inputs: [], identifiers: [], streams: [ana] })).streams.get(ana)?.version).toBe(
        positions.length,
      )
      await store.close()
    }
  })

  it("can be read by other programs once it is closed, and leaves nothing beside it", async () => {
    const store = await aStore()
    await store.commit([aWrite(ana)])
    expect(existsSync(`${file}-shm`)).toBe(false)
    await store.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
    const read = `const { DatabaseSync } = require("node:sqlite")
      console.log(new DatabaseSync(process.argv[1], { readOnly: true }).prepare("SELECT count(*) AS n FROM entries").get().n)`
    expect(spawnSync(process.execPath, ["-e", read, file], { encoding: "utf8" }).stdout.trim()).toBe("1")
  })

  it("is refused when a newer version wrote it", async () => {
    await (await aStore()).close()
    const database = new DatabaseSync(file)
    database.exec("PRAGMA user_version = 99")
    database.close()
    await expect(sqliteStore(file).migrate()).rejects.toMatchObject({ _tag: "StoreError", reason: "too-new" })
  })

  it("is refused when it is no database or cannot be opened, with the cause", async () => {
    writeFileSync(file, "this is a letter and not a database, and it is long enough to show it".repeat(20))
    await expect(sqliteStore(file).migrate()).rejects.toMatchObject({
      reason: "foreign",
      cause: { code: "ERR_SQLITE_ERROR" },
    })
    await expect(sqliteStore(join(folder, "nowhere", "escucha.db")).migrate()).rejects.toMatchObject({
      reason: "failed",
      cause: { code: "ERR_SQLITE_ERROR" },
    })
  })

  it("says that it is broken when a page of it is", async () => {
    const store = await aStore()
    await store.commit([aWrite(ana, { times: Array.from({ length: 500 }, (_, place) => noon + place) })])
    await store.close()
    const database = new DatabaseSync(file)
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"])
    database.close()
    const damage = `const fs = require("fs"), [, file, pages] = process.argv, handle = fs.openSync(file, "r+")
      for (let page = 1; page < pages; page++) fs.writeSync(handle, Buffer.alloc(4096, 7), 0, 4096, page * 4096)`
    spawnSync(process.execPath, ["-e", damage, file, `${pages}`])
    await expect(aStore().then((broken) => feedOf(broken))).rejects.toBeInstanceOf(StoreError)
  })

  it("keeps the numbers of later commits apart from those that a full disk took back", async () => {
    let database: DatabaseSync | undefined
    const store = await aStore({ open: (name) => (database = new DatabaseSync(name)) })
    const limit = (pages: number) => database?.exec(`PRAGMA max_page_count = ${pages}`)
    const big = (stream: typeof ana, after = 0) =>
      aWrite(stream, {
        after,
        text: "note",
        states: new Map([
          [
            stream,
            {
              customer: stream,
              identifier: anIdentifier(stream),
              version: after + 1,
              state: { note: "x".repeat(20_000) },
            },
          ],
        ]),
      })
    await store.commit([aWrite(ben)])
    limit(60)
    let taken = 0
    const fill = async () => {
      for (; taken < 1000; taken++) await store.commit([big(aStream(100 + taken))])
    }
    await expect(fill()).rejects.toMatchObject({ _tag: "StoreError", reason: "full", retryable: true })
    const before = await contentsOf(store, [ben])
    await expect(store.commit([aWrite(ana), big(aStream(999))])).rejects.toMatchObject({ reason: "full" })
    expect(await contentsOf(store, [ben])).toEqual(before) // the small unit of that commit is not there either
    limit(100_000)
    expect(await store.commit([aWrite(ana)])).toEqual([{ status: "committed" }])
    const feed = await feedOf(store)
    expect(feed.map(({ entry }) => entry.stream)).toEqual([
      ben,
      ...Array.from({ length: taken }, (_, place) => aStream(100 + place)),
      ana,
    ])
    expect(feed.map(({ cursor }) => cursor)).toEqual(feed.map((_, place) => place + 1))
  })

  it("may be no file at all", async () => {
    const store = sqlite<Noted>(":memory:")
    await store.migrate()
    await store.commit([aWrite(ana, { text: "note" })])
    expect(await store.erase(ana)).toMatchObject({ streams: 1, entries: 1 })
    await store.close()
  })
})

describe("an erasure from a file", () => {
  const canary = "kanarienvogel"

  /** A history in which every tenth customer has a canary in every kind of row; pages are split and states grow, as they do. */
  const history = async (store: Store<Noted>, customers: number, rounds: number): Promise<void> => {
    let seed = 7
    const random = (below: number) => (seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32) % below
    for (let round = 0; round < rounds; round++) {
      const units = Array.from({ length: customers }, (_, number) => {
        const stream = aStream((number * 7919) % 100_003),
          name = number % 10 === 0 ? `${canary}${number}` : `other${number}`
        const identifier = anIdentifier(name),
          id = `${name}:${round}`
        const data = { name, text: name.repeat(1 + random(random(50) === 0 ? 600 : 20)) }
        const write = aWrite(stream, {
          after: round,
          times: [noon + random(1_000_000)],
          text: `hola ${name} pedido ${name}x${round} numero ${random(1000)}`,
        })
        return {
          ...write,
          inputs: [inputId(id)],
          binds: new Map(round === 0 ? [[identifier, stream]] : []),
          entries: write.entries.map((entry) => ({ ...entry, id: `${id}#0` as const, data })),
          states: new Map([
            [
              stream,
              { customer: stream, identifier, version: round + 1, state: { note: name.repeat(random(100)), name } },
            ],
          ]),
          puts: [
            { projection: "inbox", key: stream, at: random(1_000_000), data: JSON.stringify(data) },
            { projection: "cases", key: `${stream}/${name}`, at: round, data: JSON.stringify({ name }) },
          ],
          posts: [{ key: stream, id, type: "ring", ref: `${id}#0` }],
          acks: round % 2 === 0 ? [] : [`${name}:${round - 1}`],
        }
      })
      for (let from = 0; from < units.length; from += 50) await store.commit(units.slice(from, from + 50))
    }
  }

  it("leaves no trace in any file, and all of the others", { timeout: 60_000 }, async () => {
    const store = await aStore()
    await history(store, 200, 8)
    expect(occurrences(canary)).toBeGreaterThan(1000)
    const others = (await feedOf(store)).filter(({ entry }) => !entry.id.startsWith(canary))
    const words = await store.search("other15", { limit: 1000 })
    for (let number = 0; number < 200; number += 10)
      expect(await store.erase(aStream((number * 7919) % 100_003))).toMatchObject({
        streams: 1,
        entries: 8,
        identifiers: 1,
      })
    expect(occurrences(canary)).toBe(0)
    expect(occurrences("other15")).toBeGreaterThan(0) // the count does find what is there
    expect(await feedOf(store)).toEqual(others)
    expect(await store.search("other15", { limit: 1000 })).toEqual(words)
    await store.commit([
      aUnit({ inputs: [inputId("after")], puts: [{ projection: "inbox", key: "after", at: 1, data: "{}" }] }),
      aWrite(aStream(500_000), { text: "after" }),
    ])
    expect(occurrences(canary)).toBe(0) // no page that was cached brings it back
    await store.close()
    expect(occurrences(canary)).toBe(0)
    const database = new DatabaseSync(file)
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" })
    database.exec("INSERT INTO words (words) VALUES ('integrity-check')") // throws where the search index is damaged
    database.close()
  })

  it("is finished at the next start when it broke off after its commit", { timeout: 60_000 }, async () => {
    class Breaking extends DatabaseSync {
      override prepare(sql: string): ReturnType<DatabaseSync["prepare"]> {
        if (sql.includes("wal_checkpoint")) throw new Error("the power went out")
        return super.prepare(sql)
      }
    }
    const store = await aStore({ open: (name) => new Breaking(name) })
    await history(store, 50, 3)
    for (let number = 0; number < 50; number += 10)
      await expect(store.erase(aStream((number * 7919) % 100_003))).rejects.toMatchObject({ reason: "failed" })
    expect(await feedOf(store)).toHaveLength(45 * 3)
    expect(occurrences(canary)).toBeGreaterThan(0)
    await store.close()
    const later = await aStore()
    expect(occurrences(canary)).toBe(0)
    expect(await feedOf(later)).toHaveLength(45 * 3)
  })
})
