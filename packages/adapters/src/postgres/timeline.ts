import * as z from "zod"
import {
  type CustomerId,
  type Entry,
  limitOf,
  type Page,
  type PageRequest,
  pageOf,
  tokensOf,
} from "@escucha/core/store"
import { entryColumns, entryOf, type WrittenEntry } from "./codec.ts"
import type { Sql } from "./connection.ts"
import { read, written } from "./text.ts"

// Every stream of the customer is one range of the index, of which no more is read than the page has; the newest of all are given.
// `passed` is asked only of those that happened at the moment where the page before ended: an entry that lies in two streams happened
// once, so its other place can lie before that end only there.
const timelineStatement = (
  schema: string,
): string => `SELECT ${entryColumns}, CASE WHEN $3 = '' OR e.occurred <> $2 THEN false
      ELSE EXISTS (SELECT 1 FROM ${schema}.entries AS twin JOIN ${schema}.streams AS its ON its.number = twin.stream
        WHERE twin.id = e.id AND its.customer = $1 AND twin.occurred = $2 AND (its.id, twin.position) >= ($3, $4::bigint)) END AS passed
    FROM ${schema}.streams AS s CROSS JOIN LATERAL (SELECT * FROM ${schema}.entries AS lane WHERE lane.stream = s.number
      AND (lane.occurred, lane.position) < ($2::double precision,
        CASE WHEN s.id = $3 THEN $4::bigint WHEN s.id < $3 THEN 9223372036854775807 ELSE -1 END)
      ORDER BY lane.occurred DESC, lane.position DESC LIMIT $5) AS e
    WHERE s.customer = $1 ORDER BY e.occurred DESC, s.id DESC, e.position DESC LIMIT $5`

interface Placed extends WrittenEntry {
  readonly passed: boolean
}

const isWhole = (place: number): boolean => Number.isSafeInteger(place)
const tokens = tokensOf(z.tuple([z.number(), z.string(), z.number().refine(isWhole)]))

/** How many more than the page has are read at once: so many entries of a page may lie in two streams before it is read again. */
const spare = 9

/** Reads timelines, newest first over all streams of a customer; an entry that lies in two of them is shown at its first place only. */
export const createTimeline = ({ query }: Sql, schema: string) => {
  const statement = timelineStatement(schema)
  return async (customer: CustomerId, page: PageRequest): Promise<Page<Entry>> => {
    const limit = limitOf(page),
      [occurred, stream, position] = tokens.read(page.after) ?? [Infinity, "", 0]
    for (let reach = limit + spare; ; reach *= 2) {
      const found = await query<Placed>(statement, [written(customer), occurred, written(stream), position, reach])
      const ids = new Set<string>()
      const items = found.filter(({ id, passed }) => ids.size < ids.add(id).size && !passed)
      if (items.length > limit || found.length < reach)
        return pageOf(items, limit, entryOf, (last) => tokens.write([last.occurred, read(last.stream), last.position]))
    }
  }
}
