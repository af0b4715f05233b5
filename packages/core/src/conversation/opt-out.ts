import type { Duration } from "../kernel/duration.ts"
import { catalan } from "./wishes/catalan.ts"
import { english } from "./wishes/english.ts"
import { french } from "./wishes/french.ts"
import { german } from "./wishes/german.ts"
import { italian } from "./wishes/italian.ts"
import { portuguese } from "./wishes/portuguese.ts"
import { spanish } from "./wishes/spanish.ts"

// The rule: a message tells us to stop only if it says so and nothing else. It is cut into clauses; each must be a whole wish to
// stop (or to start) or mere courtesy, and one at least must be a wish. "Stop sending me the wrong bill, where is my order?" holds
// more than a wish, and so does "cancel my order": a person reads those. A lone word with a question mark asks, it does not tell.
// All languages are heard at once: nobody knows in which one somebody writes three words.
// Words: https://www.ecfr.gov/current/title-47/section-64.1200 (a)(10) and https://help.twilio.com/articles/223134027

/** A longer text never is a wish to stop and nothing else; it is not even read. */
const longestWish = 240
const mostClauses = 12

const languages = [english, spanish, portuguese, french, german, italian, catalan]

const words = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.join(" ").split(/\s+/))
const sentences = (written: readonly (readonly string[])[]): RegExp => new RegExp(`^(?:${written.flat().join("|")})$`)

const before = words(languages.map((language) => language.before))
const behind = words(languages.map((language) => language.behind))
const alone = new Set([...before, ...behind, ...words(languages.map((language) => language.alone))])

/** Words that stop, alone in their clause or with courtesy around them; the last ones are Dutch. */
const stopWords = words([...languages.map(({ stop }) => stop), "afmelden uitschrijven"])
const startWords = words(languages.map(({ start }) => start))
const stopSentences = sentences(languages.map((language) => language.stopSentences))
const startSentences = sentences(languages.map((language) => language.startSentences))

/** Courtesy of several words counts as one. */
const phrases = new RegExp(`\\b(?:${languages.flatMap((language) => language.phrases ?? []).join("|")})\\b`, "g")

/** Who says "can you stop texting me?" does not ask. */
const request = new RegExp(`^(?:${languages.map((language) => language.request).join("|")})(?: please)? `)

interface Clause {
  readonly text: string
  readonly isQuestion: boolean
}

/**
 * Small letters without accents, emoji, apostrophes and marks, cut where sentences end, one by one: nearly every text says more than a
 * wish in its first clause. Quoted lines of an e-mail are not theirs.
 */
function* clausesOf(text: string): Generator<Clause> {
  const own = text.includes(">")
    ? text
        .split("\n")
        .filter((line) => !/^\s*>/.test(line))
        .join("\n")
    : text
  const plain = own
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}'’‘`´]/gu, "")
    .toLowerCase()
    .replace(/\b([a-z])[.](?=[a-z]\b)/g, "$1")
  for (const [part] of plain.matchAll(/[^.,;:!?¡¿\n]+[.,;:!?]*/g)) {
    const clause = part
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()
      .replace(phrases, "please")
    if (clause !== "") yield { text: clause, isQuestion: part.includes("?") }
  }
}

/** The clause without the courtesy at both ends and without words said twice in a row; empty when it was courtesy alone. */
const withoutCourtesy = (clause: string): string => {
  const said = clause.split(" ").filter((word, index, all) => word !== all[index - 1])
  const first = said.findIndex((word) => !before.has(word))
  const last = said.findLastIndex((word) => !behind.has(word))
  return first < 0 || last < first ? "" : said.slice(first, last + 1).join(" ")
}

/** What the words of a customer, as a whole, say about being written to. */
export type ContactWish = "stop" | "start"

type Meaning = ContactWish | "courtesy" | "more"

const says = (single: ReadonlySet<string>, whole: RegExp, asked: string, core: string, isRequest: boolean): boolean =>
  (!isRequest && single.has(core)) || whole.test(core) || (core !== asked && whole.test(asked))

const meaningOf = ({ text, isQuestion }: Clause): Meaning => {
  if (text.split(" ").every((word) => alone.has(word))) return "courtesy"
  const asked = text.replace(request, "")
  const isRequest = asked !== text
  if (isQuestion && !isRequest) return "more"
  const core = withoutCourtesy(asked)
  if (says(stopWords, stopSentences, asked, core, isRequest)) return "stop"
  return says(startWords, startSentences, asked, core, isRequest) ? "start" : "more"
}

/** The wish that a message tells, where it tells that one and nothing else. */
export const contactWishOf = (text: string): ContactWish | undefined => {
  if (text.length > longestWish) return undefined
  let wish: ContactWish | undefined
  let clauses = 0
  for (const clause of clausesOf(text)) {
    const meaning = meaningOf(clause)
    if (++clauses > mostClauses || meaning === "more") return undefined
    if (meaning === "courtesy") continue
    if (wish !== undefined && wish !== meaning) return undefined
    wish = meaning
  }
  return wish
}

/**
 * Whether a message, as a whole, tells us to stop writing, in Spanish, English, Portuguese, French, German, Italian or Catalan.
 * Where it says anything beside that, the answer is no, and a person reads it. Ask after the choices of an open question: there
 * "alto" may be an answer.
 *
 * @example
 * isOptOut("STOP please!") // true
 * isOptOut("Stop sending me the wrong bill, where is my order?") // false
 */
export const isOptOut = (text: string): boolean => contactWishOf(text) === "stop"

/** Whether a message, as a whole, asks us to write again after a stop: "START", "ALTA", "sí quiero". A mere yes is none. */
export const isOptIn = (text: string): boolean => contactWishOf(text) === "start"

/** After this long, a confirmation of a stop counts as one more message: let it expire. 47 CFR 64.1200 (a)(12). */
export const confirmWithin: Duration = "5 minutes"

/** The one message that confirms a stop, and how to come back. It sells nothing. */
export const confirmation = {
  es: spanish.confirmation,
  en: english.confirmation,
  pt: portuguese.confirmation,
  fr: french.confirmation,
  de: german.confirmation,
  it: italian.confirmation,
  ca: catalan.confirmation,
} as const
