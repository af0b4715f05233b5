import type { DeskSurveyHead } from "@escucha/core"
import type { Speech } from "../i18n/words.tsx"
import { wordFor } from "../i18n/words.tsx"

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** What a survey is called: as the house says it in the reader's language, else by its name. */
export const surveyName = (name: string, { words }: Speech): string => sentence(wordFor(words.house.surveys, name))

/** The languages of a survey, as words. */
export const languageWords = ({ languages }: Pick<DeskSurveyHead, "languages">, { words, format }: Speech): string =>
  languages.length === 0
    ? words.surveys.anyLanguage
    : languages.map((tag) => format.languageName(tag) ?? tag).join(", ")

/** What a channel of the house is called. */
export const channelWords = (name: string, { words }: Speech): string => sentence(wordFor(words.channels, name))
