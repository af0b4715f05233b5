// What people write around an answer and for a number, in Spanish and in English, without accents and in lower case.

const numberWords: { readonly [word: string]: number } = {
  cero: 0,
  uno: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}

// A plain text, which a bundle without chats leaves out; a word is looked up between spaces.
const fillers =
  " a al an and answer choose con creo d dale daria de del digo diria doy el elijo en es escojo esta estrellas favor " +
  "for gave give gracias guess hello hi hola i id is it la las le lo los maybe me mi my nota number numero opcion " +
  "option os para pienso please point points pondria pongo por pues punto puntos que quiero quiza quizas say score " +
  "seria sobre star stars supongo thank thanks the think to todo un una us voto we would y ya you your "

const skips: ReadonlySet<string> = new Set([
  "skip",
  "pass",
  "next",
  "saltar",
  "salto",
  "omitir",
  "paso",
  "siguiente",
  "-",
])

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

/** The words that say something; of a text in which nothing does, all of them. */
export const tellingWords = (words: readonly string[]): readonly string[] => {
  const telling = words.filter((word) => !fillers.includes(` ${word} `))
  return telling.length > 0 ? telling : words
}

/** The number that a word is, written in figures or in letters (0 to 10); `undefined` if it is none. */
export const numberOf = (word: string): number | undefined => {
  if (/^[+-]?\d/.test(word)) return Number(word.replace(",", "."))
  return Object.hasOwn(numberWords, word) ? numberWords[word] : undefined
}

/** Whether a plain text asks to pass the question over. */
export const isSkip = (text: string): boolean => skips.has(text.replace(/[.!]+$/, ""))
