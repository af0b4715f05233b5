import { setTimeout as pause } from "node:timers/promises"
import { type CoordinationUnderTest, coordinationChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createDatabase, type Database, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createCoordination } from "../../src/postgres/coordination.ts"
import { migrateSchema } from "../../src/postgres/schema.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

const times = { leases: { lasts: 1_200, renew: 200, trusted: 900 } }
const real = { now: () => performance.now(), advance: (span: number) => pause(span), isReal: true }

/** The coordination of processes on a database that is made for a test; `notify` as the options say it. */
const made = async (server: RunningPostgres, notify: boolean) => {
  const url = await server.fresh()
  const opened: Database[] = []
  const database = () => {
    const own = createDatabase(postgresOptionsOf({ url, notify, connections: 4 }))
    opened.push(own)
    return own
  }
  const first = database()
  await migrateSchema(first)
  let committed = 0
  const join = async () => {
    const own = database()
    const { close, ...coordination } = createCoordination(own, times)
    return {
      coordination,
      close,
      /** Only what a commit leaves for others: the newest number, and a word of it. */
      commit: async () => {
        await first.query("UPDATE escucha.latest SET entry = entry + 1 WHERE one = 1")
        if (notify) await first.query("SELECT pg_notify($1, $2)", ["escucha_feed", String(++committed)])
      },
      die: () => own.close(),
    }
  }
  return {
    url,
    first,
    join,
    dispose: async () => {
      for (const own of opened) await own.close()
    },
  }
}

describe.skipIf(!postgresServer.isThere).each([true, false])(
  `several processes on PostgreSQL, told by it: %s${postgresServer.isThere ? "" : ` (${postgresServer.remedy})`}`,
  (notify) => {
    let server: RunningPostgres
    beforeAll(async () => {
      server = await postgresServer.start()
    })
    afterAll(async () => {
      await server[Symbol.asyncDispose]()
    })
    const make = async (): Promise<CoordinationUnderTest> => {
      const { join, dispose } = await made(server, notify)
      const joined: Awaited<ReturnType<typeof join>>[] = []
      return {
        clock: real,
        join: async () => {
          const one = await join()
          joined.push(one)
          return one
        },
        dispose: async () => {
          for (const { close } of joined) await close()
          await dispose()
        },
      }
    }
    for (const { name, run } of coordinationChecks) it(name, () => run(make))

    it("loses its leases with the database, hears again when it is back, and says that it missed something", async () => {
      const { join, dispose } = await made(server, notify)
      const [one, two] = [await join(), await join()]
      const held = await one.coordination.lease("name", new AbortController().signal)
      let [missed, woken] = [0, 0]
      const heard: string[] = []
      one.coordination.hear(
        "topic",
        (message) => heard.push(message),
        () => missed++,
      )
      one.coordination.watch(() => woken++)
      const until = async (holds: () => boolean | Promise<boolean>) => {
        for (let round = 0; round < 600 && !(await holds()); round++) await pause(50)
        expect(await holds()).toBe(true)
      }
      await until(async () => {
        await two.coordination.tell("topic", "before")
        return heard.length > 0
      })
      await server.stop("immediate")
      await until(() => held.lost.aborted)
      const before = { missed, woken }
      await server.startAgain()
      await until(async () => {
        await two.coordination.tell("topic", "after").catch(() => undefined) // it is not back yet
        return heard.includes("after")
      })
      if (notify) await until(() => missed > before.missed && woken > before.woken)
      const again = await two.coordination.lease("name", new AbortController().signal)
      expect(again.lost.aborted).toBe(false)
      await Promise.all([one.close(), two.close()])
      expect(again.lost.aborted).toBe(true)
      await dispose()
    })
  },
)
