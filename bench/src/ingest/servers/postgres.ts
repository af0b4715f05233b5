// The same application as in ours.ts on PostgreSQL, and the floor below it: one row for each event, by hand, in sets.
import { serve } from "@escucha/adapters/servers/node"
import { postgres } from "@escucha/adapters/stores/postgres"
import { createEscucha, type WebDoor } from "@escucha/core"
import { Pool } from "pg"
import { type SegmentEvent, writeKey } from "../event.ts"
import type { OpenServer } from "./open-server.ts"
import { serveByHand } from "./raw.ts"

/** node:http → `handle()`, with the store in PostgreSQL. */
export const onPostgres: OpenServer = async (url) => {
  const escucha = createEscucha({ store: postgres(url), ingest: { writeKeys: [writeKey] } })
  await escucha.start()
  const door: WebDoor = escucha
  const serving = await serve(door)
  return {
    url: serving.url,
    events: async () => (await escucha.store.size()).entries,
    close: async () => {
      await serving.close()
      await escucha.close()
    },
  }
}

interface Waiting {
  readonly events: readonly SegmentEvent[]
  readonly kept: () => void
}

/** node:http, a check by hand, one row for each event; what waits while one statement is under way goes with the next. */
export const appendOnPostgres: OpenServer = async (url) => {
  const pool = new Pool({ connectionString: url })
  await pool.query("CREATE TABLE events (seq bigserial PRIMARY KEY, body text NOT NULL)")
  let waiting: Waiting[] = [],
    isBusy = false
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const taken = waiting
      waiting = []
      const bodies = taken.flatMap(({ events }) => events.map((event) => JSON.stringify(event)))
      await pool.query({
        name: "append",
        text: "INSERT INTO events (body) SELECT * FROM unnest($1::text[])",
        values: [bodies],
      })
      for (const { kept } of taken) kept()
    }
    isBusy = false
  }
  return serveByHand(
    (events, kept) => {
      waiting.push({ events, kept })
      if (isBusy) return
      isBusy = true
      setImmediate(() => void flush())
    },
    {
      events: async () =>
        Number((await pool.query<{ readonly n: string }>("SELECT count(*) AS n FROM events")).rows[0]?.n),
      close: () => pool.end(),
    },
  )
}
