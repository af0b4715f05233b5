import type { Speech } from "./words.tsx"

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** The value of a trait as a person reads it: languages by their name, instants as a date, figures as this language writes them. */
export const plainValue = (name: string, value: unknown, speech: Speech): string => {
  const { words, format } = speech
  if (value === null || value === undefined) return "—"
  if (name === "language" && typeof value === "string") return format.languageName(value) ?? value
  if (typeof value === "number") return format.number(value)
  if (typeof value === "boolean") return value ? words.card.yes : words.card.no
  if (typeof value === "string") {
    const at = instant.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(at) ? value : format.date(at, 0)
  }
  return Array.isArray(value) ? value.map((each) => plainValue(name, each, speech)).join(", ") : JSON.stringify(value)
}
