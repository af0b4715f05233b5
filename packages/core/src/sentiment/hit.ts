import { emojiWeight } from "./emoji.ts"
import type { KnownLanguage } from "./language.ts"
import { english } from "./lexicon-en.ts"
import { spanish } from "./lexicon-es.ts"
import { squeezed, type Token } from "./token.ts"
import { type Index, indexOf, type Meaning, type Senses, sensesOf } from "./vocabulary.ts"

/** A word, phrase or emoji that says something, with its weight where it stands. */
export interface Hit {
  readonly start: number
  readonly end: number
  readonly weight: number
  /** How many times "but" had been said before it. */
  readonly contrasts: number
}

/** What a text says, word by word, and the tone it says it in. */
export interface Hits {
  readonly hits: readonly Hit[]
  readonly contrasts: number
  readonly exclamations: number
  readonly asks: boolean
}

// How what is written around a word changes its weight. Chosen on training data, never on what the figures are reported for.
const negationReach = 3
const degreeReach = 2
const shoutedFactor = 1.3
const stretchedFactor = 1.2

/** Every word of both languages, put in order at the first text: to import this says nothing about anybody yet. */
let known: Index | undefined

const sensesOfToken = ({ text, stretched }: Token): Senses | undefined => {
  const index = (known ??= indexOf({ es: spanish, en: english }))
  const senses = sensesOf(index, text)
  if (senses !== undefined || !stretched) return senses
  const [double, single] = squeezed(text)
  return sensesOf(index, double) ?? sensesOf(index, single)
}

interface Found {
  readonly meaning: Meaning
  /** The last token that belongs to it. */
  readonly last: number
}

const begins = (tokens: readonly Token[], at: number, rest: readonly string[]): boolean =>
  rest.every((word, offset) => tokens[at + 1 + offset]?.text === word)

const foundIn = (senses: Senses, language: KnownLanguage, tokens: readonly Token[], at: number): Found | undefined => {
  const sense = senses[language]
  if (sense === undefined) return undefined
  const phrase = sense.phrases?.find(({ rest }) => begins(tokens, at, rest))
  if (phrase) return { meaning: phrase.meaning, last: at + phrase.rest.length }
  return sense.meaning && { meaning: sense.meaning, last: at }
}

/** What stands at a token: in the text's language, else a feeling in the other one, for people mix them. */
const foundAt = (tokens: readonly Token[], at: number, token: Token, language: KnownLanguage): Found | undefined => {
  const senses = sensesOfToken(token)
  if (senses === undefined) return undefined
  const own = foundIn(senses, language, tokens, at)
  if (own !== undefined) return own
  const borrowed = foundIn(senses, language === "es" ? "en" : "es", tokens, at)
  return borrowed?.meaning.kind === "feeling" ? borrowed : undefined
}

const toneOf = ({ shouted, stretched }: Token): number =>
  (shouted ? shoutedFactor : 1) * (stretched ? stretchedFactor : 1)

/** Every word that says something to a reader of `language`, in order. A negation reaches to the end of its clause at most. */
export const hitsOf = (tokens: readonly Token[], language: KnownLanguage): Hits => {
  const hits: Hit[] = []
  let contrasts = 0
  let exclamations = 0
  let asks = false
  let negatedUntil = -1
  let negator = -1 // where the last negator's own weight is among the hits
  let degree = 1
  let degreeUntil = -1
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) break
    if (token.kind === "mark") {
      if (token.text === "!") exclamations++
      else if (token.text === "?") asks = true
      negatedUntil = -1
      continue
    }
    if (token.kind === "emoji") {
      const weight = emojiWeight(token.text)
      if (weight !== 0) hits.push({ start: token.start, end: token.end, weight, contrasts })
      continue
    }
    const found = foundAt(tokens, at, token, language)
    if (found === undefined) continue
    const { meaning, last } = found
    let weight = 0
    switch (meaning.kind) {
      case "negator":
        negatedUntil = last + negationReach
        weight = meaning.weight
        negator = weight === 0 ? -1 : hits.length
        break
      case "degree":
        degree = meaning.factor
        degreeUntil = last + degreeReach
        break
      case "contrast":
        contrasts++
        negatedUntil = -1
        break
      case "feeling":
        weight =
          (at <= negatedUntil ? meaning.negated : meaning.plain) * (at <= degreeUntil ? degree : 1) * toneOf(token)
        degreeUntil = -1
        // "never a problem": what was turned into praise says it all, the "never" is no blame of its own
        if (at <= negatedUntil && meaning.plain < 0 && negator === hits.length - 1) hits.pop()
    }
    if (weight !== 0) hits.push({ start: token.start, end: tokens[last]?.end ?? token.end, weight, contrasts })
    at = last
  }
  return { hits, contrasts, exclamations, asks }
}
