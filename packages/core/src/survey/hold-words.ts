import { refusal, type CheckedAnswer, type Refusal } from "./answer.ts"
import type { Placed } from "./question.ts"
import type { WordsQuestion } from "./question-words.ts"

const tooLong = (field: string, maxLength: number): Refusal => refusal(field, "too-long", "shorter", maxLength)

/** Words as they are stored: well-formed, without zeros, trimmed. */
export const words = (field: string, raw: unknown, maxLength: number, minLength = 1): CheckedAnswer => {
  if (typeof raw !== "string") return refusal(field, "wrong-kind", "words")
  if (raw.length > maxLength * 2) return tooLong(field, maxLength) // before anything is copied
  const value = raw.toWellFormed().replaceAll("\0", "").trim()
  if (value === "") return refusal(field, "missing", "give-an-answer")
  if (value.length < minLength) return refusal(field, "too-short", "longer", minLength)
  return value.length > maxLength ? tooLong(field, maxLength) : { value }
}

// What browsers take for a mail address (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in its domain.
const mailbox =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i

/** A mail address. */
export const mailAddress = (field: string, raw: unknown): CheckedAnswer => {
  const value = typeof raw === "string" && raw.length <= 320 ? raw.trim() : ""
  return mailbox.test(value) ? { value } : refusal(field, "wrong-kind", "email")
}

/** A telephone number, as E.164 writes it (https://www.itu.int/rec/T-REC-E.164): `0034 600 11 12 22` becomes `+34600111222`. */
export const telephone = (field: string, raw: unknown): CheckedAnswer => {
  const written = typeof raw === "string" && raw.length <= 40 ? raw.replace(/[\s().\-/\u00A0]/g, "") : ""
  const value = written.replace(/^00/, "+")
  return /^\+[1-9]\d{6,14}$/.test(value) ? { value } : refusal(field, "wrong-kind", "phone")
}

const isDay = (value: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}

const day = (
  { id, earliest, latest }: WordsQuestion & Placed & { readonly kind: "date" },
  raw: unknown,
): CheckedAnswer => {
  if (typeof raw !== "string" || !isDay(raw)) return refusal(id, "wrong-kind", "date")
  if (earliest !== undefined && raw < earliest) return refusal(id, "out-of-range", "not-before", earliest)
  if (latest !== undefined && raw > latest) return refusal(id, "out-of-range", "not-after", latest)
  return { value: raw }
}

/** Holds an answer that was written against its question. */
export const holdWords = (question: WordsQuestion & Placed, raw: unknown): CheckedAnswer => {
  const { id } = question
  switch (question.kind) {
    case "text": {
      const taken = words(id, raw, question.maxLength, question.minLength)
      return "value" in taken && typeof taken.value === "string" && /[\r\n]/.test(taken.value)
        ? { value: taken.value.replace(/\s*[\r\n]+\s*/g, " ") }
        : taken
    }
    case "open-text":
      return words(id, raw, question.maxLength)
    case "date":
      return day(question, raw)
    case "time":
      return typeof raw === "string" && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(raw)
        ? { value: raw }
        : refusal(id, "wrong-kind", "time")
    case "email":
      return mailAddress(id, raw)
    case "phone":
      return telephone(id, raw)
  }
}
