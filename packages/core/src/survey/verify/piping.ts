import type { Condition } from "../../kernel/condition.ts"
import type { Question } from "../question.ts"
import { found, quoted, type Diagnostic, type VerifyOptions } from "./diagnostic.ts"
import type { Facts } from "./explore.ts"
import { lookAt, type Look } from "./look.ts"
import { nearest } from "./nearest.ts"
import { eachLanguage, textsOf, type SurveyText } from "./texts.ts"

interface Place {
  readonly name: string
  readonly hasFallback: boolean
}

// The places of a template, as the kernel's `render` reads them.
const placesIn = (words: string): readonly Place[] =>
  [...words.matchAll(/\{([\p{L}_][\p{L}\p{N}_-]*)(\|[^{}]*)?\}/gu)].map(([, name = "", fallback]) => ({
    name,
    hasFallback: fallback !== undefined,
  }))

// What is no text, number or boolean, and no list of them, cannot be said.
const isSayable = ({ kind }: Question): boolean =>
  !["matrix", "max-diff", "contact", "panel", "file", "statement"].includes(kind)

const whose = ({ question, what }: SurveyText): string =>
  question === undefined ? what : `${what} of ${quoted(question)}`

const unknown = (look: Look, text: SurveyText, name: string, { names }: VerifyOptions): readonly Diagnostic[] => {
  const { indexOf, valueOf } = look.outline
  const near = nearest(name, [...indexOf.keys(), ...valueOf.keys()])
  // it may be a trait, unless somebody says which traits there are
  if (names ? names.includes(name) : near === undefined) return []
  return [
    found(
      "unknown-reference",
      text.question,
      `A text (${whose(text)}) names {${name}}, and no question, value or trait is called so.`,
      near === undefined ? "name a question, a value or a trait" : `did you mean {${near}}?`,
      "warning", // the sentence stays one without it
    ),
  ]
}

/** Who reads a text: those of whom it holds, given the conditions that it depends on. */
interface Readers {
  readonly conditions: readonly Condition[]
  readonly isRead: (facts: Facts) => boolean
}

const readersOf = ({ outline }: Look, { before = 0, ending, question }: SurveyText): Readers | undefined => {
  const holds = (when: Condition | undefined, facts: Facts) => !when || outline.compiled(when)(facts)
  if (question !== undefined) {
    const when = outline.questions[before]?.when
    return { conditions: when ? [when] : [], isRead: (facts) => holds(when, facts) }
  }
  // an early ending, and a quota, is read in the midst of the survey
  if (ending === undefined || ending?.early) return undefined
  const late = (outline.definition.endings ?? []).filter(({ early }) => !early)
  const isRead = (facts: Facts) => late.find(({ when }) => holds(when, facts)) === (ending ?? undefined)
  return { conditions: late.flatMap(({ when }) => when ?? []), isRead }
}

/** Whether somebody who reads this has no answer to that question or no such value; `undefined` where nobody knows. */
const mayLack = (look: Look, text: SurveyText, index: number, name: string): boolean | undefined => {
  const readers = readersOf(look, text)
  if (!readers) return undefined
  const looked = lookAt(look, { conditions: readers.conditions, before: index, also: [name] }, () => {
    const seen = { isMissing: false }
    const sees = (facts: Facts) => {
      if ((facts[name] ?? undefined) === undefined && readers.isRead(facts)) seen.isMissing = true
    }
    return { observers: [{ at: index, sees }], seen }
  })
  if (!looked) return undefined
  return looked.seen.isMissing ? (looked.isExact ? true : undefined) : false
}

const unsure = (look: Look, text: SurveyText, { name, hasFallback }: Place, index: number): readonly Diagnostic[] => {
  if (hasFallback || mayLack(look, text, index, name) !== true) return []
  return [
    found(
      "missing-fallback",
      text.question,
      `A text (${whose(text)}) names {${name}}, which some who read it were not asked or passed over.`,
      `say what to say then: {${name}|…}`,
    ),
  ]
}

const ofPlace = (look: Look, text: SurveyText, place: Place, options: VerifyOptions): readonly Diagnostic[] => {
  const { outline } = look
  const { name } = place
  const { before } = text
  const value = outline.valueOf.get(name)
  const index = outline.indexOf.get(name)
  if (before === undefined) return []
  if (index === undefined && !value) return unknown(look, text, name, options)
  const isTrait = options.names?.includes(name) === true
  if (isTrait) return []
  const isKnown = value ? value.index < outline.groupStart(before) : (index ?? 0) < outline.groupStart(before)
  if (!isKnown) {
    const isSelf = index === before
    return [
      found(
        isSelf ? "self-reference" : "forward-reference",
        text.question,
        `A text (${whose(text)}) names {${name}}, which has no answer yet.`,
        "name an earlier question",
      ),
    ]
  }
  const question = index === undefined ? undefined : outline.questions[index]
  if (question && !isSayable(question))
    return [
      found(
        "missing-fallback",
        text.question,
        `A text (${whose(text)}) names {${name}}, and the answer to a ${question.kind} cannot be put into a sentence.`,
        "work out a value of it (`calculate`), and name that",
      ),
    ]
  return unsure(look, text, place, before)
}

/** Places in texts that stay empty, always or for some. */
export const piping = (look: Look, options: VerifyOptions): readonly Diagnostic[] =>
  textsOf(look.outline.definition).flatMap((text) => {
    const places = eachLanguage(text.text).flatMap(([, words]) => placesIn(words))
    const once = new Map(places.map((place) => [`${place.name}|${place.hasFallback}`, place]))
    return [...once.values()].flatMap((place) => ofPlace(look, text, place, options))
  })
