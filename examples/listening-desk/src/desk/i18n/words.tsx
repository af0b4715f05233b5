import { createContext, use, useMemo, type ReactNode } from "react"
import { en, type Words } from "./en.ts"
import { es } from "./es.ts"
import { createFormat, type Format, type Language } from "./format.ts"

/** What a component needs to speak: the dictionary, and how figures and instants are written. */
export interface Speech {
  readonly words: Words
  readonly format: Format
}

const dictionaries: { readonly [name in Language]: Words } = { en, es }

/** The dictionary and the formats of a language. */
export const speechOf = (language: Language): Speech => ({
  words: dictionaries[language],
  format: createFormat(language),
})

const SpeechContext = createContext<Speech>(speechOf("en"))

/** Lets everything below speak `language`. */
export const SpeechProvider = ({
  language,
  children,
}: {
  readonly language: Language
  readonly children: ReactNode
}) => {
  const speech = useMemo(() => speechOf(language), [language])
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

/** The words and formats of the reader's language. */
export const useSpeech = (): Speech => use(SpeechContext)

/** The word for a key that came from outside: ours where the dictionary has it, else the key itself. */
export const wordFor = (dictionary: { readonly [key: string]: string }, key: string): string =>
  Object.hasOwn(dictionary, key) ? (dictionary[key] ?? key) : key
