const longestWord = 64
const mostWords = 32

// Scripts that are written without spaces between words.
const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/u
const runs = new RegExp(`${unspaced.source}|(?:(?!${unspaced.source}).)+`, "gu")

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ς", "σ") // the same letter, at the end of a word

/** The runs of letters and digits; `pieces` cuts a run of a script without spaces, in which nobody sees where a word ends. */
const cut = (text: string, pieces: (letters: readonly string[]) => readonly string[]): readonly string[] => {
  const read = plain(text)
  const found = read.match(/[\p{L}\p{N}]+/gu) ?? []
  const words = unspaced.test(read)
    ? found.flatMap((word) =>
        (word.match(runs) ?? []).flatMap((run) => (unspaced.test(run) ? pieces(Array.from(run)) : [run])),
      )
    : found
  return words.map((word) => word.slice(0, longestWord))
}

const pairs = (letters: readonly string[]): readonly string[] =>
  letters.slice(1).map((letter, place) => `${letters[place] ?? ""}${letter}`)

/**
 * The words of a text as they are searched: letters and digits in lower case, without accents, so that "camion" finds "Camión". What
 * is written without spaces counts by every letter and every two beside each other. Every store cuts texts with this one function;
 * operators of a query language are plain words or separators.
 *
 * @example
 * wordsOf("¿Dónde está mi CAMIÓN?") // ["donde", "esta", "mi", "camion"]
 */
export const wordsOf = (text: string): readonly string[] => cut(text, (letters) => [...letters, ...pairs(letters)])

/** What somebody searches for: all the `whole` words, and one that begins with `start`; `undefined` where there is no word at all. */
export interface WordQuery {
  readonly whole: readonly string[]
  readonly start: string
}

/** The query of what somebody typed: their last word may be unfinished. Words beyond the first 32 are left out. */
export const wordQueryOf = (typed: string): WordQuery | undefined => {
  const words = cut(typed, (letters) => (letters.length === 1 ? letters : pairs(letters))).slice(0, mostWords)
  const start = words.at(-1)
  return start === undefined ? undefined : { whole: words.slice(0, -1), start }
}
