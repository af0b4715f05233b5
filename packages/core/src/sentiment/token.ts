/** A piece of a text that can say something: a word, an emoji or emoticon, or a mark (`!`, `?`, or `.` for every other break). */
export interface Token {
  readonly kind: "word" | "emoji" | "mark"
  /** The word in lower case without accents or apostrophes; the emoji or the mark itself. */
  readonly text: string
  /** UTF-16 offsets into the original text, `end` exclusive. */
  readonly start: number
  readonly end: number
  /** A word of three letters or more, all in capitals. */
  readonly shouted: boolean
  /** A word with a letter three times or more in a row. */
  readonly stretched: boolean
}

const [other, letter, accented, digit, apostrophe, mark, space] = [0, 1, 2, 3, 4, 5, 6]
const tableLength = 0x250

const classes = Uint8Array.from({ length: tableLength }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[a-z]/i.test(character)) return letter
  if (/\p{L}/u.test(character)) return accented
  if (/[0-9_]/.test(character)) return digit
  if (character === "'") return apostrophe
  if (/[\s\u0085]/.test(character)) return character === "\n" ? mark : space
  return /[!?.,;:()¡¿"]/.test(character) ? mark : other
})

const folds = Array.from({ length: tableLength }, (_, code) => String.fromCharCode(code).normalize("NFD").charAt(0))

const classOf = (code: number): number => {
  if (code < tableLength) return classes[code] ?? other
  if (code >= 0x300 && code <= 0x36f) return accented // combining marks: the accents of decomposed text
  if (code === 0x2019) return apostrophe
  if (code === 0x2026 || code === 0x3002) return mark
  return code >= 0x2000 && code <= 0x206f && code !== 0x200d ? space : other
}

const isLetter = (kind: number): boolean => kind === letter || kind === accented

/** A word as the vocabularies know it: lower case, no accents (composed or not), no apostrophes. */
export const fold = (word: string): string => {
  let folded = ""
  for (const character of word.toLowerCase()) {
    const code = character.charCodeAt(0)
    if (code !== 0x27 && code !== 0x2019 && (code < 0x300 || code > 0x36f)) folded += folds[code] ?? character
  }
  return folded
}

const isBlank = (code: number): boolean => {
  const kind = classOf(code)
  return kind === space || code === 0x0a
}

const endOfRun = (text: string, from: number): number => {
  let at = from
  while (at < text.length && !isBlank(text.charCodeAt(at))) at++
  return at
}

const endOfName = (text: string, from: number): number => {
  let at = from
  for (; at < text.length; at++) {
    const kind = classOf(text.charCodeAt(at))
    if (!isLetter(kind) && kind !== digit) break
  }
  return at
}

/** An emoticon at `at`: eyes, perhaps a nose or a tear, and a mouth; a heart. */
const emoticonAt = (text: string, at: number): string | undefined => {
  const first = text.charAt(at)
  if (first === "<") return text.charAt(at + 1) === "3" ? "<3" : undefined
  if (first !== ":" && first !== ";" && first !== "=") return undefined
  const next = text.charAt(at + 1)
  const length = next === "-" || next === "'" || next === "’" ? 3 : 2
  const mouth = text.charAt(at + length - 1)
  if (mouth === "" || !")(DdPpcC/\\|]*[3oO".includes(mouth)) return undefined
  // a letter or a digit is a mouth only when nothing is written on: "at 10:30", "re:port" and "http://" are no faces
  if (
    /[a-z0-9/\\]/i.test(mouth) &&
    (/[a-z0-9/]/i.test(text.charAt(at + length)) || /[a-z0-9]/i.test(text.charAt(at - 1)))
  )
    return undefined
  return text.slice(at, at + length)
}

interface Scan {
  readonly text: string
  readonly lower: string
  readonly tokens: Token[]
}

const isCapital = ({ text, lower }: Scan, at: number): boolean => text.charCodeAt(at) !== lower.charCodeAt(at)

/** Reads the word at `start`; inside a hashtag it also ends where a capital follows a small letter. Gives where it ended. */
const readWord = (scan: Scan, start: number, inTag: boolean): number => {
  const { lower } = scan
  let at = start
  let letters = 0
  let capitals = 0
  let run = 0
  let longest = 0
  let plain = true
  for (let previous = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at)
    const kind = classOf(code)
    if (kind === apostrophe) {
      if (lower.charCodeAt(at + 1) !== 0x74) break // only "n't" belongs to its word: "he'll" is no "hell"
      plain = false
      continue
    }
    if (kind !== letter && kind !== accented) break
    const capital = isCapital(scan, at)
    if (inTag && capital && at > start && !isCapital(scan, at - 1)) break
    if (kind === accented) plain = false
    if (code < 0x300 || code > 0x36f) {
      letters++
      if (capital) capitals++
    }
    run = code === previous ? run + 1 : 1
    if (run > longest) longest = run
    previous = code
  }
  const word = lower.slice(start, at)
  scan.tokens.push({
    kind: "word",
    text: plain ? word : fold(word),
    start,
    end: at,
    shouted: letters >= 3 && capitals === letters,
    stretched: longest >= 3,
  })
  return at
}

const push = (scan: Scan, kind: "emoji" | "mark", text: string, start: number, end: number): number => {
  scan.tokens.push({ kind, text, start, end, shouted: false, stretched: false })
  return end
}

const readSymbol = (scan: Scan, at: number, code: number): number => {
  const { text } = scan
  if (code >= 0xd800 && code <= 0xdbff)
    return push(scan, "emoji", text.slice(at, at + 2), at, Math.min(at + 2, text.length))
  return code >= 0x2190 && code <= 0x2bff ? push(scan, "emoji", text.charAt(at), at, at + 1) : at + 1
}

/** Whether the word from `at` to `end` begins an e-mail address or a link. */
const startsLink = (lower: string, at: number, end: number): boolean => {
  const next = lower.charCodeAt(end)
  return (
    next === 0x40 ||
    (next === 0x3a && lower.startsWith("//", end + 1)) ||
    (next === 0x2e && end - at === 3 && lower.startsWith("www", at))
  )
}

/** Reads whatever is at `at`, a run without blanks at most; gives where to go on. */
const readAt = (scan: Scan, at: number): number => {
  const { text, lower } = scan
  const code = lower.charCodeAt(at)
  const kind = classOf(code)
  if (isLetter(kind)) {
    const end = readWord(scan, at, false)
    if (!startsLink(lower, at, end)) return end
    scan.tokens.pop() // an address says nothing, whatever its letters spell
    return endOfRun(lower, end)
  }
  if (kind === space) return at + 1
  if (code === 0x40) return endOfName(lower, at + 1) // @mention
  if (code === 0x23) return readTag(scan, at + 1)
  const emoticon = emoticonAt(text, at)
  if (emoticon !== undefined) return push(scan, "emoji", emoticon, at, at + emoticon.length)
  if (kind === mark) return push(scan, "mark", code === 0x21 || code === 0x3f ? text.charAt(at) : ".", at, at + 1)
  return readSymbol(scan, at, code)
}

const readTag = (scan: Scan, from: number): number => {
  let at = from
  for (
    let kind = classOf(scan.lower.charCodeAt(at));
    isLetter(kind) || kind === digit;
    kind = classOf(scan.lower.charCodeAt(at))
  ) {
    at = kind === digit ? at + 1 : readWord(scan, at, true)
  }
  return at
}

/** The tokens of a text, in order, in one pass. Links, addresses, mentions and numbers are left out; hashtags are split at capitals. */
export const tokensOf = (text: string): readonly Token[] => {
  // İ is the one character whose small form is longer; without it the offsets of both texts are the same
  const scan: Scan = { text, lower: text.replaceAll("İ", "I").toLowerCase(), tokens: [] }
  for (let at = 0; at < text.length;) at = readAt(scan, at)
  return scan.tokens
}

/** The spellings that a stretched word may stand for: every run cut to two letters, then to one. */
export const squeezed = (word: string): readonly [double: string, single: string] => [
  word.replace(/(.)\1{2,}/g, "$1$1"),
  word.replace(/(.)\1+/g, "$1"),
]
