/** A word where it stands in a text: UTF-16 offsets, `end` exclusive. */
export interface TextWord {
  /** In lower case, without accents. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** Nothing that ends a sentence or a part of one stands between the word before and this one. */
  readonly goesOn: boolean
}

const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const ascii = /^[\x20-\x7e]*$/
const breaks = /[.!?;:…。\n\r]/

// Scripts that are written without spaces: each letter is a word, and a word that is looked for is a phrase of its letters.
const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u
const pieces = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*|./gsu

/** A word as it is compared: lower case, no accents, composed or not. */
export const foldedWord = (word: string): string =>
  ascii.test(word)
    ? word.toLowerCase()
    : word
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .toLowerCase()
        .replaceAll("ς", "σ")

type Cut = Pick<TextWord, "start" | "end"> & { readonly word: string }

const cut = (word: string, start: number): readonly Cut[] =>
  unspaced.test(word)
    ? Array.from(word.matchAll(pieces), ({ 0: piece, index }) => ({
        word: piece,
        start: start + index,
        end: start + index + piece.length,
      }))
    : [{ word, start, end: start + word.length }]

/** The words of a text, in order, with where they stand. Words are what a search takes for words. */
export const textWords = (text: string): readonly TextWord[] => {
  let before = 0
  return Array.from(text.matchAll(words)).flatMap(({ 0: word, index }) =>
    cut(word, index).map((each): TextWord => {
      const goesOn = before > 0 && !breaks.test(text.slice(before, each.start))
      before = each.end
      return { text: foldedWord(each.word), start: each.start, end: each.end, goesOn }
    }),
  )
}
