import type { Localized } from "../kernel/localized.ts"
import type { Draft } from "./draft.ts"

/** A day (`2026-03-29`), without a clock and a zone. */
export type Day = `${number}-${number}-${number}`

/** A time of day (`09:30`), from 00:00 to 23:59. */
export type TimeOfDay = `${number}:${number}`

/** A question that is answered in writing. Lengths are in UTF-16 code units, as HTML's are. */
export type WordsQuestion =
  /** One line. */
  | { readonly kind: "text"; readonly text: Localized; readonly minLength: number; readonly maxLength: number }
  /** As many lines as it takes. */
  | { readonly kind: "open-text"; readonly text: Localized; readonly maxLength: number }
  | { readonly kind: "date"; readonly text: Localized; readonly earliest?: Day; readonly latest?: Day }
  | { readonly kind: "time"; readonly text: Localized }
  | { readonly kind: "email"; readonly text: Localized }
  | { readonly kind: "phone"; readonly text: Localized }

/** One line of text, 200 UTF-16 code units at most if nothing else is said: a name, a town, a number on an invoice. */
export const text = (
  asked: Localized,
  { minLength = 1, maxLength = 200 }: { readonly minLength?: number; readonly maxLength?: number } = {},
): Draft<string, WordsQuestion> => ({ kind: "text", text: asked, minLength, maxLength })

/** In the person's own words, up to `maxLength` UTF-16 code units. */
export const openText = (
  asked: Localized,
  { maxLength = 2000 }: { readonly maxLength?: number } = {},
): Draft<string, WordsQuestion> => ({ kind: "open-text", text: asked, maxLength })

/** A day of the calendar. */
export const date = (
  asked: Localized,
  bounds: { readonly earliest?: Day; readonly latest?: Day } = {},
): Draft<Day, WordsQuestion> => ({ kind: "date", text: asked, ...bounds })

/** A time of day. */
export const time = (asked: Localized): Draft<TimeOfDay, WordsQuestion> => ({ kind: "time", text: asked })

/** A mail address. */
export const email = (asked: Localized): Draft<string, WordsQuestion> => ({ kind: "email", text: asked })

/** A telephone number with its country, stored as E.164 (`+34600111222`). */
export const phone = (asked: Localized): Draft<string, WordsQuestion> => ({ kind: "phone", text: asked })
