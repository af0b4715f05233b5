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

type Day = [day: number, value: number]

/** What is remembered of an event and of its one number. */
interface Figures {
  count: number
  first: number
  last: number
  activeDays: number
  readonly days: Day[]
  readonly sums: { readonly total: { total: number; firstDay: number; readonly days: Day[] } }
}

/** What is remembered of a stream: the two rooms that such events touch. */
interface State {
  events?: Record<string, Figures>
  traits?: Record<string, { readonly value: unknown; readonly at: number; readonly source: string }>
}

const tell = (state: State, { traits = {} }: SegmentEvent, at: number): void => {
  const known = (state.traits ??= {})
  for (const [name, value] of Object.entries(traits)) {
    const before = known[name]
    if (!before || before.at <= at) known[name] = { value, at, source: "v1" }
  }
}

/** Adds to a day; whether it is a new one. Events come in order, so it is the last day or one behind it. */
const addTo = (days: Day[], day: number, value: number): boolean => {
  const last = days.at(-1)
  if (last?.[0] === day) last[1] += value
  else if (days.push([day, value]) > 92) days.shift()
  return last?.[0] !== day
}

const count = (state: State, { event = "", properties = {} }: SegmentEvent, at: number): void => {
  const known = (state.events ??= {})
  const day = Math.floor(at / 86_400_000),
    total = Number(properties["total"])
  const figures = (known[event] ??= {
    count: 0,
    first: at,
    last: at,
    activeDays: 0,
    days: [],
    sums: { total: { total: 0, firstDay: 0, days: [] } },
  })
  const { sums, days } = figures
  figures.count++
  figures.first = Math.min(figures.first, at)
  figures.last = Math.max(figures.last, at)
  if (addTo(days, day, 1)) figures.activeDays++
  addTo(sums.total.days, day, total)
  sums.total.total += total
  if (day === Math.floor(figures.first / 86_400_000)) sums.total.firstDay += total
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
    const data = isTrack
      ? { event: event.event, properties: event.properties }
      : { traits: event.traits, source: "v1", priority: 0 }
    append.run(
      ++latest,
      number,
      version,
      `${input}#0`,
      isTrack ? "event-tracked" : "traits-set",
      isTrack ? 1 : 2,
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
