import { createHash } from "node:crypto"
import { DatabaseSync, type SQLOutputValue } from "node:sqlite"
import { BenchError } from "../bench-error.ts"

/** Everything that must be the same; ids of streams are random and the time of receipt is the clock's, so neither is compared. */
const contents = {
  seen: "SELECT input FROM seen ORDER BY input",
  streams:
    "SELECT identifiers.identifier, version, state FROM identifiers JOIN streams ON id = stream ORDER BY identifiers.identifier",
  entries: `SELECT entries.id, identifier, kind, schema, occurred, data FROM entries JOIN streams ON number = entries.stream ORDER BY entries.id`,
  rows: "SELECT projection, at, data FROM rows ORDER BY projection, at, data",
  counters: "SELECT metric, hour, n FROM counters ORDER BY metric, hour",
  jobs: "SELECT id, type, due FROM jobs ORDER BY id",
} as const

const inOrder = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .map(([name, each]) => [name, inOrder(each)]),
  )
}

const written = (name: string, value: SQLOutputValue): unknown =>
  (name === "state" || name === "data") && typeof value === "string" ? inOrder(JSON.parse(value)) : value

/** How many rows each table has and what they say, as one hash per table. */
export const contentsOf = (file: string): { readonly [table: string]: string } => {
  using database = new DatabaseSync(file)
  return Object.fromEntries(
    Object.entries(contents).map(([table, query]) => {
      const hash = createHash("sha256")
      let rows = 0
      for (const row of database.prepare(query).iterate()) {
        hash.update(JSON.stringify(Object.entries(row).map(([name, value]) => written(name, value))))
        rows++
      }
      return [table, `${rows} rows, ${hash.digest("hex").slice(0, 16)}`]
    }),
  )
}

/** Throws `BenchError` where two files of our schema do not say the same: then the bench would compare different work. */
export const assertSameContents = (ours: string, limit: string): void => {
  const [one, two] = [contentsOf(ours), contentsOf(limit)]
  const different = Object.keys(one)
    .filter((table) => one[table] !== two[table])
    .map((table) => `${table} (${one[table]} beside ${two[table]})`)
  if (different.length > 0) throw new BenchError(`ours and the limit have not done the same: ${different.join(", ")}`)
}
