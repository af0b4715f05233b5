// The peer: what a good application does today with the usual parts, one transaction per request.
import fastify from "fastify"
import * as z from "zod"
import { connect } from "../../../../packages/core/src/runtime/sqlite/connection.ts"
import { requestHeaders } from "../event.ts"
import type { OpenServer } from "./open-server.ts"

const Fields = z.record(z.string(), z.unknown())
const Text = z.string().min(1).max(256)
const Event = z.object({
  type: z.enum(["track", "identify", "page", "screen", "group", "alias"]),
  messageId: Text,
  userId: Text,
  event: Text.optional(),
  timestamp: Text,
  sentAt: z.string().optional(),
  properties: Fields.optional(),
  traits: Fields.optional(),
  context: Fields.optional(),
})
const Body = z.object({ batch: z.array(Event).min(1).max(1000) })

// The settings of our own file; the table that such an application has: the id unique, the events of a user by time.
const openEvents = (file: string) => {
  const database = connect(file)
  database.exec(`CREATE TABLE events (id INTEGER PRIMARY KEY, message TEXT NOT NULL UNIQUE, user TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
    body TEXT NOT NULL); CREATE INDEX timeline ON events (user, at)`)
  return {
    database,
    begin: database.prepare("BEGIN IMMEDIATE"),
    commit: database.prepare("COMMIT"),
    insert: database.prepare(
      "INSERT INTO events (message, user, type, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (message) DO NOTHING",
    ),
    count: database.prepare("SELECT count(*) AS events FROM events"),
  }
}

/** fastify, zod and node:sqlite. */
export const peer: OpenServer = async (file) => {
  const { database, begin, commit, insert, count } = openEvents(file)
  const server = fastify({ bodyLimit: 1_048_576 })
  server.post("/v1/batch", async (request, reply) => {
    if (request.headers.authorization !== requestHeaders.authorization) return reply.code(401).send({ success: false })
    const { batch } = Body.parse(request.body)
    begin.run()
    for (const event of batch)
      insert.run(event.messageId, event.userId, event.type, Date.parse(event.timestamp), JSON.stringify(event))
    commit.run()
    return { success: true, accepted: batch.length }
  })
  const url = await server.listen({ port: 0, host: "127.0.0.1" })
  return {
    url,
    events: async () => Number(count.get()?.["events"]),
    close: async () => {
      server.server.closeAllConnections()
      await server.close()
      database.close()
    },
  }
}
