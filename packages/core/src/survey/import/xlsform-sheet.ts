import type { Localized } from "../../kernel/localized.ts"

/** A row of a sheet: what stands in each column, by its head. */
export interface SheetRow {
  readonly [column: string]: string | number | boolean | null | undefined
}

/** The sheets of a workbook by name, each as its rows. */
export interface Sheets {
  readonly [sheet: string]: readonly SheetRow[]
}

/** A row whose columns are called as XLSForm calls them, and that has texts only. */
export type Row = ReadonlyMap<string, string>

const languages: { readonly [name: string]: string } = {
  english: "en",
  spanish: "es",
  español: "es",
  castellano: "es",
  french: "fr",
  français: "fr",
  francais: "fr",
  portuguese: "pt",
  português: "pt",
  german: "de",
  deutsch: "de",
  italian: "it",
  italiano: "it",
  chinese: "zh",
  arabic: "ar",
  hindi: "hi",
  russian: "ru",
  swahili: "sw",
}

const tag = /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i

/** The BCP 47 tag of a language as heads of columns name it: `English (en)`, `español`, `fr`. */
export const tagOf = (named: string): string | undefined => {
  const name = named.trim()
  const inside = /\(([\w-]+)\)\s*$/.exec(name)?.[1]
  if (inside !== undefined && tag.test(inside)) return inside
  const known = name.toLowerCase()
  if (Object.hasOwn(languages, known)) return languages[known]
  return tag.test(name) ? name : undefined
}

// Columns have had several names in the course of time.
const aliases: { readonly [head: string]: string } = {
  caption: "label",
  "list name": "list_name",
  relevance: "relevant",
  bind_relevant: "relevant",
  read_only: "readonly",
  "read only": "readonly",
  "constraint message": "constraint_message",
  constraint_msg: "constraint_message",
  "choice filter": "choice_filter",
  "repeat count": "repeat_count",
  calculate: "calculation",
  requiredmsg: "required_message",
  "default language": "default_language",
}

const headOf = (column: string): string => {
  const [first = "", ...rest] = column.trim().split(/::?/)
  const head = first.trim().toLowerCase()
  const name = Object.hasOwn(aliases, head) ? (aliases[head] ?? head) : head
  return [name, ...rest.map((part) => part.trim())].join("::")
}

const textOf = (value: SheetRow[string]): string => {
  if (value === null || value === undefined) return ""
  const text = String(value).trim()
  // a spreadsheet writes whole numbers as 12.0
  return /^-?\d+\.0+$/.test(text) ? text.replace(/\.0+$/, "") : text
}

/** The rows of a sheet whose name is looked for without regard to capitals; none where it is not there. */
export const rowsOf = (sheets: Sheets, name: string): readonly Row[] => {
  const found = Object.entries(sheets).find(([sheet]) => sheet.trim().toLowerCase() === name)?.[1] ?? []
  return found.map(
    (row) =>
      new Map(
        Object.entries(row)
          .map(([column, value]): readonly [string, string] => [headOf(column), textOf(value)])
          .filter(([, text]) => text !== ""),
      ),
  )
}

/** What a text of a row is written with. */
export interface SheetWording {
  /** The language of what is written without one. */
  readonly language: string
  /** What a name is called here; `undefined` where it is not known before. */
  readonly named: (name: string) => string | undefined
  readonly refuse: (what: string, reason: string) => void
}

const filled = (text: string, { named, refuse }: SheetWording): string =>
  text.replace(/\$\{([^{}]+)\}/g, (place, name: string) => {
    const id = named(name.trim())
    if (id !== undefined) return `{${id}}`
    refuse(place, "a text names something that is not answered before it")
    return ""
  })

/** A text of a row, in one language or in several; `undefined` where there is none. */
export const wordsOf = (row: Row, column: string, wording: SheetWording): Localized | undefined => {
  const plain = row.get(column)
  const texts: (readonly [string, string])[] = plain === undefined ? [] : [[wording.language, filled(plain, wording)]]
  for (const [head, text] of row) {
    if (!head.startsWith(`${column}::`)) continue
    const name = head.slice(column.length + 2)
    const language = tagOf(name)
    if (language === undefined)
      wording.refuse(head, "no tag of BCP 47 is known for this language; write it behind its name, as in English (en)")
    else texts.push([language, filled(text, wording)])
  }
  if (texts.length === 0) return undefined
  return texts.length === 1 && plain !== undefined ? texts[0]?.[1] : Object.fromEntries(texts)
}
