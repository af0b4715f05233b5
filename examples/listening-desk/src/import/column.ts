/** What a message needs, and what it may have. */
export const requiredFields = ["id", "at", "customer", "text"] as const
export const optionalFields = ["channel", "brand", "language", "timezone"] as const

/** What we read of a row. Every other column is kept as metadata, whatever it is called. */
export type Field = (typeof requiredFields)[number] | (typeof optionalFields)[number]

/** By which name the file calls each field. */
export type Columns = { readonly [Name in Field]: string }

const fields: readonly Field[] = [...requiredFields, ...optionalFields]

const isField = (name: string): name is Field => fields.some((field) => field === name)

/** The columns as they are called where nobody says otherwise: by the names of the fields. */
export const usualColumns: Columns = {
  id: "id",
  at: "at",
  customer: "customer",
  text: "text",
  channel: "channel",
  brand: "brand",
  language: "language",
  timezone: "timezone",
}

/**
 * Reads what the command line says of the columns; fields that it does not name keep their usual names.
 *
 * @example
 * parseColumns("id=tweet_id,at=created") // { value: { ...usualColumns, id: "tweet_id", at: "created" } }
 */
export const parseColumns = (text: string): { readonly value: Columns } | { readonly problem: string } => {
  const named = new Map<Field, string>()
  for (const part of text.split(",")) {
    const [field = "", ...rest] = part.split("=")
    const column = rest.join("=").trim()
    if (!isField(field.trim()) || column === "")
      return { problem: `write FIELD=COLUMN, with commas between; the fields are ${fields.join(", ")}` }
    named.set(field.trim() as Field, column) // isField has just said so
  }
  const value = { ...usualColumns, ...Object.fromEntries(named) }
  const taken = Object.values(value)
  const twice = [...named.values()].find((column) => taken.indexOf(column) !== taken.lastIndexOf(column))
  return twice === undefined ? { value } : { problem: `the column ${JSON.stringify(twice)} is named for two fields` }
}

/** The required field whose column is not there, with that column's name; `undefined` where all are. */
export const missingColumn = (
  columns: Columns,
  header: readonly string[],
): { readonly field: Field; readonly column: string } | undefined => {
  const field = requiredFields.find((name) => !header.includes(columns[name]))
  return field === undefined ? undefined : { field, column: columns[field] }
}

/** The columns that a field is read from and that are there more than once, so that nobody could tell which one is meant. */
export const repeatedColumns = (columns: Columns, header: readonly string[]): readonly string[] =>
  Object.values(columns).filter((name) => header.indexOf(name) !== header.lastIndexOf(name))

/** The columns that no field is read from, each once. */
export const unknownColumns = (columns: Columns, header: Iterable<string>): readonly string[] => {
  const known = new Set<string>(Object.values(columns))
  return [...new Set(header)].filter((name) => !known.has(name))
}
