import * as z from "zod"
import {
  fieldsOf,
  limitOf,
  type Page,
  type PageRequest,
  pageOf,
  type Row,
  type RowFilter,
  tokensOf,
} from "@escucha/core/store"
import { rowOf } from "./codec.ts"
import type { Sql } from "./connection.ts"
import { tagsOf } from "./fields.ts"
import { written } from "./text.ts"

const tokens = tokensOf(z.tuple([z.number(), z.string()]))

/** Reads lists in their order; a filter is looked for in what was written beside the data (see fields.ts). */
export const createQuery = ({ query }: Sql, schema: string) => {
  const columns = `SELECT projection, key, at, data FROM ${schema}.rows WHERE projection = $1 AND (at, key) > ($2, $3)`
  const [all, filtered] = [
    `${columns} ORDER BY at, key LIMIT $4`,
    `${columns} AND fields @> $5::text[] ORDER BY at, key LIMIT $4`,
  ]
  return async (projection: string, filter: RowFilter, page: PageRequest): Promise<Page<Row>> => {
    const limit = limitOf(page),
      tags = tagsOf(fieldsOf(filter)),
      [at, key] = tokens.read(page.after) ?? [-Infinity, ""]
    const values = [written(projection), at, written(key), limit + 1]
    const found = await (tags.length === 0 ? query<Row>(all, values) : query<Row>(filtered, [...values, tags]))
    return pageOf(
      found.map(rowOf),
      limit,
      (row) => row,
      (last) => tokens.write([last.at, last.key]),
    )
  }
}
