import type { ThreadItem } from "@escucha/core"
import { wordFor, type Speech } from "../i18n/words.tsx"

type Written = Extract<ThreadItem, { readonly type: "written" }>
type Reason = Written["reasons"][number]
type Loss = NonNullable<Written["losses"]>[number]

const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/

/** The moment that a rule names in its line, in the reader's words; null where it names none. */
const momentIn = (detail: string | undefined, { format }: Speech, now: number): string | null => {
  const [found] = instant.exec(detail ?? "") ?? []
  const at = found === undefined ? Number.NaN : Date.parse(found)
  return Number.isNaN(at) ? null : format.moment(at, now)
}

/** Why a rule holds a message, as a sentence in the reader's language. A rule that we have no words for says it itself. */
export const reasonWords = ({ rule, detail }: Reason, speech: Speech, now: number): string => {
  const { because } = speech.words.message
  return Object.hasOwn(because, rule) ? because[rule](momentIn(detail, speech, now)) : (detail ?? rule)
}

/** The rules that hold a message, each as a sentence. */
export const heldBy = (reasons: readonly Reason[], speech: Speech, now: number): readonly string[] =>
  reasons.filter(({ passed }) => !passed).map((reason) => reasonWords(reason, speech, now))

/** What became of a part that the channel could not carry, as a sentence. */
export const lossWords = ({ part, became }: Loss, { words }: Speech): string =>
  words.message.lost[became](wordFor(words.message.part, part))
