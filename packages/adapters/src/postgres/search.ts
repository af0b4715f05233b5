import * as z from "zod"
import {
  type CustomerId,
  type Entry,
  limitOf,
  type Page,
  type PageRequest,
  pageOf,
  tokensOf,
  type WordQuery,
  wordQueryOf,
} from "@escucha/core/store"
import { entryColumns, entryOf, type WrittenEntry } from "./codec.ts"
import type { Sql } from "./connection.ts"
import { read } from "./text.ts"

/** Of how many of the newest passages the texts themselves are looked at. */
const mostLookedAt = 2_000

// A word that many texts have fills a page from the newest of them; then nothing is gathered that grows with the store. Where it does
// not, the index of words gathers all that fit, which are few as a rule.
const searchStatements = (schema: string) => {
  const shown = `SELECT e.seq, s.customer, ${entryColumns} FROM found JOIN ${schema}.entries AS e ON e.seq = found.seq
    JOIN ${schema}.streams AS s ON s.number = e.stream ORDER BY e.seq DESC`
  return {
    newest: `WITH newest AS MATERIALIZED (SELECT seq, ' ' || text || ' ' AS text FROM ${schema}.words WHERE seq < $1
        ORDER BY seq DESC LIMIT ${mostLookedAt}),
      found AS MATERIALIZED (SELECT seq FROM newest WHERE NOT EXISTS
        (SELECT 1 FROM unnest($2::text[]) AS needle WHERE strpos(newest.text, needle) = 0) ORDER BY seq DESC LIMIT $3) ${shown}`,
    indexed: `WITH fitting AS MATERIALIZED (SELECT seq FROM ${schema}.words WHERE text::tsvector @@ $2::tsquery AND seq < $1),
      found AS MATERIALIZED (SELECT seq FROM fitting ORDER BY seq DESC LIMIT $3) ${shown}`,
  }
}

const needlesOf = ({ whole, start }: WordQuery): readonly string[] => [...whole.map((word) => ` ${word} `), ` ${start}`]

// words are letters and digits: nothing to escape
const queryOf = ({ whole, start }: WordQuery): string =>
  [...whole.map((word) => `'${word}'`), `'${start}':*`].join(" & ")

interface Found extends WrittenEntry {
  readonly seq: number
  readonly customer: CustomerId
}

const isWhole = (place: number): boolean => Number.isSafeInteger(place)
const tokens = tokensOf(z.tuple([z.number().refine(isWhole)]))

/** Searches texts for entries that have all the words, the last committed first. */
export const createSearch = ({ query }: Sql, schema: string) => {
  const { newest, indexed } = searchStatements(schema)
  return async (
    text: string,
    page: PageRequest,
  ): Promise<Page<{ readonly customer: CustomerId; readonly entry: Entry }>> => {
    const limit = limitOf(page),
      [before] = tokens.read(page.after) ?? [Number.MAX_SAFE_INTEGER],
      typed = wordQueryOf(text)
    if (!typed) return { items: [] }
    const first = await query<Found>(newest, [before, needlesOf(typed), limit + 1])
    const found = first.length > limit ? first : await query<Found>(indexed, [before, queryOf(typed), limit + 1])
    return pageOf(
      found,
      limit,
      (row) => ({ customer: read(row.customer), entry: entryOf(row) }),
      (last) => tokens.write([last.seq]),
    )
  }
}
