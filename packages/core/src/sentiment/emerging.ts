import type { TextHint } from "./analyzer.ts"
import { hitsOf } from "./hit.ts"
import { type KnownLanguage, languageOfTokens, longestRead } from "./language.ts"
import type { Label } from "./reading.ts"
import { stopWords } from "./stop-words.ts"
import { type TextWord, textWords } from "./text-word.ts"
import { tokensOf } from "./token.ts"

/** A text, and how whoever wrote it feels. */
export interface FeltText extends TextHint {
  readonly text: string
  readonly label: Label
  /** Parts of it that are spoken for: the words of topics that were declared. */
  readonly covered?: readonly Stretch[]
}

/** A part of a text: UTF-16 offsets, `end` exclusive. */
interface Stretch {
  readonly start: number
  readonly end: number
}

/** What is asked of words before they are told. */
export interface EmergingOptions {
  /** So many unhappy texts use it, at least; 3, where it is left out. */
  readonly least?: number
  /** How many are told at most; 20, where it is left out. */
  readonly most?: number
}

/** A word, or two that stand beside each other, that unhappy texts use more than happy ones. */
export interface EmergingWord {
  /** In lower case, without accents. */
  readonly words: string
  /** How many unhappy, and how many happy texts use it. */
  readonly unhappy: number
  readonly happy: number
  /** How far the difference is from none, in standard errors. */
  readonly z: number
}

/** Chance alone goes so far once in forty times, for each word. */
const leastZ = 1.96
/** What all texts say counts as a quarter of itself, before it is looked at who says it. */
const priorShare = 0.25
const mostWordsOfText = 400
const shortest = 3

const isKnown = (language: string | undefined): language is KnownLanguage => language === "es" || language === "en"

const isIn = ({ start, end }: TextWord, stretches: readonly Stretch[]): boolean =>
  stretches.some((stretch) => start < stretch.end && stretch.start < end)

/** The words that say what a text is about: no common ones, none that say a feeling, none that are spoken for. */
const contentOf = ({ text: given, language, covered = [] }: FeltText): readonly (TextWord | undefined)[] => {
  const text = given.length > longestRead ? given.slice(0, longestRead) : given
  const tokens = tokensOf(text)
  const spoken = language?.toLowerCase().split("-", 1)[0] ?? languageOfTokens(text, tokens).language
  const feelings = hitsOf(tokens, isKnown(spoken) ? spoken : "es").hits // how they feel is known; here it is about what
  const silent = isKnown(spoken) ? [stopWords[spoken]] : [stopWords.es, stopWords.en]
  return textWords(text)
    .slice(0, mostWordsOfText)
    .map((word) =>
      word.text.length < shortest ||
      !/\p{L}/u.test(word.text) ||
      silent.some((stop) => stop.has(word.text)) ||
      isIn(word, feelings) ||
      isIn(word, covered)
        ? undefined
        : word,
    )
}

/** The words and the pairs of a text, each once: whoever repeats one says no more. */
const saidIn = (text: FeltText): ReadonlySet<string> => {
  const said = new Set<string>()
  let before: TextWord | undefined
  for (const word of contentOf(text)) {
    if (word) {
      said.add(word.text)
      if (before && word.goesOn) said.add(`${before.text} ${word.text}`)
    }
    before = word
  }
  return said
}

/** In how many texts something was said. */
interface Use {
  readonly unhappy: number
  readonly happy: number
  readonly all: number
}

const nobody: Use = { unhappy: 0, happy: 0, all: 0 }

const withUse = (use: Use, label: Label): Use => ({
  unhappy: use.unhappy + Number(label === "negative"),
  happy: use.happy + Number(label === "positive"),
  all: use.all + 1,
})

/** The logarithm of the odds that a word of one side is this one. */
const logOdds = (count: number, total: number): number => Math.log(count / (total - count))

const zOf = (use: Use, sum: Use): number => {
  const prior = priorShare * use.all
  const [unhappy, happy] = [use.unhappy + prior, use.happy + prior]
  const of = priorShare * sum.all
  const difference = logOdds(unhappy, sum.unhappy + of) - logOdds(happy, sum.happy + of)
  return difference / Math.sqrt(1 / unhappy + 1 / happy)
}

/** A word that is said in a pair as often as by itself says nothing more than the pair. */
const isInPair = ({ words, unhappy, happy }: EmergingWord, found: readonly EmergingWord[]): boolean =>
  !words.includes(" ") &&
  found.some(
    (other) =>
      other.unhappy === unhappy &&
      other.happy === happy &&
      other.words.split(" ").includes(words) &&
      other.words !== words,
  )

/** Takes texts in, one after the other, and tells what stands out; no text by itself is kept. */
export interface EmergingCounter {
  readonly count: (text: FeltText) => void
  readonly words: (options?: EmergingOptions) => readonly EmergingWord[]
}

/** A counter of what unhappy and happy texts speak of. */
export const createEmergingCounter = (): EmergingCounter => {
  const uses = new Map<string, Use>()
  let sum = nobody
  return {
    count: (text) => {
      for (const word of saidIn(text)) {
        uses.set(word, withUse(uses.get(word) ?? nobody, text.label))
        sum = withUse(sum, text.label)
      }
    },
    words: ({ least = 3, most = 20 } = {}) => {
      const found = [...uses]
        .filter(([, { unhappy }]) => unhappy >= least)
        .map(([words, use]): EmergingWord => ({ words, unhappy: use.unhappy, happy: use.happy, z: zOf(use, sum) }))
        .filter(({ z }) => z >= leastZ)
      return found
        .filter((each) => !isInPair(each, found))
        .toSorted((one, two) => two.z - one.z || (one.words < two.words ? -1 : 1))
        .slice(0, most)
    },
  }
}

/**
 * The words, and pairs of words, that unhappy texts use more than happy ones: what customers complain of before anybody has a name for it.
 * By the weighted log odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, https://doi.org/10.1093/pan/mpn018),
 * counted by texts. Words that say a feeling are left out, and common words of Spanish and English.
 *
 * @example
 * emergingWords([
 *   { text: "The zip broke, terrible", label: "negative" },
 *   { text: "Lovely tent", label: "positive" },
 * ]) // [] : three unhappy texts have to use a word
 */
export const emergingWords = (texts: readonly FeltText[], options?: EmergingOptions): readonly EmergingWord[] => {
  const counter = createEmergingCounter()
  for (const text of texts) counter.count(text)
  return counter.words(options)
}
