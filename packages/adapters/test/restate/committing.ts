import type { Engine, Job, Running } from "@escucha/core/engine"
import { createDatabase, type Database, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { partOf } from "../../src/postgres/part.ts"
import { migrateSchema } from "../../src/postgres/schema.ts"

/** What a store does for an engine: it keeps jobs, and takes them away when they are cancelled or acknowledged. */
export interface Jobs {
  readonly commit: (posts: readonly Job[], gone?: readonly string[]) => Promise<void>
  readonly database: Database
  readonly close: () => Promise<void>
}

/** The jobs of an empty database, committed as the store does it: a number for each under one lock. */
export const jobsIn = async (url: string): Promise<Jobs> => {
  const database = createDatabase(postgresOptionsOf({ url, connections: 4 }))
  await migrateSchema(database)
  return {
    database,
    close: database.close,
    commit: (posts, gone = []) =>
      database.transaction(async (sql) => {
        const [latest] = await sql.query<{ readonly job: number }>(
          "UPDATE escucha.latest SET job = job + $1 WHERE one = 1 RETURNING job",
          [posts.length],
        )
        await sql.query("DELETE FROM escucha.jobs WHERE id = ANY($1)", [gone])
        for (const [place, { id, key, type, ref, at }] of posts.entries())
          await sql.query(
            `INSERT INTO escucha.jobs AS j (seq, id, key, part, type, ref, at, due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
              ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at = excluded.at, due = excluded.due, attempts = 0, state = 0,
              next = NULL, invocation = NULL, relayed = NULL WHERE j.state = 2`,
            [
              (latest?.job ?? 0) - posts.length + place + 1,
              id,
              key,
              partOf(key),
              type,
              ref ?? null,
              at ?? null,
              Math.ceil(Math.max(0, at ?? 0)),
            ],
          )
      }),
  }
}

/** An engine whose jobs are committed before it hears of them, as a house does it; and everything that it runs, to be ended. */
export const committing = (
  engine: Engine,
  jobs: Jobs,
): { readonly engine: Engine; readonly end: () => Promise<void> } => {
  const all: Running[] = []
  return {
    engine: {
      ...engine,
      post: async (posts) => {
        await jobs.commit(posts)
        await engine.post(posts)
      },
      cancel: async (ids) => {
        await jobs.commit([], ids)
        await engine.cancel(ids)
      },
      run: async (handle, limits) => {
        const running = await engine.run(handle, limits)
        all.push(running)
        return running
      },
    },
    end: async () => {
      await Promise.all(all.map((running) => running.drain()))
    },
  }
}
