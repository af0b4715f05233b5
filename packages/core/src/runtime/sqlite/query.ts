import type { DatabaseSync, StatementSync } from "node:sqlite"
import * as z from "zod"
import type { Page, PageRequest, Row, RowFilter } from "../../timeline/store.ts"
import { limitOf, pageOf, tokensOf } from "../page.ts"
import { fieldsOf } from "../row.ts"
import { columnsOf } from "./codec.ts"

const tokens = tokensOf(z.tuple([z.number(), z.string()]))

/** One condition; true and 1 are the same to SQLite, so the type is asked for too. The path is an argument. */
const conditions = {
  string: "json_type(data, ?) = 'text' AND json_extract(data, ?) = ?",
  number: "json_type(data, ?) IN ('integer', 'real') AND json_extract(data, ?) = ?",
  boolean: "json_type(data, ?) IN ('true', 'false') AND json_extract(data, ?) = ?",
} as const

/** Reads lists. A statement is prepared once for each combination of types that filters have: the values never come into the text. */
export const createQuery = (database: DatabaseSync) => {
  const prepared = new Map<string, StatementSync>()
  const statementFor = (kinds: readonly (keyof typeof conditions)[]): StatementSync => {
    const shape = kinds.join(" ")
    const known = prepared.get(shape)
    if (known) return known
    const where = kinds.map((kind) => ` AND ${conditions[kind]}`).join("")
    const statement = database.prepare(`SELECT projection, key, at, data FROM rows INDEXED BY lists
      WHERE projection = ? AND (at, key) > (?, ?)${where} ORDER BY at, key LIMIT ?`)
    prepared.set(shape, statement)
    return statement
  }
  return (projection: string, filter: RowFilter, page: PageRequest): Page<Row> => {
    const limit = limitOf(page),
      fields = fieldsOf(filter),
      [at, key] = tokens.read(page.after) ?? [-Infinity, ""]
    const kinds = fields.map(([, value]) =>
      typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean",
    )
    const values = fields.flatMap(([field, value]) => [
      `$."${field}"`,
      `$."${field}"`,
      typeof value === "boolean" ? Number(value) : value,
    ])
    const found = statementFor(kinds)
      .all(projection, at, key, ...values, limit + 1)
      .map((row) => columnsOf<Row>(row))
    return pageOf(
      found,
      limit,
      (row) => ({ ...row }),
      (last) => tokens.write([last.at, last.key]),
    )
  }
}
