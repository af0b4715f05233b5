// Records of CSV (https://www.rfc-editor.org/rfc/rfc4180) and of tab-separated files
// (https://www.iana.org/assignments/media-types/text/tab-separated-values).
import { longestLine, type Line } from "./line.ts"

/** What separates the fields of a table. */
export type Delimiter = "," | ";" | "\t"

/** A record of a table and how many lines it took; or that further lines have to be seen; or what is wrong with its first line. */
export type FoundRecord =
  { readonly fields: readonly string[]; readonly lines: number } | { readonly more: true } | { readonly remedy: string }

const unclosed = "close the quote that opens a field, and double the quotes inside of it"
const stray = "put a field that holds quotes into quotes, and double those inside of it"
const tooLong = `shorten the line to ${longestLine} characters`

/** Where the quote is that closes a field which opened just before `from`; -1 where none does. */
const closingQuote = (text: string, from: number): number => {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

const bare = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line)

type Cut = { readonly fields: readonly string[] } | { readonly open: true } | { readonly remedy: string }

const cutFields = (text: string, delimiter: Delimiter): Cut => {
  const fields: string[] = []
  for (let from = 0; ;) {
    const isQuoted = text[from] === '"'
    const closing = isQuoted ? closingQuote(text, from + 1) : -1
    if (isQuoted && closing < 0) return { open: true }
    const next = text.indexOf(delimiter, isQuoted ? closing : from)
    const end = next < 0 ? text.length : next
    if (isQuoted && end !== closing + 1) return { remedy: unclosed }
    const field = isQuoted ? text.slice(from + 1, closing).replaceAll('""', '"') : text.slice(from, end)
    if (!isQuoted && delimiter !== "\t" && field.includes('"')) return { remedy: stray }
    fields.push(field)
    if (next < 0) return { fields }
    from = next + 1
  }
}

/** A tab-separated file has no quotes by its own rules, but many programs write some: they count where they open and close a field. */
const literal = (line: string): FoundRecord => ({ fields: bare(line).split("\t"), lines: 1 })

/**
 * The record that begins with the first of these lines. A quoted field may go on over further lines; where its quote never closes, the
 * first line alone is refused, so that the lines after it can be read. `isEnd`: no further lines will come.
 */
export const readRecord = (
  lines: readonly Line[],
  start: number,
  delimiter: Delimiter,
  isEnd: boolean,
): FoundRecord => {
  const first = lines[start]?.text
  if (first === null || first === undefined) return { remedy: tooLong }
  if (!first.includes('"')) return { fields: bare(first).split(delimiter), lines: 1 }
  let text = first
  for (let count = 1; ; count += 1) {
    const cut = cutFields(bare(text), delimiter)
    if ("fields" in cut) return { fields: cut.fields, lines: count }
    if ("remedy" in cut) return delimiter === "\t" ? literal(first) : cut
    const next = lines[start + count]
    if (next === undefined && !isEnd) return { more: true }
    if (next === undefined || next.text === null || text.length + next.text.length > longestLine)
      return delimiter === "\t" ? literal(first) : { remedy: unclosed }
    text = `${text}\n${next.text}`
  }
}
