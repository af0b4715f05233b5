import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Erased, Remains } from "../../timeline/store.ts"
import { isOfStreams } from "../row.ts"
import { count, keep, put, type Tables } from "./tables.ts"

/** Whether these are the streams that the customer has, each as it is now. */
const isAsRead = <State>(tables: Tables<State>, streams: ReadonlySet<StreamId>, { expects }: Remains): boolean =>
  expects === undefined ||
  (expects.size === streams.size &&
    [...expects].every(([stream, version]) => streams.has(stream) && tables.streams.get(stream)?.version === version))

/** Forgets all of them; gives the ids of their jobs. */
const forget = <State>(tables: Tables<State>, streams: ReadonlySet<StreamId>): readonly string[] => {
  const stays = (entry: Entry) => !streams.has(entry.stream)
  keep(tables.log, ({ entry }) => stays(entry))
  keep(tables.passages, ({ entry }) => stays(entry))
  for (const stream of streams) {
    for (const { id } of tables.lanes.get(stream) ?? []) {
      const others = tables.places.get(id)?.filter(stays) ?? []
      if (others.length > 0) tables.places.set(id, others)
      else tables.places.delete(id)
    }
    tables.lanes.delete(stream)
    tables.streams.delete(stream)
  }
  for (const { sorted, byKey } of tables.lists.values()) {
    keep(sorted, ({ key }) => !isOfStreams(key, streams))
    for (const key of byKey.keys()) if (isOfStreams(key, streams)) byKey.delete(key)
  }
  for (const [identifier, stream] of tables.bound) if (streams.has(stream)) tables.bound.delete(identifier)
  const jobs = [...tables.jobs].filter(([, { job }]) => streams.has(job.key)).map(([id]) => id)
  for (const id of jobs) tables.jobs.delete(id)
  return jobs
}

/** Removes all of a customer, as `Store.erase` promises. */
export const erase = <State>(tables: Tables<State>, customer: CustomerId, remains: Remains): Erased | undefined => {
  const streams = new Set(tables.members.get(customer))
  if (!isAsRead(tables, streams, remains)) return undefined
  const before = { entries: tables.log.length, identifiers: tables.bound.size }
  const jobs = forget(tables, streams)
  tables.members.delete(customer)
  if (streams.size > 0) {
    count(tables, remains.counts ?? [])
    for (const row of remains.puts ?? []) put(tables, row)
  }
  return {
    customer,
    streams: streams.size,
    entries: before.entries - tables.log.length,
    identifiers: before.identifiers - tables.bound.size,
    jobs: jobs.toSorted(),
  }
}
