import * as Context from "effect/Context"
import { millisecondsPer } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { inputId, isStream, type StreamId } from "../../kernel/ids.ts"
import { startOfHour } from "../../kernel/time.ts"
import type { Page, Row, RowFilter } from "../../timeline/store.ts"
import type { IngestDoor, RejectedCounts, RejectedEventView, RejectedFilter, Replayed } from "../doors/ingest.ts"
import { createNameless, type NamelessLine, namelessPrefix } from "../ingest/nameless.ts"
import { rejectedList, type RejectedLine } from "../ingest/rejected-rows.ts"
import { listedFor, type RejectedEvent, rejectedPrefix } from "../ingest/rejection.ts"
import { later } from "../later.ts"
import type { Loop } from "../loop.ts"
import type { Declared } from "./declared.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { pageOf } from "./list.ts"

/** What became of events that could not be taken. */
export interface IngestService extends Effectful<IngestDoor> {}

/** Ingest as a service of Effect. */
export class Ingest extends Context.Service<Ingest, IngestService>()("@escucha/Ingest") {}

const reasons = ["invalid", "too-large", "unknown", "unauthorized", "conflict"] as const

/** A refused event as it was kept, and where. */
interface Kept {
  readonly event: Pick<RejectedEvent, "raw" | "cut" | "reading">
  readonly receivedAt: number
  /** The stream in which it lies; nothing, where it names nobody. */
  readonly stream?: StreamId
  readonly name: string
}

const keptNamed = async (loop: Loop, stream: StreamId, name: string): Promise<Kept | undefined> => {
  const entry = await loop.read.entry(`${rejectedPrefix}${name}#0`, stream)
  return entry?.kind === "event-rejected"
    ? { event: entry.data, receivedAt: entry.receivedAt, stream, name }
    : undefined
}

const keptNameless = async (loop: Loop, name: string): Promise<Kept | undefined> => {
  const [row] = await loop.store.rows(rejectedList, [`${namelessPrefix}${name}`])
  if (!row) return undefined
  const line = JSON.parse(row.data) as NamelessLine // nameless.ts wrote it
  return { event: line, receivedAt: line.at, name }
}

const keptOf = async (loop: Loop, id: string): Promise<Kept | undefined> => {
  const slash = id.indexOf("/")
  const [home, name] = [id.slice(0, slash), id.slice(slash + 1)]
  if (slash < 0) return undefined
  return isStream(home) ? keptNamed(loop, home, name) : keptNameless(loop, name)
}

const viewOf = async (loop: Loop, { key, data }: Row): Promise<RejectedEventView> => {
  const line = JSON.parse(data) as RejectedLine | NamelessLine // rejected-rows.ts and nameless.ts write the rows of this list
  const { customer, type, messageId, field, reason, message, at } = line
  const raw = "raw" in line ? line.raw : (await keptOf(loop, key))?.event.raw
  return {
    id: key,
    customer,
    type,
    ...(messageId !== undefined && { messageId }),
    field,
    reason,
    message,
    at,
    raw: raw ?? null,
  }
}

const listed = async (loop: Loop, filter: RejectedFilter, page: Parameters<IngestDoor["rejected"]>[0]) => {
  await loop.ready()
  const { customer, type, field, reason } = filter
  const asked = Object.entries({ type, field, reason }).filter(([, value]) => value !== undefined)
  const who = customer === undefined ? undefined : await loop.whole(customer)
  if (customer !== undefined && !who) return { items: [] } satisfies Page<RejectedEventView>
  const wanted = Object.fromEntries([...asked, ...(who ? [["customer", who.id]] : [])]) as RowFilter // texts alone
  const { items, next } = await loop.store.query(rejectedList, wanted, pageOf(page))
  const oldest = loop.clock.now() - listedFor
  const views = await Promise.all(items.filter(({ at }) => at > oldest).map((row) => viewOf(loop, row)))
  return { items: views, ...(next !== undefined && { next }) }
}

const gone = () => new InputError("unknown", "id", "no refused event has this id; it was taken, or is too old")

/** The service over a loop. */
export const makeIngest = (loop: Loop, declared: Declared): IngestService => {
  const intake = later(async () => (await import("../ingest/verbs.ts")).createIntake(loop, declared))
  const nameless = createNameless(loop)
  const replay = async (id: string): Promise<Replayed> => {
    await loop.ready()
    const kept = await keptOf(loop, id)
    if (!kept) throw gone()
    const { event, stream, name, receivedAt } = kept
    if (event.raw === null || event.cut)
      throw new InputError("conflict", "id", "this event was not kept whole; let its sender send it again")
    const problem = await (await intake()).again(JSON.parse(event.raw), event.reading, receivedAt)
    if (problem) return { status: "rejected", field: problem.field, message: problem.message }
    if (stream === undefined) await nameless.drop([{ projection: rejectedList, key: id }])
    else await loop.post({ kind: "replayed-event", id: inputId(`replayed:${name}`), on: stream, of: name })
    return { status: "taken" }
  }
  return {
    rejected: (page, filter = {}) => attempt(() => listed(loop, filter, page)),
    replay: (id) => attempt(() => replay(id)),
    counts: ({ hours = 48 } = {}) =>
      attempt(async (): Promise<RejectedCounts> => {
        if (!Number.isFinite(hours)) throw new InputError("invalid", "hours", "give a number of hours from 1 to 8,784")
        await loop.ready()
        const now = loop.clock.now()
        const from = startOfHour(now) - (Math.min(8_784, Math.max(1, Math.round(hours))) - 1) * millisecondsPer.hour
        const metrics = reasons.map((reason) => `rejected:${reason}`)
        const found = await loop.store.series(metrics, from, now + millisecondsPer.hour)
        const of = (reason: (typeof reasons)[number]) =>
          found.reduce((total, { metric, by }) => total + (metric === `rejected:${reason}` ? by : 0), 0)
        return {
          invalid: of("invalid"),
          "too-large": of("too-large"),
          unknown: of("unknown"),
          unauthorized: of("unauthorized"),
          conflict: of("conflict"),
        }
      }),
  }
}
