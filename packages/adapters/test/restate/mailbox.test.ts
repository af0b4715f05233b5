import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createDatabase, type Database, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore } from "../../src/postgres/store.ts"
import { createMailbox, type Mailbox } from "../../src/restate/mailbox.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

const { isThere, remedy } = postgresServer
const job = (id: string, at?: number) => ({ key: "s_1" as const, id, type: "check", ...(at !== undefined && { at }) })

describe.skipIf(!isThere)(`the jobs of an engine on Restate in the database${isThere ? "" : ` (${remedy})`}`, () => {
  let server: RunningPostgres
  beforeAll(async () => {
    server = await postgresServer.start()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const holding = async (
    jobs: readonly ReturnType<typeof job>[],
    use: (mailbox: Mailbox, database: Database) => Promise<void>,
  ): Promise<void> => {
    const database = createDatabase(postgresOptionsOf({ url: await server.fresh(), connections: 4 }))
    const store = createPostgresStore<unknown>(database)
    await store.migrate()
    const nothing = { inputs: [], entries: [], passages: [], puts: [], drops: [], counts: [], acks: [], cancels: [] }
    await store.commit([{ ...nothing, expects: new Map(), binds: new Map(), states: new Map(), posts: jobs }])
    const mailbox = createMailbox(database)
    await Promise.all([mailbox.prepare(), createMailbox(database).prepare(), mailbox.prepare()])
    try {
      await use(mailbox, database)
    } finally {
      await store.close()
    }
  }

  it("are not touched by an attempt that was given up, once a newer one has begun", () =>
    holding([job("a")], async (mailbox) => {
      const old = await mailbox.begin("s_1", { job: "a", seq: 1 })
      const fresh = await mailbox.begin("s_1", { job: "a", seq: 1 })
      if (!old || !fresh) throw new TypeError("it begins twice")
      expect([old.attempts, fresh.attempts]).toEqual([1, 2])
      await mailbox.bury(old)
      await mailbox.pause(old, Date.now() + 60_000)
      expect(await mailbox.stats(Date.now())).toMatchObject({ dead: 0, running: 1, delayed: 0 })
      await mailbox.bury(fresh)
      expect(await mailbox.stats(Date.now())).toMatchObject({ dead: 1, running: 0 })
    }))

  it("are told anew in another round, whenever Restate answers to what it was told of the first", () =>
    holding([job("a")], async (mailbox) => {
      const [first] = await mailbox.untold(["a"], Date.now())
      const begun = await mailbox.begin("s_1", { job: "a", seq: 1 })
      if (!first || !begun) throw new TypeError("it is told, and begins")
      await mailbox.bury(begun)
      await mailbox.revive("a")
      await mailbox.told([{ seq: first.seq, id: "a", invocation: "inv_1", isNoted: false }], Date.now())
      const [again] = await mailbox.untold(["a"], Date.now())
      expect(again?.id).toBe("a")
      expect(again?.seq).toBeGreaterThan(first.seq) // the same number would be the same sending, and Restate takes that once
      await expect(mailbox.revive("a")).rejects.toMatchObject({ _tag: "InputError", reason: "unknown" })
    }))

  it("begin in the order of their commits, and those for later in the order of their times", () =>
    holding([job("a"), job("later", 2_000), job("b"), job("sooner", 1_000)], async (mailbox) => {
      const order: (string | undefined)[] = []
      const next = async (token: { readonly seq: number; readonly at?: number }): Promise<void> => {
        const begun = await mailbox.begin("s_1", { job: "", ...token })
        order.push(begun?.job.id)
        if (begun) await mailbox.end(begun)
      }
      await next({ seq: 2, at: 2_000 }) // the time of the second has come, so that of the first has
      await next({ seq: 2, at: 2_000 })
      await next({ seq: 2, at: 2_000 })
      await next({ seq: 3 })
      await next({ seq: 3 })
      await next({ seq: 3 })
      expect(order).toEqual(["sooner", "later", undefined, "a", "b", undefined])
    }))

  it("are taken along by the delivery of one before them, unless one for later is due and would have to wait", () =>
    holding([job("a"), job("b"), job("later", 2_000), job("c")], async (mailbox) => {
      const begun = await mailbox.begin("s_1", { job: "a", seq: 1 })
      if (!begun) throw new TypeError("it begins")
      const next = await mailbox.endAndBegin(begun, 1, 1_999)
      if (!next) throw new TypeError("it is taken along")
      expect([next.job.id, next.attempts]).toEqual(["b", 1])
      expect(await mailbox.endAndBegin(next, 1, 2_000)).toBeUndefined()
      expect(await mailbox.begin("s_1", { job: "b", seq: 2 })).toBeUndefined() // it has run
      const own = await mailbox.begin("s_1", { job: "c", seq: 4 })
      expect(own?.job.id).toBe("c")
    }))

  it("begin again in front of others when they were taken along and their process died", () =>
    holding([job("a"), job("b"), job("c")], async (mailbox) => {
      const begun = await mailbox.begin("s_1", { job: "a", seq: 1 })
      const next = begun && (await mailbox.endAndBegin(begun, 1, 1))
      expect([next?.job.id, next?.attempts]).toEqual(["b", 1])
      const again = await mailbox.begin("s_1", { job: "a", seq: 1 })
      expect([again?.job.id, again?.attempts]).toEqual(["b", 2])
      if (again) await mailbox.end(again)
      expect(await mailbox.begin("s_1", { job: "a", seq: 1 })).toBeUndefined() // the rest has deliveries of its own
    }))

  it("are counted as often as they begin again and have come to no end of their own", () =>
    holding([job("a"), job("b")], async (mailbox) => {
      const begin = () => mailbox.begin("s_1", { job: "a", seq: 1 })
      const deaths = [await begin(), await begin(), await begin()].map((begun) => begun?.deaths)
      expect(deaths).toEqual([0, 1, 2])
      const last = await begin()
      if (!last) throw new TypeError("it begins")
      await mailbox.pause(last, 1)
      const next = await begin()
      expect([next?.deaths, next?.attempts]).toEqual([0, 5])
      const behind = next && (await mailbox.endAndBegin(next, 1, 1))
      expect([behind?.job.id, behind?.deaths]).toEqual(["b", 0])
      expect((await mailbox.begin("s_1", { job: "b", seq: 2 }))?.deaths).toBe(1)
    }))

  it("count as delayed behind one of their key that waits for another attempt", () =>
    holding([job("a"), job("b"), job("later", Date.now() + 3_600_000)], async (mailbox) => {
      const begun = await mailbox.begin("s_1", { job: "a", seq: 1 })
      if (!begun) throw new TypeError("it begins")
      const now = Date.now()
      await mailbox.pause(begun, now + 60_000)
      expect(await mailbox.stats(now)).toMatchObject({ ready: 0, delayed: 3, running: 0 })
      expect([await mailbox.isBusy(now), await mailbox.isBusy(now + 61_000)]).toEqual([false, true])
    }))

  it("have whatever names they were given", () =>
    holding([job("a\0b'\u0001;--")], async (mailbox) => {
      const [told] = await mailbox.untold(["a\0b'\u0001;--"], Date.now())
      expect(told).toMatchObject({ id: "a\0b'\u0001;--", seq: 1 })
      await mailbox.told([{ seq: 1, id: "a\0b'\u0001;--", invocation: "inv_1", isNoted: true }], Date.now())
      expect(await mailbox.untold(["a\0b'\u0001;--"], Date.now())).toEqual([])
      expect(await mailbox.forget(["a\0b'\u0001;--"])).toEqual([]) // it is still there
      const begun = await mailbox.begin("s_1", { job: "", seq: 1, noted: true })
      expect(begun?.job).toEqual(job("a\0b'\u0001;--"))
    }))
})
