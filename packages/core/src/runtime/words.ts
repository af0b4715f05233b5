const longestWord = 64
const mostWords = 32

/**
 * The words of a text as they are searched: letters and digits in lower case, without accents, so that "camion" finds "Camión".
 * Every store cuts texts with this one function; operators of a query language are plain words or separators.
 *
 * @example
 * wordsOf("¿Dónde está mi CAMIÓN?") // ["donde", "esta", "mi", "camion"]
 */
export const wordsOf = (text: string): readonly string[] =>
  (
    text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => word.slice(0, longestWord))

/** What somebody searches for: all the `whole` words, and one that begins with `start`; `undefined` where there is no word at all. */
export interface WordQuery {
  readonly whole: readonly string[]
  readonly start: string
}

/** The query of what somebody typed: their last word may be unfinished. Words beyond the first 32 are left out. */
export const wordQueryOf = (typed: string): WordQuery | undefined => {
  const words = wordsOf(typed).slice(0, mostWords)
  const start = words.at(-1)
  return start === undefined ? undefined : { whole: words.slice(0, -1), start }
}
