import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { StreamId, UnitResult } from "@escucha/core/store"
import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { inputId } from "../../../core/src/kernel/ids.ts"
import { anEntry, anIdentifier, aStream, aWrite, feedOf, noon } from "../../../core/src/testing/store-builders.ts"
import { partOf } from "../../src/postgres/part.ts"
import type { PostgresStore } from "../../src/postgres/store.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { type Noted, openStore } from "../support/postgres-stores.ts"

const there = postgresServer.isThere

describe.skipIf(!there)(`PostgreSQL that processes share${there ? "" : ` (${postgresServer.remedy})`}`, () => {
  let server: RunningPostgres
  const opened: PostgresStore<Noted>[] = []
  beforeAll(async () => {
    server = await postgresServer.start()
  })
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()))
    await server?.[Symbol.asyncDispose]()
  })
  const open = async (url: string): Promise<PostgresStore<Noted>> => {
    const store = await openStore({ url })
    opened.push(store)
    return store
  }
  const asking = async <Row>(url: string, text: string): Promise<readonly Row[]> => {
    const client = new Client(url)
    await client.connect()
    const { rows } = await client.query(text)
    await client.end()
    return rows as readonly Row[] // the statement beside it names the columns
  }

  it("has one order of commits, without a gap for any reader, whoever writes", async () => {
    const url = await server.fresh()
    const stores = await Promise.all([1, 2, 3].map(() => open(url)))
    const story = { isOver: false }
    const seen = stores.map((): string[] => [])
    const read = async (store: PostgresStore<Noted>, found: string[]): Promise<void> => {
      for (let cursor = 0, isLast = false; !isLast;) {
        isLast = story.isOver // one more round after the last commit
        for await (const committed of store.feed(cursor)) {
          cursor = committed.cursor
          found.push(committed.entry.id)
        }
      }
    }
    // everybody writes into the same five streams: who is fenced reads again
    const write = async (store: PostgresStore<Noted>, writer: number): Promise<number> => {
      let fences = 0
      for (let turn = 0; turn < 15;) {
        const stream = aStream(1 + ((turn + writer) % 5))
        const { streams } = await store.load({ inputs: [], identifiers: [], streams: [stream] })
        const after = streams.get(stream)?.version ?? 0
        const [result] = await store.commit([
          aWrite(stream, {
            after,
            inputs: [inputId(`${writer} ${turn}`)],
            counts: [{ metric: "notes", at: 0, by: 1 }],
            posts: [{ key: stream, id: `job ${writer} ${turn}`, type: "ring" }],
          }),
        ])
        if (result?.status === "committed") turn++
        else fences++
      }
      return fences
    }
    const writing = Promise.all(
      stores.flatMap((store, place) => [0, 1, 2].map((writer) => write(store, place * 3 + writer))),
    ).finally(() => {
      story.isOver = true
    })
    const [fences] = await Promise.all([writing, ...stores.map((store, place) => read(store, seen[place] ?? []))])
    expect(fences.some((count) => count > 0)).toBe(true) // they did get into each other's way
    const all = (await feedOf(await open(url))).map(({ entry }) => entry.id)
    expect(all.length).toBe(135)
    expect(seen).toEqual([all, all, all])
    const jobs = await asking<{ readonly id: string; readonly key: string; readonly part: number }>(
      url,
      "SELECT id, key, part FROM escucha.jobs ORDER BY seq",
    )
    expect(jobs.length).toBe(135)
    expect(jobs.every(({ key, part }) => part === partOf(key))).toBe(true)
    for (const stream of new Set(jobs.map(({ key }) => key))) {
      const order = (await open(url)).timeline(stream as StreamId, { limit: 1 }) // a key of ours is a stream
      expect((await order).items.length).toBe(1)
    }
  })

  it("tells others of a commit, and of which parts have new jobs", async () => {
    const url = await server.fresh()
    const store = await open(url)
    const listener = new Client(url)
    await listener.connect()
    const told: string[] = []
    const heard = new Promise<void>((resolve) =>
      listener.on("notification", ({ channel, payload }) => {
        told.push(`${channel} ${payload ?? ""}`)
        if (channel === "escucha_feed") resolve()
      }),
    )
    await listener.query("LISTEN escucha_jobs")
    await listener.query("LISTEN escucha_feed")
    const stream = aStream(7)
    await store.commit([aWrite(stream, { posts: [{ key: stream, id: "one", type: "ring" }] })])
    await heard
    expect(told).toEqual([`escucha_jobs ${partOf(stream)}`, "escucha_feed 1"])
    await store.commit([aWrite(stream)]) // a duplicate writes nothing and tells nothing
    await listener.query("SELECT 1")
    expect(told.length).toBe(2)
    await listener.end()
  })

  it("takes a job again that has ended without anybody acknowledging it, and no other", async () => {
    const url = await server.fresh()
    const store = await open(url)
    const post = (ref: string) =>
      aWrite(aStream(1), {
        after: Number(ref),
        posts: ["waiting", "dead", "ended"].map((id) => ({ key: aStream(1), id, type: "ring", ref })),
      })
    await store.commit([post("0")])
    await asking(
      url,
      "UPDATE escucha.jobs SET state = CASE id WHEN 'dead' THEN 1 WHEN 'ended' THEN 2 ELSE 0 END, attempts = 3",
    )
    expect((await store.jobs({ limit: 9 })).items.map(({ id }) => id)).toEqual(["waiting", "dead"])
    expect((await store.size()).jobs).toBe(2)
    await store.commit([post("1")])
    expect(await asking(url, "SELECT id, state, attempts, ref FROM escucha.jobs ORDER BY seq")).toEqual([
      { id: "waiting", state: 0, attempts: 3, ref: "0" },
      { id: "dead", state: 1, attempts: 3, ref: "0" },
      { id: "ended", state: 0, attempts: 0, ref: "1" },
    ])
  })

  it("leaves no trace of who was erased in any table or index, soon after", async () => {
    const url = await server.fresh()
    const store = await open(url)
    const word = "kanarienvogel"
    const full = (stream: StreamId, canary: string) =>
      aWrite(stream, {
        times: [noon, noon + 1],
        entries: [anEntry(stream, 1, { id: `${canary}#0`, data: { text: canary } }), anEntry(stream, 2)],
        binds: new Map([[anIdentifier(canary), stream]]),
        text: canary,
        passages: [{ stream, position: 1, text: canary }],
        puts: [{ projection: "inbox", key: `${stream}/${canary}`, at: 1, data: JSON.stringify({ text: canary }) }],
        posts: [{ key: stream, id: canary, type: "ring", ref: canary }],
      })
    await store.commit([full(aStream(1), word), full(aStream(2), "nightingale")])
    await store.media?.put(word, { bytes: Buffer.from(word), type: "text/plain", name: word })
    await store.media?.delete([word])
    await store.erase(aStream(1))
    await store.swept()
    const names = await asking<{ readonly name: string }>(
      url,
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'escucha'",
    )
    const traces = await Promise.all(
      names.map(({ name }) => asking(url, `SELECT 1 FROM escucha.${name} AS t WHERE t::text LIKE '%${word}%'`)),
    )
    expect(traces.flat()).toEqual([])
    expect(await asking(url, "SELECT 1 FROM escucha.meta WHERE name = 'unswept'")).toEqual([])
    expect((await store.search(word, { limit: 9 })).items).toEqual([])
    expect((await store.search("nightingale", { limit: 9 })).items.length).toBe(1)
    // bytes of what is gone stay in the unused parts of pages until something is written over them, or the tables are written anew
    await asking(url, "VACUUM FULL")
    await asking(url, "CHECKPOINT")
    const left = readdirSync(join(server.folder, "data", "base"), { recursive: true, withFileTypes: true }).filter(
      (file) => file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(word),
    )
    expect(left).toEqual([])
  })

  it("sweeps up what a process before it left", async () => {
    const url = await server.fresh()
    const before = await open(url)
    await before.commit([aWrite(aStream(1))])
    await asking(url, "INSERT INTO escucha.meta VALUES ('unswept', 'before')")
    const after = await open(url)
    await after.swept()
    expect(await asking(url, "SELECT 1 FROM escucha.meta WHERE name = 'unswept'")).toEqual([])
  })

  it("answers a duplicate from any process", async () => {
    const url = await server.fresh()
    const [one, other] = [await open(url), await open(url)]
    const results = await Promise.all([one, other].map((store) => store.commit([aWrite(aStream(1))])))
    const statuses = results.flat().map(({ status }: UnitResult) => status)
    expect(statuses.sort()).toEqual(["committed", "duplicate"])
  })
})
