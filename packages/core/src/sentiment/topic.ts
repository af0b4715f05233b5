import { ConfigurationError } from "../kernel/errors.ts"
import type { Localized } from "../kernel/localized.ts"
import { textWords } from "./text-word.ts"
import { isTopicName } from "./topic-name.ts"

/** Something that customers speak of, and the words by which it is known in each language. */
export interface Topic<Name extends string = string> {
  readonly name: Name
  /** What a colleague reads in place of the name. */
  readonly label?: Localized
  /**
   * Words and phrases by language (`es`, `en`, …), as people write them; accents and capitals do not matter. `*` after three letters or
   * more stands for any ending.
   */
  readonly words: { readonly [language: string]: readonly string[] }
}

const language = /^[a-z]{2,3}$/
const ending = /^[\p{L}\p{N}]{3,}\*$/u
const most = { phrases: 500, words: 6, letters: 100 }

const problemOfPhrase = (phrase: unknown): string | undefined => {
  if (typeof phrase !== "string" || phrase.length > most.letters) return `give texts of ${most.letters} letters at most`
  const parts = phrase.trim().split(/\s+/)
  const strange = parts.find((part) => part.includes("*") && !ending.test(part.normalize("NFC")))
  if (strange !== undefined)
    return `${JSON.stringify(strange)}: put * behind three letters or more, at the end of a word`
  if (textWords(phrase).length === 0) return `${JSON.stringify(phrase)} has no word`
  return parts.length > most.words ? `${JSON.stringify(phrase)}: ${most.words} words at most` : undefined
}

/**
 * Describes a topic. Without words it is there for a slow analyzer alone to name. Throws `ConfigurationError`, which names the language.
 *
 * @example
 * const delivery = defineTopic("delivery", {
 *   es: ["entrega*", "repartidor*", "llegó tarde"],
 *   en: ["deliver*", "courier*", "arrived late"],
 * })
 */
export const defineTopic = <const Name extends string>(
  name: Name,
  words: Topic["words"] = {},
  { label }: { readonly label?: Localized } = {},
): Topic<Name> => {
  if (!isTopicName(name))
    throw new ConfigurationError(
      "topic",
      "begin its name with a small letter, then letters, digits and hyphens, 32 at most",
    )
  for (const [tag, phrases] of Object.entries(words)) {
    const option = `topics.${name}.${tag}`
    if (!language.test(tag))
      throw new ConfigurationError(option, 'name a language by its two or three letters, such as "es"')
    if (!Array.isArray(phrases) || phrases.length > most.phrases)
      throw new ConfigurationError(option, `give a list of ${most.phrases} words and phrases at most`)
    const problem = phrases.map(problemOfPhrase).find((each) => each !== undefined)
    if (problem !== undefined) throw new ConfigurationError(option, problem)
  }
  return { name, words, ...(label !== undefined && { label }) }
}
