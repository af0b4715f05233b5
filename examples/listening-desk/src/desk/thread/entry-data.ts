import type { ThreadItem } from "@escucha/core"
import { wordFor, type Speech } from "../i18n/words.tsx"

/** What the system did, as one quiet line: a sentence, and what belongs to it in fewer words. */
export interface Phrase {
  readonly text: string
  readonly detail: string | null
}

/** A line of the thread that nobody wrote. */
export type EventItem = Extract<ThreadItem, { readonly type: "event" }>

/** What an entry holds, as it came over the wire: nothing of it is certain. */
export type Data = EventItem["data"]

/** A text of the entry, or an empty one. */
export const textOf = (data: Data, field: string): string => {
  const value = data[field]
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
}

/** A figure of the entry: an instant, a share. */
export const instantOf = (data: Data, field: string): number | null => {
  const value = data[field]
  return typeof value === "number" && Number.isFinite(value) ? value : null
}

const plain = (value: unknown, { words, format }: Speech): string => {
  if (typeof value === "string") return value
  if (typeof value === "number") return format.number(value)
  if (typeof value === "boolean") return value ? words.card.yes : words.card.no
  return Array.isArray(value) ? value.map((each) => plain(each, { words, format })).join(", ") : ""
}

/** `plan: pro · city: Valencia`, from a record that came from outside. */
export const listed = (record: unknown, names: { readonly [name: string]: string }, speech: Speech): string | null => {
  if (typeof record !== "object" || record === null) return null
  const parts = Object.entries(record)
    .map(([name, value]) => ({
      name: wordFor(names, name),
      value:
        name === "language" && typeof value === "string"
          ? (speech.format.languageName(value) ?? value)
          : plain(value, speech),
    }))
    .filter(({ value }) => value !== "")
  return parts.length === 0 ? null : parts.map(({ name, value }) => `${name}: ${value}`).join(" · ")
}

/** What stands behind a sentence, where there is anything. */
export const quoted = (text: string): string | null => (text === "" ? null : text)

/** How one kind of entry is told. */
export type Teller = (data: Data, speech: Speech, now: number) => Phrase
