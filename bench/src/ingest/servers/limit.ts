// The limit: the same durable work as ours, by hand. It keeps nothing in memory, takes one kind of event for granted and knows no rules,
// links or errors; what it leaves in the file is the same, and `agreement.ts` compares it row by row.
import { hash } from "node:crypto"
import { connect } from "../../../../packages/core/src/runtime/sqlite/connection.ts"
import { migrateSchema } from "../../../../packages/core/src/runtime/sqlite/schema.ts"
import type { SegmentEvent } from "../event.ts"
import { groupCommit } from "./group-commit.ts"
import type { OpenServer } from "./open-server.ts"
import { serveByHand } from "./raw.ts"

interface Stream {
  readonly number: number
  readonly id: string
  readonly version: number
  readonly state: string
}

/** What is remembered of a stream: the two rooms that such events touch. */
interface State {
  events?: Record<string, { readonly count: number; readonly last: number }>
  traits?: Record<string, { readonly value: unknown; readonly at: number }>
}

const tell = (state: State, { traits = {} }: SegmentEvent, at: number): void => {
  const known = (state.traits ??= {})
  for (const [name, value] of Object.entries(traits)) {
    const before = known[name]
    if (!before || before.at <= at) known[name] = { value, at }
  }
}

const count = (state: State, { event = "" }: SegmentEvent, at: number): void => {
  const known = (state.events ??= {})
  const before = known[event]
  known[event] = { count: (before?.count ?? 0) + 1, last: Math.max(before?.last ?? at, at) }
}

const freshId = (): string =>
  `s_${Date.now().toString(36).padStart(9, "0")}${Math.floor(Math.random() * 2 ** 52)
    .toString(36)
    .padStart(11, "0")}`

/** Looks up the seen id, the identifier and the state of its stream; writes the seen id, the binding, the state and the entry. */
const openWriter = (file: string) => {
  const database = connect(file)
  migrateSchema(database)
  const isSeen = database.prepare("SELECT 1 FROM seen WHERE input = ?")
  const bound = database.prepare("SELECT stream FROM identifiers WHERE identifier = ?")
  const stream = database.prepare("SELECT number, id, version, state FROM streams WHERE id = ?")
  const see = database.prepare("INSERT INTO seen VALUES (?)")
  const bind = database.prepare("INSERT INTO identifiers VALUES (?, ?)")
  const addStream = database.prepare(
    "INSERT INTO streams (id, customer, identifier, version, state) VALUES (?, ?, ?, ?, ?)",
  )
  const setStream = database.prepare("UPDATE streams SET version = ?, state = ? WHERE number = ?")
  const append = database.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
  let latest = 0
  const write = (event: SegmentEvent): void => {
    const input = `v1:${event.messageId}`,
      key = hash("sha256", input, "base64url").slice(0, 22)
    if (isSeen.get(key)) return
    see.run(key)
    const identifier = `user:${event.userId}`,
      at = Date.parse(event.timestamp),
      isTrack = event.type === "track"
    const id = bound.get(identifier)?.["stream"]
    const known = id === undefined ? undefined : (stream.get(id) as Stream | undefined) // the columns of the statement above
    const state: State = known ? JSON.parse(known.state) : {}
    if (isTrack) count(state, event, at)
    else tell(state, event, at)
    const version = (known?.version ?? 0) + 1
    let number = known?.number
    if (number === undefined) {
      const fresh = freshId()
      bind.run(identifier, fresh)
      number = Number(addStream.run(fresh, fresh, identifier, version, JSON.stringify(state)).lastInsertRowid)
    } else setStream.run(version, JSON.stringify(state), number)
    const data = isTrack ? { event: event.event, properties: event.properties } : { traits: event.traits }
    append.run(
      ++latest,
      number,
      version,
      `${input}#0`,
      isTrack ? "event-tracked" : "traits-set",
      1,
      at,
      Date.now(),
      JSON.stringify(data),
    )
  }
  return { database, write }
}

/** node:http, a check by hand and prepared statements on the same tables, committed once per turn of the event loop. */
export const limit: OpenServer = async (file) => {
  const { database, write } = openWriter(file)
  const entries = database.prepare("SELECT count(*) AS entries FROM entries")
  return serveByHand(groupCommit(database, write), {
    events: async () => Number(entries.get()?.["entries"]),
    close: async () => database.close(),
  })
}
