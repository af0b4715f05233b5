import type { Localized } from "../../kernel/localized.ts"
import type { AnyDefinition } from "../definition.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"
import { textsOf, type SurveyText } from "./texts.ts"

const isLocal = (text: Localized): text is Exclude<Localized, string> => typeof text !== "string"

/** The languages of a survey: those that it declares, or those of the first text that has several. */
const languagesOf = ({ languages }: AnyDefinition, texts: readonly SurveyText[]): readonly string[] => {
  if (languages) return languages
  const first = texts[0]
  return first && isLocal(first.text) ? Object.keys(first.text) : []
}

const base = (tag: string): string => tag.toLowerCase().split("-", 1)[0] ?? ""

// "es" is there for somebody who reads "es-MX"; "es-MX" alone is not for everybody who reads "es".
const has = (text: Exclude<Localized, string>, language: string): boolean =>
  Object.entries(text).some(
    ([tag, words]) =>
      words.trim() !== "" && (tag.toLowerCase() === language.toLowerCase() || tag.toLowerCase() === base(language)),
  )

const whose = ({ question, what }: SurveyText): string =>
  question === undefined ? what : `${what === "the question" ? "the words" : what} of ${quoted(question)}`

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const lacking = (text: SurveyText, missing: readonly string[], isDeclared: boolean): Diagnostic =>
  found(
    "missing-translation",
    text.question,
    `${sentence(whose(text))} are missing in ${missing.join(", ")}.`,
    `write them in ${missing.join(", ")}, or take that out of the languages`,
    isDeclared ? "error" : "warning",
  )

const empty = (text: SurveyText): Diagnostic =>
  found("missing-translation", text.question, `${sentence(whose(text))} are empty.`, "write them")

const isSentence = (words: string): boolean => (words.match(/\p{L}{2,}/gu) ?? []).length > 1
// An option that was given no label shows its value.
const isValue = ({ text, value }: SurveyText): boolean => text === value && /^[a-z]+(?:[-_][a-z]+)*$/.test(text ?? "")

/** Texts that are not there in every language of the survey. What is written once for all may be a name, and is let be. */
export const translations = (definition: AnyDefinition): readonly Diagnostic[] => {
  const texts = textsOf(definition)
  const languages = languagesOf(definition, texts)
  const isDeclared = definition.languages !== undefined
  const translated = new Set(
    texts.flatMap(({ text, kind, question }) => (isLocal(text) && kind === "label" ? question : [])),
  )
  return texts.flatMap((each) => {
    const { text } = each
    if (isLocal(text)) {
      const missing = languages.filter((language) => !has(text, language))
      return missing.length === 0 ? [] : [lacking(each, missing, isDeclared)]
    }
    if (text.trim() === "") return [empty(each)]
    const isWords = each.kind === "label" ? isValue(each) && translated.has(each.question) : isSentence(text)
    if (languages.length < 2 || !isWords) return []
    return [
      found(
        "untranslated",
        each.question,
        `${sentence(whose(each))} are the same in ${languages.join(", ")}: ${quoted(text)}.`,
        `write them in each language: { ${languages.map((language) => `${quoted(language)}: "…"`).join(", ")} }`,
      ),
    ]
  })
}
