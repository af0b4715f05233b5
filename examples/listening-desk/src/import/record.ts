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

/** A record as far as its lines were read: the fields that are whole, and the lines of a quoted one that has not closed yet. */
interface Cutting {
  readonly fields: string[]
  open: string[] | undefined
}

/** Reads one more line of a record, so that a quote that never closes costs one look at each line. */
const cutLine = (
  cutting: Cutting,
  line: string,
  delimiter: Delimiter,
): "whole" | "open" | { readonly remedy: string } => {
  const text = bare(line)
  for (let from = 0; ;) {
    if (!cutting.open && text[from] === '"') {
      cutting.open = []
      from += 1
    }
    const { open } = cutting
    const closing = open ? closingQuote(text, from) : -1
    if (open && closing < 0) {
      open.push(line.slice(from))
      return "open"
    }
    const next = text.indexOf(delimiter, open ? closing : from)
    const end = next < 0 ? text.length : next
    if (open && end !== closing + 1) return { remedy: unclosed }
    const field = open ? [...open, text.slice(from, closing)].join("\n").replaceAll('""', '"') : text.slice(from, end)
    if (!open && delimiter !== "\t" && field.includes('"')) return { remedy: stray }
    cutting.fields.push(field)
    cutting.open = undefined
    if (next < 0) return "whole"
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
  const cutting: Cutting = { fields: [], open: undefined }
  let length = 0
  for (let count = 0; ; count += 1) {
    const next = lines[start + count]
    if (next === undefined && !isEnd) return { more: true }
    length += next?.text?.length ?? 0
    if (typeof next?.text !== "string" || length > longestLine)
      return delimiter === "\t" ? literal(first) : { remedy: unclosed }
    const cut = cutLine(cutting, next.text, delimiter)
    if (cut === "whole") return { fields: cutting.fields, lines: count + 1 }
    if (cut !== "open") return delimiter === "\t" ? literal(first) : cut
  }
}
