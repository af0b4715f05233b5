// Numbers as people write and say them, in figures and in words without accents.

// The place of a word is its number. "um" and "un" are left out: they are said for other reasons as well.
const counted: { readonly [language: string]: string } = {
  es:
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho " +
    "diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve",
  en:
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen " +
    "nineteen twenty",
  pt: "zero - dois tres quatro cinco seis sete oito nove dez",
  fr: "zero - deux trois quatre cinq six sept huit neuf dix",
  de: "null eins zwei drei vier funf sechs sieben acht neun zehn",
  it: "zero uno due tre quattro cinque sei sette otto nove dieci",
}

const tens: { readonly [word: string]: number } = {
  treinta: 30,
  cuarenta: 40,
  cincuenta: 50,
  sesenta: 60,
  setenta: 70,
  ochenta: 80,
  noventa: 90,
  cien: 100,
  ciento: 100,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
}

const baseOf = (language: string | undefined): string => language?.toLowerCase().split("-", 1)[0] ?? ""

const tableOf = (language: string): ReadonlyMap<string, number> =>
  new Map(
    [...new Set(["es", "en", language])]
      .flatMap((each) => (Object.hasOwn(counted, each) ? [counted[each] ?? ""] : []))
      .flatMap((words) => words.split(" ").map((word, number) => [word, number] as const))
      // who writes English has been somewhere once
      .filter(([word]) => word !== "-" && !(language === "en" && word === "once"))
      .concat(Object.entries(tens)),
  )

const tables = new Map<string, ReadonlyMap<string, number>>()

/** The number that a word is; Spanish and English are always read, and the person's own language. */
const wordNumber = (word: string, language: string | undefined): number | undefined => {
  const base = baseOf(language)
  const own = Object.hasOwn(counted, base) ? base : ""
  const table = tables.get(own) ?? tableOf(own)
  tables.set(own, table)
  return table.get(word)
}

// "1.200" is twelve hundred in Madrid and one and a fifth in London and in Mexico City.
const figureOf = (word: string, language: string | undefined): number | undefined => {
  const [whole = "", ...groups] = word.split(/[.,]/)
  const isGrouped =
    /^[+-]?[1-9]\d{0,2}$/.test(whole) && groups.length > 0 && groups.every((group) => group.length === 3)
  const marks = new Set(word.match(/[.,]/g))
  if (isGrouped && groups.length > 1) return marks.size === 1 ? Number(whole + groups.join("")) : undefined
  if (isGrouped) {
    const base = baseOf(language)
    if (base === "en") return marks.has(",") ? Number(whole + groups.join("")) : Number(word)
    if (base !== "de" && base !== "it") return undefined
    return marks.has(".") ? Number(whole + groups.join("")) : Number(word.replace(",", "."))
  }
  return groups.length > 1 ? undefined : Number(word.replace(",", "."))
}

const isFigure = (word: string): boolean => /^[+-]?\d/.test(word)

/** The number that a word is, in figures or in letters; `undefined` if it is none, or could be two. */
export const numberOf = (word: string, language: string | undefined): number | undefined =>
  isFigure(word) ? figureOf(word, language) : wordNumber(word, language)

// How large a number may be that is said behind this one: "treinta y cinco", "one hundred and twelve".
const roomBehind = (number: number): number => {
  if (number % 100 === 0 && number > 0) return 100
  return number % 10 === 0 && number >= 20 ? 10 : 0
}

/** A number of one word or several, and how many words it takes. */
export interface NumberPhrase {
  readonly value: number
  /** The place of its first word. */
  readonly at: number
  readonly words: number
}

/** The number that begins at this word. */
const numberAt = (words: readonly string[], at: number, language: string | undefined): NumberPhrase | undefined => {
  const isNegative = words[at] === "menos" || words[at] === "minus"
  const from = isNegative ? at + 1 : at
  const first = words[from]
  const value = first === undefined ? undefined : numberOf(first, language)
  if (first === undefined || value === undefined) return undefined
  let [total, end] = [value, from + 1]
  for (let room = isFigure(first) ? 0 : roomBehind(value); ;) {
    const next = words[end] === "y" || words[end] === "and" ? end + 1 : end
    const more = wordNumber(words[next] ?? "", language)
    if (more === 100 && total > 0 && total < 10 && next === end && !isFigure(first)) [total, room] = [total * 100, 100]
    else if (more !== undefined && more > 0 && more < room) [total, room] = [total + more, roomBehind(more)]
    else break
    end = next + 1
  }
  return { value: isNegative ? -total : total, at, words: end - at }
}

/** The number that these words are and nothing else. */
export const wholeNumber = (words: readonly string[], language: string | undefined): number | undefined => {
  const found = numberAt(words, 0, language)
  return found?.words === words.length ? found.value : undefined
}

/** Every number in these words. */
export const numbersIn = (words: readonly string[], language: string | undefined): readonly NumberPhrase[] => {
  const found: NumberPhrase[] = []
  for (let at = 0; at < words.length;) {
    const here = numberAt(words, at, language)
    if (here) found.push(here)
    at += here?.words ?? 1
  }
  return found
}
