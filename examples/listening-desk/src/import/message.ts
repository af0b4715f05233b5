import { longestText, zoneOf, type InboundMessage } from "@escucha/core"
import { type Columns, type Field, requiredFields } from "./column.ts"
import { parseInstant } from "./instant.ts"
import type { Rejection, Row } from "./row.ts"

/** What a row comes to: a message and what in it nobody understood, or why it cannot be taken. */
export type ReadMessage =
  { readonly message: InboundMessage & { readonly at: number }; readonly unknownZone?: string } | Rejection

const longestId = 256
const languageForm = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i
const encoder = new TextEncoder()

/** A value of a file as text; what is absent, `null` or only blanks is nothing. */
const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.trim() === "" ? undefined : text
}

const isTooLong = (text: string): boolean =>
  text.length > longestText || (text.length * 3 > longestText && encoder.encode(text).length > longestText)

/** Everything that no field of a message takes: kept as it is, and read by nobody. */
const metadataOf = (
  row: Row,
  columns: Columns,
  rest: { readonly [Name in Field]?: string | undefined },
): { readonly [name: string]: string } => {
  const known = new Set<string>(Object.values(columns))
  const others = [...row.cells].flatMap(([name, value]) => {
    const text = known.has(name) ? undefined : textOf(value)
    return text === undefined ? [] : [[name, text] as const]
  })
  return Object.fromEntries([
    ...others,
    ...Object.entries(rest).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
  ])
}

/** Makes a reader of rows for a file whose columns are called so. Pure: nothing it says repeats what the file holds. */
export const createMessageReader =
  (columns: Columns) =>
  (row: Row): ReadMessage => {
    const cell = (field: Field): string | undefined => textOf(row.cells.get(columns[field]))
    const refuse = (field: Field, remedy: string): Rejection => ({ line: row.line, field: columns[field], remedy })
    const empty = requiredFields.find((field) => cell(field) === undefined)
    const [id, customer, text] = [cell("id")?.trim(), cell("customer")?.trim(), cell("text")]
    if (empty !== undefined || id === undefined || customer === undefined || text === undefined)
      return refuse(empty ?? "id", "is empty; every message needs it")
    for (const [field, value] of [
      ["id", id],
      ["customer", customer],
    ] as const)
      if (value.length > longestId) return refuse(field, `shorten it to ${longestId} characters`)
    if (isTooLong(text)) return refuse("text", `shorten it to ${longestText} bytes of UTF-8`)
    const at = parseInstant(cell("at") ?? "")
    if (at === undefined)
      return refuse("at", "write a time as 2026-03-01T22:05:00Z, or as seconds or milliseconds since 1970")
    const [language, zoneName] = [cell("language")?.trim(), cell("timezone")]
    const zone = zoneName === undefined ? undefined : zoneOf(zoneName)
    const isLanguage = language !== undefined && languageForm.test(language)
    const isUnknownZone = zone !== undefined && "unknown" in zone
    const metadata = metadataOf(row, columns, {
      brand: cell("brand"),
      channel: cell("channel"),
      language: isLanguage ? undefined : language,
      timezone: isUnknownZone ? zoneName : undefined,
    })
    return {
      message: {
        type: "message",
        id,
        address: customer,
        text,
        at,
        metadata,
        ...(isLanguage && { language }),
        ...(zone && "zone" in zone && { timezone: zone.zone }),
      },
      ...(isUnknownZone && zoneName !== undefined && { unknownZone: zoneName.trim() }),
    }
  }
