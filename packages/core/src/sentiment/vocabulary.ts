import type { KnownLanguage } from "./language.ts"
import { fold } from "./token.ts"

/**
 * The words of a language that say how somebody feels, as people write them. Words are separated by blanks; `*` ends a stem of at
 * least four letters (`perfect*`); `_` joins the words of a phrase (`hasta_las_narices`).
 */
export interface Vocabulary {
  /** Words by weight, from -3 (as bad as can be) to 3. */
  readonly feelings: readonly (readonly [weight: number, words: string])[]
  /** What a customer needs to happen: nothing by itself, a complaint when it is negated ("does not work"). */
  readonly needs: string
  /** Words that turn what follows round, with what they say by themselves. */
  readonly negators: readonly (readonly [weight: number, words: string])[]
  /** Words that make the next feeling stronger (a factor above 1) or weaker. */
  readonly degrees: readonly (readonly [factor: number, words: string])[]
  /** Words after which the important part comes. */
  readonly contrasts: string
}

/** What a word does to the reading. */
export type Meaning =
  | { readonly kind: "feeling"; readonly plain: number; readonly negated: number }
  | { readonly kind: "negator"; readonly weight: number }
  | { readonly kind: "degree"; readonly factor: number }
  | { readonly kind: "contrast" }

interface Phrase {
  readonly rest: readonly string[]
  readonly meaning: Meaning
}

/** What one language makes of a word, alone and as the beginning of a phrase (longest first). */
export interface Sense {
  readonly meaning?: Meaning
  readonly phrases?: readonly Phrase[]
}

/** What each language makes of a word. */
export type Senses = { readonly [Language in KnownLanguage]?: Sense }

interface Stem {
  readonly stem: string
  readonly senses: Senses
}

/** All vocabularies in a form that finds a word in two look-ups. */
export interface Index {
  readonly words: ReadonlyMap<string, Senses>
  /** By the key of their first letters; another beginning may have the same key. */
  readonly stems: ReadonlyMap<number, readonly Stem[]>
}

const shortestStem = 4
const turnedPraise = -0.8
const turnedBlame = -0.35
const unmetNeed = -2

const feeling = (weight: number): Meaning => ({
  kind: "feeling",
  plain: weight,
  negated: weight * (weight > 0 ? turnedPraise : turnedBlame),
})

type Item = readonly [word: string, meaning: Meaning]

const itemsOf = (vocabulary: Vocabulary): readonly Item[] => {
  const list = (words: string, meaning: Meaning): readonly Item[] =>
    words
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => [fold(word), meaning])
  return [
    ...vocabulary.feelings.flatMap(([weight, words]) => list(words, feeling(weight))),
    ...list(vocabulary.needs, { kind: "feeling", plain: 0, negated: unmetNeed }),
    ...vocabulary.negators.flatMap(([weight, words]) => list(words, { kind: "negator", weight })),
    ...vocabulary.degrees.flatMap(([factor, words]) => list(words, { kind: "degree", factor })),
    ...list(vocabulary.contrasts, { kind: "contrast" }),
  ]
}

const withItem = (sense: Sense | undefined, rest: readonly string[], meaning: Meaning): Sense =>
  rest.length === 0
    ? { ...sense, meaning }
    : {
        ...sense,
        phrases: [...(sense?.phrases ?? []), { rest, meaning }].sort((one, two) => two.rest.length - one.rest.length),
      }

const withSense = (
  senses: Senses | undefined,
  language: KnownLanguage,
  rest: readonly string[],
  meaning: Meaning,
): Senses => ({ ...senses, [language]: withItem(senses?.[language], rest, meaning) })

/** The first four letters as a number: a look-up without cutting a string. */
const stemKey = (word: string): number =>
  (word.charCodeAt(0) << 18) ^ (word.charCodeAt(1) << 12) ^ (word.charCodeAt(2) << 6) ^ word.charCodeAt(3)

const sensesOfStem = (stems: Index["stems"], word: string): Senses | undefined =>
  word.length < shortestStem ? undefined : stems.get(stemKey(word))?.find(({ stem }) => word.startsWith(stem))?.senses

/** Both together: what a word says as the beginning of a phrase does not hide what it says alone. */
const joined = (senses: Senses, stem: Senses): Senses => ({
  es: { ...stem.es, ...senses.es },
  en: { ...stem.en, ...senses.en },
})

/** Makes vocabularies ready for look-ups; done once, when the module loads. */
export const indexOf = (vocabularies: { readonly [Language in KnownLanguage]: Vocabulary }): Index => {
  const words = new Map<string, Senses>()
  const whole = new Map<string, Senses>()
  for (const language of ["es", "en"] as const) {
    for (const [item, meaning] of itemsOf(vocabularies[language])) {
      const [first = "", ...rest] = item.split("_")
      if (first.endsWith("*"))
        whole.set(first.slice(0, -1), withSense(whole.get(first.slice(0, -1)), language, rest, meaning))
      else words.set(first, withSense(words.get(first), language, rest, meaning))
    }
  }
  const longestFirst = [...whole]
    .map(([stem, senses]) => ({ stem, senses }))
    .sort((one, two) => two.stem.length - one.stem.length)
  const stems = Map.groupBy(longestFirst, ({ stem }) => stemKey(stem))
  for (const [word, senses] of words) {
    const stem = sensesOfStem(stems, word)
    if (stem !== undefined) words.set(word, joined(senses, stem))
  }
  return { words, stems }
}

/** What a folded word means, by itself or else by its longest stem, in each language. */
export const sensesOf = ({ words, stems }: Index, word: string): Senses | undefined =>
  words.get(word) ?? sensesOfStem(stems, word)
