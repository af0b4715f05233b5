/**
 * A piece of text in our small neutral markup: `**bold**`, `*italic*` or `_italic_`, `~~struck~~`, `` `code` ``, a fenced block of code,
 * and `[label](https://…)`. It is a part of CommonMark (https://spec.commonmark.org/0.31.2/) and of its strikethrough extension;
 * everything else stands as it is. A backslash takes the meaning from the sign behind it.
 */
export type Span =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code" | "block"; readonly text: string }
  | { readonly kind: "bold" | "italic" | "struck"; readonly of: readonly Span[] }
  | { readonly kind: "link"; readonly of: readonly Span[]; readonly url: string }

type Mark = "**" | "*" | "_" | "~~" | "["

const kinds = { "**": "bold", "*": "italic", _: "italic", "~~": "struck" } as const
/** So deep may spans lie in each other; what is deeper stands as it was typed. */
const deepest = 8

/** A mark that may begin something, and its place among the spans that are found so far. */
interface Opener {
  readonly mark: Mark
  readonly place: number
  isAlive: boolean
}

/** One pass over the text: every sign is looked at once, and every mark that begins something is given up or closed once. */
interface Reading {
  readonly text: string
  readonly spans: Span[]
  /** How deep each of the spans is. */
  readonly depths: number[]
  /** Everything that may still be closed, the last one at the end; and the same by mark. */
  readonly openers: Opener[]
  readonly byMark: { readonly [Each in Mark]: Opener[] }
  /** Whether code may still be closed behind here. */
  hasTick: boolean
  hasFence: boolean
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
const isBlank = (sign: string | undefined): boolean => sign === undefined || /\s/.test(sign)
const linkEnd = /\]\(((?:https?:\/\/|mailto:|tel:)[^\s<>"()]{1,2048})\)/iy

const add = ({ spans, depths }: Reading, span: Span, depth = 0): void => {
  const last = spans.at(-1)
  if (span.kind === "text" && last?.kind === "text")
    spans[spans.length - 1] = { kind: "text", text: last.text + span.text }
  else {
    spans.push(span)
    depths.push(depth)
  }
}

/** A mark that may begin something: for now it stands as it is, apart from the text around it. */
const open = (reading: Reading, mark: Mark): void => {
  const opener: Opener = { mark, place: reading.spans.length, isAlive: true }
  reading.spans.push({ kind: "text", text: mark })
  reading.depths.push(0)
  // what follows must not run together with it
  reading.spans.push({ kind: "text", text: "" })
  reading.depths.push(0)
  reading.openers.push(opener)
  reading.byMark[mark].push(opener)
}

const lastOpen = (reading: Reading, mark: Mark): Opener | undefined => {
  const stack = reading.byMark[mark]
  while (stack.length > 0 && !stack.at(-1)?.isAlive) stack.pop()
  return stack.at(-1)
}

/** Makes one span of everything behind an opener; what was begun in between and not closed is plain. False where it would be too deep. */
const close = (reading: Reading, opener: Opener, make: (of: readonly Span[]) => Span): boolean => {
  const { spans, depths, openers } = reading
  let depth = 1
  for (let place = opener.place + 1; place < depths.length; place++) depth = Math.max(depth, (depths[place] ?? 0) + 1)
  if (depth > deepest) {
    // whatever was begun before holds what is too deep as well: nothing of it can be closed any more
    for (const each of openers.splice(0)) each.isAlive = false
    return false
  }
  for (let last = openers.pop(); last && last !== opener; last = openers.pop()) last.isAlive = false
  opener.isAlive = false
  const inner = spans.splice(opener.place).slice(1)
  depths.length = opener.place
  spans.push(make(inner))
  depths.push(depth)
  return true
}

const readCode = (reading: Reading, at: number): number => {
  const { text } = reading
  let run = 1
  while (text[at + run] === "`") run += 1
  if (run === 1 && reading.hasTick) {
    const end = text.indexOf("`", at + 1)
    reading.hasTick = end >= 0
    if (end >= 0) {
      add(reading, { kind: "code", text: text.slice(at + 1, end) })
      return end + 1
    }
  }
  if (run >= 3 && reading.hasFence) {
    const end = text.indexOf("```", at + run)
    reading.hasFence = end >= 0
    if (end >= 0) {
      const inside = text
        .slice(at + 3, end)
        .replace(/^[\w+-]*\n/, "")
        .replace(/\n$/, "")
      add(reading, { kind: "block", text: inside })
      return end + 3
    }
  }
  add(reading, { kind: "text", text: "`".repeat(run) })
  return at + run
}

type RunMark = Exclude<Mark, "[">

/** The marks that a run of one sign may be; a run of three is both. */
const marksOf = (run: string): readonly RunMark[] => {
  if (run === "***") return ["**", "*"]
  return run === "**" || run === "*" || run === "_" || run === "~~" ? [run] : []
}

const without = (marks: readonly RunMark[], gone: RunMark): readonly RunMark[] => marks.filter((mark) => mark !== gone)

/** Which of these marks was begun last. */
const nearestOf = (reading: Reading, marks: readonly RunMark[]): RunMark | undefined => {
  let nearest: RunMark | undefined
  let place = -1
  for (const mark of marks) {
    const opener = lastOpen(reading, mark)
    if (opener && opener.place > place) [nearest, place] = [mark, opener.place]
  }
  return nearest
}

const readRun = (reading: Reading, at: number): number => {
  const { text } = reading
  const sign = text[at] ?? ""
  let end = at + 1
  while (text[end] === sign) end += 1
  const marks = marksOf(text.slice(at, end))
  const isWord = sign === "_"
  const canOpen = !isBlank(text[end]) && !(isWord && isLetter(text[at - 1]))
  const canClose = !isBlank(text[at - 1]) && !(isWord && isLetter(text[end]))
  let left = marks
  // the one that was begun last is closed first
  for (let mark = canClose ? nearestOf(reading, left) : undefined; mark; mark = nearestOf(reading, left)) {
    const kind = kinds[mark]
    const opener = lastOpen(reading, mark)
    if (!opener || !close(reading, opener, (of) => ({ kind, of }))) break
    left = without(left, mark)
  }
  for (const mark of left) {
    if (canOpen) open(reading, mark)
    else add(reading, { kind: "text", text: mark })
  }
  if (marks.length === 0) add(reading, { kind: "text", text: text.slice(at, end) })
  return end
}

/** The end of a label, where an address follows and something began it on the same line. A link in a link is none. */
const readLinkEnd = (reading: Reading, at: number): number => {
  const opener = reading.text[at + 1] === "(" ? lastOpen(reading, "[") : undefined
  linkEnd.lastIndex = at
  const [whole, url] = (opener && linkEnd.exec(reading.text)) ?? []
  if (
    whole !== undefined &&
    url !== undefined &&
    opener &&
    close(reading, opener, (of) => ({ kind: "link", of, url }))
  ) {
    forgetLinks(reading)
    return at + whole.length
  }
  add(reading, { kind: "text", text: "]" })
  return at + 1
}

const forgetLinks = ({ byMark }: Reading): void => {
  for (const opener of byMark["["].splice(0)) opener.isAlive = false
}

/** Signs that may mean something; what lies between them is text. */
const plain = /[^\\`*_~[\]\n]+/y

const step = (reading: Reading, at: number): number => {
  const { text } = reading
  switch (text[at]) {
    case "\\": {
      const next = text[at + 1] ?? ""
      const isMeant = /[!-/:-@[-`{-~]/.test(next)
      add(reading, { kind: "text", text: isMeant ? next : "\\" })
      return at + (isMeant ? 2 : 1)
    }
    case "`":
      return readCode(reading, at)
    case "*":
    case "_":
    case "~":
      return readRun(reading, at)
    case "[":
      open(reading, "[")
      return at + 1
    case "]":
      return readLinkEnd(reading, at)
    case "\n":
      forgetLinks(reading)
      add(reading, { kind: "text", text: "\n" })
      return at + 1
    default: {
      plain.lastIndex = at
      const end = plain.test(text) ? plain.lastIndex : at + 1
      add(reading, { kind: "text", text: text.slice(at, end) })
      return end
    }
  }
}

/** Whether nothing is left of marks that were begun and not closed. */
const isTidy = (spans: readonly Span[]): boolean => {
  let wasText = false
  for (const span of spans) {
    const isText = span.kind === "text"
    if (isText ? wasText || span.text === "" : "of" in span && !isTidy(span.of)) return false
    wasText = isText
  }
  return true
}

/** The same spans, with texts that lie side by side made one, and without empty ones. */
const tidy = (spans: readonly Span[]): readonly Span[] => {
  if (isTidy(spans)) return spans
  const all: Span[] = []
  let texts: string[] = []
  const flush = () => {
    const text = texts.join("")
    if (text !== "") all.push({ kind: "text", text })
    texts = []
  }
  for (const span of spans) {
    if (span.kind === "text") texts.push(span.text)
    else {
      flush()
      all.push("of" in span ? { ...span, of: tidy(span.of) } : span)
    }
  }
  flush()
  return all
}

/** The spans of a text in our markup, found in a time that grows with its length alone. */
export const parseMarkup = (text: string): readonly Span[] => {
  if (!/[\\`*_~[\]]/.test(text)) return text === "" ? [] : [{ kind: "text", text }]
  const reading: Reading = {
    text,
    spans: [],
    depths: [],
    openers: [],
    byMark: { "**": [], "*": [], _: [], "~~": [], "[": [] },
    hasTick: true,
    hasFence: true,
  }
  for (let at = 0; at < text.length;) at = step(reading, at)
  return tidy(reading.spans)
}

/** A text as it has to be written in our markup to be shown as it stands. */
export const escapeMarkup = (text: string): string =>
  /[\\`*_~[\]]/.test(text) ? text.replace(/[\\`*_~[\]]/g, "\\$&") : text

const parentheses: { readonly [sign: string]: string } = { "(": "%28", ")": "%29" }

/**
 * A value as it is put behind these words of a text in our markup: no sign of it means anything. Inside of a link's address it becomes a
 * part of that address, and cannot end it.
 */
export const escapeMarkupBehind = (value: string, words: string): string => {
  const at = words.lastIndexOf("](")
  if (at < 0 || /[\s()]/.test(words.slice(at + 2))) return escapeMarkup(value)
  return value.replace(/[\s<>"()]/g, (sign) => parentheses[sign] ?? encodeURIComponent(sign))
}

/** The words of spans without any markup, the addresses of links left out. */
export const wordsOf = (spans: readonly Span[]): string =>
  spans.map((span) => ("of" in span ? wordsOf(span.of) : span.text)).join("")

const lengthOf = (span: Span): number =>
  "of" in span ? span.of.reduce((sum, each) => sum + lengthOf(each), 0) : span.text.length

const within = (span: Span, from: number, to: number): Span =>
  "of" in span ? { ...span, of: sliceOf(span.of, from, to) } : { ...span, text: span.text.slice(from, to) }

/** The part of spans whose words lie between two places of `wordsOf`. Markup that is cut through stands on both sides. */
export const sliceOf = (spans: readonly Span[], from: number, to: number): readonly Span[] => {
  const found: Span[] = []
  let place = 0
  for (const span of spans) {
    if (place >= to) break
    const end = place + lengthOf(span)
    if (end > from) found.push(place >= from && end <= to ? span : within(span, Math.max(0, from - place), to - place))
    place = end
  }
  return found
}
