// A floor: one row per event, which nobody looks up and nothing follows from.
import { connect } from "../../../../packages/core/src/runtime/sqlite/connection.ts"
import { groupCommit } from "./group-commit.ts"
import type { OpenServer } from "./open-server.ts"
import { serveByHand } from "./raw.ts"

/** node:http, a check by hand, one insert per event, committed once per turn of the event loop. */
export const append: OpenServer = async (file) => {
  const database = connect(file)
  database.exec("CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
  const insert = database.prepare("INSERT INTO events (body) VALUES (?)")
  const count = database.prepare("SELECT count(*) AS events FROM events")
  return serveByHand(
    groupCommit(database, (event) => void insert.run(JSON.stringify(event))),
    {
      events: async () => Number(count.get()?.["events"]),
      close: async () => database.close(),
    },
  )
}
