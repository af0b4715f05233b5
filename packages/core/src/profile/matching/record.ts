import { type Comparator, formOf } from "./comparator.ts"

/** Somebody as they are compared: an id, and what is known of them by field. What is missing speaks neither for nor against. */
export interface MatchRecord {
  readonly id: string
  readonly values: { readonly [field: string]: unknown }
}

/** The values of one field: each distinct form once, with how many records have it. */
export interface Column {
  readonly field: string
  readonly comparator: Comparator
  readonly forms: string[]
  readonly counts: number[]
  readonly indexes: Map<string, number>
  /** Places of forms that nobody has any more. */
  readonly free: number[]
  /** By row, the index of its form; -1 where nothing is known. */
  readonly cells: number[]
  /** How many records have any value. */
  known: number
}

/** The records that are compared, by row; a row that was taken away stays empty. */
export interface Table {
  readonly columns: readonly Column[]
  readonly ids: (string | undefined)[]
  readonly rows: Map<string, number>
  /** Rows that were taken away, for the next to come. */
  readonly free: number[]
}

/** The index of nothing. */
export const unknown = -1

/** A table without records. */
export const createTable = (fields: { readonly [field: string]: Comparator }): Table => ({
  columns: Object.entries(fields).map(([field, comparator]) => ({
    field,
    comparator,
    forms: [],
    counts: [],
    indexes: new Map(),
    free: [],
    cells: [],
    known: 0,
  })),
  ids: [],
  rows: new Map(),
  free: [],
})

const valueOf = (record: MatchRecord, field: string): unknown =>
  Object.hasOwn(record.values, field) ? record.values[field] : undefined

const cellOf = (column: Column, form: string): number => {
  if (form === "") return unknown
  const known = column.indexes.get(form)
  if (known !== undefined) return known
  const cell = column.free.pop() ?? column.forms.length
  column.indexes.set(form, cell)
  column.forms[cell] = form
  column.counts[cell] = 0
  return cell
}

/** Puts a record into the table and gives its row; the caller has made sure that its id is not there. */
export const addRow = (table: Table, record: MatchRecord): number => {
  const row = table.free.pop() ?? table.ids.length
  table.ids[row] = record.id
  table.rows.set(record.id, row)
  for (const column of table.columns) {
    const cell = cellOf(column, formOf(column.comparator, valueOf(record, column.field)))
    column.cells[row] = cell
    if (cell === unknown) continue
    column.counts[cell] = (column.counts[cell] ?? 0) + 1
    column.known++
  }
  return row
}

/** Takes a row away: it is counted and compared no more. */
export const removeRow = (table: Table, row: number): void => {
  const id = table.ids[row]
  if (id === undefined) return
  table.rows.delete(id)
  table.ids[row] = undefined
  table.free.push(row)
  for (const column of table.columns) {
    const cell = column.cells[row] ?? unknown
    column.cells[row] = unknown
    if (cell === unknown) continue
    column.known--
    const left = (column.counts[cell] ?? 1) - 1
    column.counts[cell] = left
    if (left > 0) continue
    column.indexes.delete(column.forms[cell] ?? "")
    column.forms[cell] = ""
    column.free.push(cell)
  }
}

/** The form that a row has in a column; empty where nothing is known. */
export const formAt = (column: Column, row: number): string => column.forms[column.cells[row] ?? unknown] ?? ""

/** The share of the records with a value that have this very one: how common it is, from 0 to 1. */
export const shareAt = (column: Column, row: number): number => {
  const cell = column.cells[row] ?? unknown
  return cell === unknown || column.known === 0 ? 0 : (column.counts[cell] ?? 0) / column.known
}
