// What people write around an answer, in Spanish and in English, without accents and in lower case.

// A plain text, which a bundle without chats leaves out; a word is looked up between spaces.
const fillers =
  " a al an and answer choose con creo d dale daria de del digo diria doy el elijo en es escojo esta estrellas favor " +
  "for gave give gracias guess hello hi hola i id is it la las le lo los maybe me mi my nota number numero opcion " +
  "option os para pienso please point points pondria pongo por pues punto puntos que quiero quiza quizas say score " +
  "seria sobre star stars supongo thank thanks the think to todo un una us voto we would y ya you your "

/** The text in the form in which we compare what people write: no accents, lower case, compatibility forms (９, ⑨, 9️⃣) as plain ones. */
export const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\u{FE0F}]/gu, "")
    .replaceAll("🔟", " 10 ")
    .toLowerCase()
    .trim()

/** The words of a plain text: letters and figures; a sign or a decimal mark stays with its number (`-1`, `8,5`). */
export const wordsOf = (text: string): readonly string[] => text.match(/[+-]?\d+(?:[.,]\d+)*|\p{L}+|\//gu) ?? []

/** Whether a plain word only leads to the answer or away from it ("I would say", "por favor"). */
export const isFiller = (word: string): boolean => fillers.includes(` ${word} `)

/** The words that say something; of a text in which nothing does, all of them. */
export const tellingWords = (words: readonly string[]): readonly string[] => {
  const telling = words.filter((word) => !isFiller(word))
  return telling.length > 0 ? telling : words
}

/** The words between the fillers at both ends. */
export const core = (words: readonly string[]): readonly string[] => {
  const first = words.findIndex((word) => !isFiller(word))
  const last = words.findLastIndex((word) => !isFiller(word))
  return first < 0 ? [] : words.slice(first, last + 1)
}

/** Whether a plain word is in a list of words that is written as one text with spaces around each. */
export const isAmong = (list: string, word: string): boolean => list.includes(` ${word} `)

const skips = " skip pass next saltar salto omitir paso siguiente pular passer uberspringen saltare salta "
const longestCommand = 80

/** The only word that was written, signs and what leads to it aside; empty where there are more. */
export const onlyWord = (text: string): string => {
  const words = text.length > longestCommand ? [] : core(wordsOf(plain(text)))
  return words.length === 1 ? (words[0] ?? "") : ""
}

/** Whether somebody asks to pass the question over: "skip", "saltar", "-". */
export const isSkip = (text: string): boolean => text.trim() === "-" || isAmong(skips, onlyWord(text))
