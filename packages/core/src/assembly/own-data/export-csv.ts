// Comma-separated values (https://www.rfc-editor.org/rfc/rfc4180) that a spreadsheet may open. A text that begins like a formula would
// be run as one (https://owasp.org/www-community/attacks/CSV_Injection): it gets an apostrophe, by which spreadsheets know a text.
// A spreadsheet of a country with decimal commas cuts at semicolons, and then within our quotes: there the same holds.

/** What may stand in a cell. */
export type Cell = string | number | boolean | null | undefined

/** Tells spreadsheets that what follows is UTF-8. */
export const byteOrderMark = "\uFEFF"

const beginsFormula = /^[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/
// Back from the sign of a formula to where its cell would begin: looked for the other way round, blank lines cost their square.
const formulaWithin = /(?<=[;\t\r\n|][\s"']*)[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/g

const isPlain = /^[\w.:/ -]*$/

/** A cell as it is written: numbers as they are, texts in quotes, and none of them a formula. */
export const cellOf = (value: Cell): string => {
  if (value === null || value === undefined) return ""
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : ""
  if (typeof value === "boolean") return `${value}`
  const written = value.toWellFormed().replaceAll("\u0000", "")
  const [first = ""] = beginsFormula.exec(written) ?? []
  const harmless = `${first && "'"}${first}${written.slice(first.length).replaceAll(formulaWithin, "'$&")}`
  return harmless === value && isPlain.test(value) ? value : `"${harmless.replaceAll('"', '""')}"`
}

/** One line of a file. */
export const lineOf = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(",")}\r\n`
