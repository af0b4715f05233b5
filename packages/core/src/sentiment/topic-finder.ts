import type { TextHint } from "./analyzer.ts"
import { type KnownLanguage, languageOf, longestRead } from "./language.ts"
import { type TextWord, textWords } from "./text-word.ts"
import type { Topic } from "./topic.ts"

/** A topic where a text speaks of it: UTF-16 offsets, `end` exclusive. */
export interface TopicHit {
  readonly topic: string
  readonly start: number
  readonly end: number
}

interface Part {
  readonly text: string
  readonly isStem: boolean
}

interface Phrase {
  readonly topic: string
  readonly language: string
  readonly first: Part
  readonly rest: readonly Part[]
}

/** Phrases by their first word, and those that begin with a stem by its first letters. */
interface PhraseIndex {
  readonly words: ReadonlyMap<string, readonly Phrase[]>
  readonly stems: ReadonlyMap<string, readonly Phrase[]>
}

/** Finds topics in texts. */
export interface TopicFinder {
  /** The topics that it knows, in their order. */
  readonly all: readonly Topic[]
  /** Where a text speaks of them, in reading order. */
  readonly find: (text: string, hint?: TextHint) => readonly TopicHit[]
}

const stemKey = 3
const mostHits = 64

const partsOf = (phrase: string): readonly Part[] =>
  phrase
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const parts = textWords(word)
      return parts.map(({ text }, place) => ({ text, isStem: word.endsWith("*") && place === parts.length - 1 }))
    })

const phrasesOf = ({ name: topic, words }: Topic): readonly Phrase[] =>
  Object.entries(words).flatMap(([language, phrases]) =>
    phrases.flatMap((phrase): readonly Phrase[] => {
      const [first, ...rest] = partsOf(phrase)
      return first ? [{ topic, language, first, rest }] : []
    }),
  )

const indexOf = (topics: readonly Topic[]): PhraseIndex => {
  const phrases = topics.flatMap(phrasesOf)
  return {
    words: Map.groupBy(
      phrases.filter(({ first }) => !first.isStem),
      ({ first }) => first.text,
    ),
    stems: Map.groupBy(
      phrases.filter(({ first }) => first.isStem),
      ({ first }) => first.text.slice(0, stemKey),
    ),
  }
}

const isKnown = (language: string): language is KnownLanguage => language === "es" || language === "en"

/**
 * Whether words of a language are looked for in a text: not those of Spanish in an English one, or the other way, for the same letters
 * mean something else there. Of other languages we cannot tell what a text is.
 */
const isReadIn = (spoken: string | undefined, language: string): boolean =>
  spoken === undefined || spoken === language || !isKnown(language)

const fits = ({ text, isStem }: Part, word: TextWord | undefined): boolean =>
  word !== undefined && (isStem ? word.text.startsWith(text) : word.text === text)

/** Whether the rest of a phrase stands behind the word at `at`. */
const goesOn = ({ rest }: Phrase, words: readonly TextWord[], at: number): boolean =>
  rest.every((part, place) => {
    const word = words[at + 1 + place]
    return word?.goesOn === true && fits(part, word)
  })

/** The phrases that stand at a word. */
const phrasesAt = ({ words: whole, stems }: PhraseIndex, words: readonly TextWord[], at: number): readonly Phrase[] => {
  const word = words[at]
  if (word === undefined) return []
  const begun = stems.get(word.text.slice(0, stemKey))?.filter(({ first }) => fits(first, word))
  const found = [...(whole.get(word.text) ?? []), ...(begun ?? [])]
  return found.filter((phrase) => goesOn(phrase, words, at))
}

/** One common word is no sign yet of what a text is written in: two are. */
const surely = 0.75

const spokenIn = (text: string, { language }: TextHint): string | undefined => {
  if (language !== undefined) return language.toLowerCase().split("-", 1)[0]
  const guess = languageOf(text)
  return guess.confidence >= surely ? guess.language : undefined
}

/**
 * A finder for topics. Of the phrases of one topic at one place the longest counts, and none counts twice. Words of a language are
 * looked for where the text is in it, or nobody can tell.
 *
 * @example
 * const { find } = createTopicFinder([defineTopic("delivery", { en: ["deliver*"] })])
 * find("Delivered two days late") // [{ topic: "delivery", start: 0, end: 9 }]
 */
export const createTopicFinder = (topics: readonly Topic[]): TopicFinder => {
  const index = indexOf(topics)
  const isEmpty = index.words.size + index.stems.size === 0
  const find = (given: string, hint: TextHint = {}): readonly TopicHit[] => {
    if (isEmpty) return []
    const text = given.length > longestRead ? given.slice(0, longestRead) : given
    const words = textWords(text)
    const spoken = spokenIn(text, hint)
    const reached = new Map<string, number>()
    const hits: TopicHit[] = []
    for (const [at, { start }] of words.entries()) {
      const here = new Map<string, number>()
      for (const { topic, language, rest } of phrasesAt(index, words, at)) {
        const end = words[at + rest.length]?.end ?? start
        if (isReadIn(spoken, language) && start >= (reached.get(topic) ?? 0) && end > (here.get(topic) ?? 0))
          here.set(topic, end)
      }
      for (const [topic, end] of here) {
        reached.set(topic, end)
        hits.push({ topic, start, end })
      }
      if (hits.length >= mostHits) break
    }
    return hits
  }
  return { all: topics, find }
}
