import { type Attempt, ConfigurationError, createEscucha, type Engine } from "@escucha/core"
import { ConformanceError, type EngineUnderTest, engineChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { postgresEngine } from "../../src/engines/postgres.ts"
import {
  createDatabase,
  type Database,
  postgresOptionsOf,
  type PostgresSettings,
} from "../../src/postgres/connection.ts"
import { createPostgresEngine } from "../../src/postgres/engine.ts"
import { membership, spaceOf } from "../../src/postgres/lease-session.ts"
import { answersBeside } from "../support/planted-engine.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { committing, type Ground, makeGround, makeSubject, realClock } from "./postgres-house.ts"

const { isThere, remedy } = postgresServer
let server: RunningPostgres
let url = ""
beforeAll(async () => {
  if (!isThere) return
  server = await postgresServer.start()
  url = await server.fresh()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const ground = async (): Promise<Ground> => {
  const made = await makeGround(url)
  onTestFinished(made.dispose)
  return made
}

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await realClock.advance(20)
}

const job = (key: number, id: string, at?: number) => ({
  key: `s_0mm00000${key.toString().padStart(11, "0")}` as const,
  id,
  type: "check",
  ...(at !== undefined && { at }),
})

/** How many parts each process holds, the one with the fewest first. */
const sharesIn = async ({ database, schema }: Ground): Promise<readonly number[]> => {
  const rows = await database.query<{ readonly held: number }>(
    `SELECT count(*) FILTER (WHERE objid < ${membership}) AS held FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
      AND classid = $1::oid GROUP BY pid`,
    [spaceOf(schema)],
  )
  return rows.map(({ held }) => held).sort((one, two) => one - two)
}

const limits = { concurrency: 16, attempts: 3 }
const idle = async (): Promise<void> => {}

/** A database whose sessions answer otherwise. */
const withSessions =
  (change: (text: string, values: readonly unknown[]) => readonly unknown[] | undefined) =>
  (settings: PostgresSettings): Database => {
    const database = createDatabase(settings)
    return {
      ...database,
      dedicated: async () => {
        const session = await database.dedicated()
        return {
          ...session,
          query: async (text, values = []) => session.query(text, (change(text, values) ?? values) as typeof values), // as many, of the same types
        }
      },
    }
  }

describe(`several processes on PostgreSQL ${isThere ? "" : `(${remedy})`}`, () => {
  it.skipIf(!isThere)("share the parts evenly while they come and go", { timeout: 60_000 }, async () => {
    const place = await ground()
    const shares = async (wanted: readonly number[]) =>
      until(async () => (await sharesIn(place)).join() === wanted.join())
    const first = await place.engine().run(idle, limits)
    await shares([48])
    await place.engine().run(idle, limits)
    await shares([24, 24])
    await place.engine().run(idle, limits)
    await shares([16, 16, 16])
    await first.drain()
    await shares([24, 24])
    expect(await sharesIn(place)).toEqual([24, 24])
  })

  it.skipIf(!isThere)("give up what runs when the session is lost, and lose nothing", { timeout: 60_000 }, async () => {
    const place = await ground()
    const engine = place.engine()
    const began: string[] = [],
      ended: string[] = []
    let given = 0
    const handle = async ({ id, signal }: Attempt): Promise<void> => {
      began.push(id)
      if (began.length <= 4)
        await new Promise<void>((_, reject) => {
          signal.addEventListener("abort", () => {
            given++
            reject(new RangeError("given up"))
          })
        })
      ended.push(id)
    }
    await engine.run(handle, limits)
    await engine.post(Array.from({ length: 4 }, (_, key) => job(key, `${key}`)))
    await until(() => began.length === 4)
    await place.database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = $1::oid AND objid = $2",
      [spaceOf(place.schema), membership],
    )
    await until(() => ended.length === 4)
    expect(given).toBe(4)
    expect([...ended].sort()).toEqual(["0", "1", "2", "3"])
    expect((await engine.stats()).dead).toBe(0)
  })

  it.skipIf(!isThere)("find what nobody told them of", { timeout: 60_000 }, async () => {
    const place = await ground()
    const ended: string[] = []
    const engine = place.engine({ notify: false })
    await engine.run(async ({ id }) => void ended.push(id), limits)
    const quiet: Engine = committing({ ...engine, post: async () => {}, cancel: async () => {} }, place.store)
    await quiet.post([job(1, "untold"), job(2, "untold too", Date.now() + 500)])
    await until(() => ended.length === 2)
    expect(ended).toEqual(["untold", "untold too"])
  })

  it.skipIf(!isThere)("take no harm from what others tell on their channels", { timeout: 60_000 }, async () => {
    const place = await ground()
    const ended: string[] = []
    const engine = place.engine()
    await engine.run(async ({ id }) => void ended.push(id), limits)
    for (const told of ["hello", "null", "7", "{}", '["another", 7]'])
      for (const channel of ["escucha_cancels", "escucha_jobs", "escucha_leases"])
        await place.database.query("SELECT pg_notify($1, $2)", [channel, told])
    await engine.post([job(1, "one")])
    await until(() => ended.length === 1)
    expect(ended).toEqual(["one"])
  })

  it.skipIf(!isThere)("work off far more than they keep in memory, in order", { timeout: 120_000 }, async () => {
    const place = await ground()
    const engine = place.engine()
    const many = Array.from({ length: 9_000 }, (_, number) => job(number % 300, `${number % 300}-${number}`))
    for (let from = 0; from < many.length; from += 1_000) await engine.post(many.slice(from, from + 1_000))
    const at = Date.now() + 4_000
    await engine.post(Array.from({ length: 3_000 }, (_, key) => job(1_000 + key, `later ${key}`, at)))
    const ended: string[] = []
    await engine.run(async ({ id }) => void ended.push(id), { ...limits, concurrency: 64 })
    await until(() => ended.length >= 12_000)
    expect(new Set(ended).size).toBe(12_000)
    const forNow = ended.filter((id) => id.includes("-"))
    for (const [, ids] of Map.groupBy(forNow, (id) => id.split("-")[0] ?? "")) {
      const numbers = ids.map((id) => Number(id.split("-")[1]))
      expect(numbers).toEqual(numbers.toSorted((one, two) => one - two))
    }
  })

  it.skipIf(!isThere)("refuse a connection that keeps no locks, and say why", { timeout: 60_000 }, async () => {
    const place = await ground()
    // as behind a pooler: the lock is taken on a connection that somebody else gets the next moment
    const pooled = withSessions((text, values) => (text.includes("pg_locks") ? [Number(values[0]) + 1] : undefined))
    const engine = createPostgresEngine({ url, schema: place.schema }, pooled)
    await expect(engine.run(idle, limits)).rejects.toThrow(ConfigurationError)
    await expect(engine.run(idle, limits)).rejects.toThrow(/advisory locks/)
  })

  it("are refused a store that they do not share", () => {
    expect(() => createEscucha({ engine: postgresEngine("postgres://localhost/nowhere") })).toThrow(ConfigurationError)
  })
})

/** Runs the checks of these names; gives those that found a fault. */
const caught = async (
  names: RegExp,
  make: Parameters<(typeof engineChecks)[number]["run"]>[0],
): Promise<readonly unknown[]> => {
  const checks = engineChecks.filter(({ name }) => names.test(name))
  const results = await Promise.allSettled(checks.map(({ run }) => run(make)))
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []))
}

describe.concurrent("the conformance suite, on PostgreSQL,", () => {
  const bugs: readonly (readonly [fault: string, names: RegExp, change: (engine: Engine) => Engine])[] = [
    [
      "notices that posts run last first",
      /in the order of their posts/,
      (engine) => ({ ...engine, post: (jobs) => engine.post(jobs.toReversed()) }),
    ],
    [
      "notices that everything runs twice",
      /has very many/,
      (engine) => ({
        ...engine,
        run: (handle, given) => engine.run((attempt) => handle(attempt).then(() => handle(attempt)), given),
      }),
    ],
    [
      "notices that timers are 300 ms early",
      /when it is due/,
      (engine) => ({
        ...engine,
        post: (jobs) =>
          engine.post(jobs.map(({ at, ...rest }) => ({ ...rest, ...(at !== undefined && { at: at - 300 }) }))),
      }),
    ],
    [
      "notices that nobody tells an attempt that it was given up",
      /outlives its process/,
      (engine) => ({
        ...engine,
        run: (handle, given) =>
          engine.run((attempt) => handle({ ...attempt, signal: new AbortController().signal }), given),
      }),
    ],
    [
      "notices that an answer does not wait for its limit to be decided",
      /a reply and its time limit/,
      (engine) => ({ ...engine, ...answersBeside(engine) }),
    ],
    [
      "notices that cancelled jobs run",
      /cancelled while it waited/,
      (engine) => ({ ...engine, cancel: async () => {} }),
    ],
  ]
  for (const [fault, names, change] of bugs)
    it.skipIf(!isThere)(fault, { timeout: 200_000 }, async () => {
      expect(
        (
          await caught(
            names,
            makeSubject(() => url, change),
          )
        )[0],
      ).toBeInstanceOf(ConformanceError)
    })

  it.skipIf(!isThere)("notices that each process has locks of its own", { timeout: 200_000 }, async () => {
    let processes = 0
    const make = async (): Promise<EngineUnderTest> => {
      const place = await makeGround(url)
      const drains: (() => Promise<void>)[] = []
      const engine = (): Engine => {
        const space = ++processes
        const own = withSessions((_, values) =>
          values[0] === spaceOf(place.schema) ? [Number(values[0]) - space, ...values.slice(1)] : undefined,
        )
        const made = createPostgresEngine({ url, schema: place.schema }, own)
        const run: Engine["run"] = async (handle, given) => {
          const running = await made.run(handle, given)
          drains.push(running.drain)
          return running
        }
        return committing({ ...made, run }, place.store)
      }
      const dispose = async () => {
        await Promise.all(drains.map((drain) => drain()))
        await place.dispose()
      }
      return { engine: engine(), beside: async () => engine(), clock: realClock, repeats: "never", dispose }
    }
    expect((await caught(/runs a job in one process/, make))[0]).toBeInstanceOf(ConformanceError)
  })
})

it("knows its options", () => {
  expect(postgresOptionsOf("postgres://localhost/there").schema).toBe("escucha")
  expect(() => postgresEngine({ url: "postgres://localhost/there", highWater: 0 })).toThrow(/postgresEngine.highWater/)
})
