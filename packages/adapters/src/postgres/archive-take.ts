import type { Archived } from "@escucha/core/move"
import { commitStatements } from "./commit.ts"
import type { Sql, Value } from "./connection.ts"
import { tagsIn } from "./fields.ts"
import { partOf } from "./part.ts"
import { textOf } from "./plan.ts"
import { written } from "./text.ts"

/** How many records are written with one statement. */
const batch = 500

type Of<Part extends Archived["part"]> = Extract<Archived, { readonly part: Part }>

const column = <Item>(items: readonly Item[], value: (item: Item) => string | number | null): Value => items.map(value)

/** The last numbers that were given, as they will stand in the row that every commit locks. */
interface Numbers {
  head: number
  stream: number
  entries: number
  job: number
}

const statementsOf = (schema: string) => ({
  ...commitStatements(schema),
  appendTo: `INSERT INTO ${schema}.entries (seq, stream, position, schema, occurred, received, id, kind, data)
    SELECT seq, s.number, position, g.schema, occurred, received, g.id, kind, data FROM unnest($1::bigint[], $2::text[], $3::bigint[],
      $4::integer[], $5::double precision[], $6::double precision[], $7::text[], $8::text[], $9::text[])
      AS g (seq, stream, position, schema, occurred, received, id, kind, data) JOIN ${schema}.streams AS s ON s.id = g.stream`,
  addFile: `INSERT INTO ${schema}.media (id, type, name, bytes) VALUES ($1, $2, $3, $4)`,
})

type Statements = ReturnType<typeof statementsOf>

const takeStreams = async (sql: Sql, { setStreams }: Statements, all: readonly Of<"stream">[], numbers: Numbers) => {
  await sql.query(setStreams, [
    column(all, () => ++numbers.stream),
    column(all, ({ id }) => written(id)),
    column(all, ({ customer }) => written(customer)),
    column(all, ({ identifier }) => written(identifier)),
    column(all, ({ version }) => version),
    column(all, ({ state }) => state),
  ])
}

const takeEntries = async (sql: Sql, statements: Statements, all: readonly Of<"entry">[], numbers: Numbers) => {
  numbers.entries += all.length
  await sql.query(statements.appendTo, [
    column(all, ({ cursor }) => cursor),
    column(all, ({ stream }) => written(stream)),
    column(all, ({ position }) => position),
    column(all, ({ schema }) => schema),
    column(all, ({ occurredAt }) => occurredAt),
    column(all, ({ receivedAt }) => receivedAt),
    column(all, ({ id }) => written(id)),
    column(all, ({ kind }) => written(kind)),
    column(all, ({ data }) => data),
  ])
  const found = all.filter(({ words = "" }) => words !== "")
  if (found.length === 0) return
  await sql.query(statements.addWords, [
    column(found, ({ cursor }) => cursor),
    column(found, ({ words = "" }) => textOf(words.split(" "))),
  ])
}

const takeRows = async (sql: Sql, { put }: Statements, all: readonly Of<"row">[]) => {
  await sql.query(put, [
    column(all, ({ key }) => written(key)),
    column(all, ({ projection }) => written(projection)),
    column(all, ({ at }) => at),
    column(all, ({ data }) => written(data)),
    column(all, ({ data }) => tagsIn(data).join("\u0001")),
  ])
}

const takeJobs = async (sql: Sql, { post }: Statements, all: readonly Of<"job">[], numbers: Numbers) => {
  numbers.job = all.reduce((most, { order }) => Math.max(most, order), numbers.job)
  await sql.query(post, [
    column(all, ({ order }) => order),
    column(all, ({ job }) => written(job.id)),
    column(all, ({ job }) => written(job.key)),
    column(all, ({ job }) => partOf(job.key)),
    column(all, ({ job }) => written(job.type)),
    column(all, ({ job }) => (job.ref === undefined ? null : written(job.ref))),
    column(all, ({ job }) => job.at ?? null),
    column(all, ({ job }) => Math.ceil(Math.max(0, job.at ?? 0))),
  ])
}

const those = <Part extends Archived["part"]>(all: readonly Archived[], part: Part): readonly Of<Part>[] =>
  // a part is what its records are told by
  all.filter((record): record is Of<Part> => record.part === part)

/** Writes records of one part. */
const takeBatch = async (
  sql: Sql,
  statements: Statements,
  all: readonly Archived[],
  numbers: Numbers,
): Promise<void> => {
  switch (all[0]?.part) {
    case "head":
      numbers.head = those(all, "head")[0]?.cursor ?? 0
      return
    case "stream":
      return takeStreams(sql, statements, those(all, "stream"), numbers)
    case "identifier": {
      const names = those(all, "identifier")
      const columns = [column(names, (one) => written(one.identifier)), column(names, (one) => written(one.stream))]
      await sql.query(statements.bind, columns)
      return
    }
    case "seen":
      await sql.query(statements.see, [column(those(all, "seen"), ({ hash }) => hash)])
      return
    case "entry":
      return takeEntries(sql, statements, those(all, "entry"), numbers)
    case "row":
      return takeRows(sql, statements, those(all, "row"))
    case "count": {
      const counts = those(all, "count")
      const metrics = column(counts, ({ metric }) => written(metric))
      await sql.query(statements.count, [metrics, column(counts, ({ at }) => at), column(counts, ({ by }) => by)])
      return
    }
    case "job":
      return takeJobs(sql, statements, those(all, "job"), numbers)
    case "file":
      for (const { id, type, name, bytes } of those(all, "file"))
        await sql.query(statements.addFile, [written(id), written(type), written(name), bytes])
      break
    default:
  }
}

/** Writes all records into the tables of a schema that hold nothing, in the order in which they come. */
export const takeRecords = async (sql: Sql, schema: string, records: AsyncIterable<Archived>): Promise<void> => {
  const statements = statementsOf(schema)
  const numbers: Numbers = { head: 0, stream: 0, entries: 0, job: 0 }
  let waiting: Archived[] = []
  const flush = async (): Promise<void> => {
    const all = waiting
    waiting = []
    await takeBatch(sql, statements, all, numbers)
  }
  for await (const record of records) {
    const isOther = waiting[0] !== undefined && waiting[0].part !== record.part
    if (isOther || waiting.length >= (record.part === "file" ? 1 : batch)) await flush()
    waiting.push(record)
  }
  await flush()
  await sql.query(statements.latest, [numbers.head, numbers.job, numbers.stream, numbers.entries])
}
