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

/** A mark that may begin something: the span that stands for it meanwhile, and its place. It is given up when another span lies there. */
interface Opener {
  readonly span: Span
  readonly place: number
}

/** One pass over the text: every sign is looked at once, and every mark that begins something is given up or closed once. */
interface Reading {
  readonly text: string
  readonly spans: Span[]
  /** What may still be closed, the last one at the end. */
  readonly openers: { [Each in Mark]?: Opener[] }
  /** The last span stands for a mark: what follows must not run together with it. */
  isOpen: boolean
  /** Whether code may still be closed behind here. */
  hasTick: boolean
  hasFence: boolean
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
const isBlank = (sign: string | undefined): boolean =>
  sign === undefined || sign === " " || ((sign < "!" || sign > "~") && /\s/.test(sign))
const linkEnd = /\]\((?:https?:\/\/|mailto:|tel:)[^\s<>"()]{1,2048}\)/iy

const add = (reading: Reading, span: Span): void => {
  const { spans } = reading
  const last = reading.isOpen || span.kind !== "text" ? undefined : spans.at(-1)
  reading.isOpen = false
  if (span.kind === "text" && last?.kind === "text")
    spans[spans.length - 1] = { kind: "text", text: last.text + span.text }
  else spans.push(span)
}

/** A mark that may begin something: for now it stands as it is, apart from the text around it. */
const open = (reading: Reading, mark: Mark): void => {
  const span: Span = { kind: "text", text: mark }
  const opener = { span, place: reading.spans.length }
  const others = reading.openers[mark]
  if (others) others.push(opener)
  else reading.openers[mark] = [opener]
  reading.spans.push(span)
  reading.isOpen = true
}

const lastOpen = ({ spans, openers }: Reading, mark: Mark): Opener | undefined => {
  const stack = openers[mark] ?? []
  for (let last = stack.at(-1); last; last = stack.at(-1)) {
    if (spans[last.place] === last.span) return last
    stack.pop()
  }
  return undefined
}

const depthOf = (spans: readonly Span[]): number => {
  let depth = 0
  for (const span of spans) if ("of" in span) depth = Math.max(depth, depthOf(span.of) + 1)
  return depth
}

/** Makes one span of everything behind an opener; what was begun in between and not closed is plain. False where it would be too deep. */
const close = (reading: Reading, { place }: Opener, make: (of: readonly Span[]) => Span): boolean => {
  const { spans } = reading
  const inner = spans.slice(place + 1)
  if (depthOf(inner) + 1 > deepest) {
    // whatever was begun before holds what is too deep as well: nothing of it can be closed any more
    for (const stack of Object.values(reading.openers)) stack.length = 0
    return false
  }
  spans.length = place
  spans.push(make(inner))
  reading.isOpen = false
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
const runs: { readonly [run: string]: readonly RunMark[] } = {
  "*": ["*"],
  "**": ["**"],
  "***": ["**", "*"],
  _: ["_"],
  "~~": ["~~"],
}

const longestRun = 3

const without = (marks: readonly RunMark[], gone: RunMark): readonly RunMark[] => marks.filter((mark) => mark !== gone)

/** Which of these marks was begun last. */
const nearestOf = (reading: Reading, marks: readonly RunMark[]): RunMark | undefined => {
  let nearest: RunMark | undefined
  let place = -1
  for (const mark of marks) {
    const opener = lastOpen(reading, mark)
    if (!opener || opener.place <= place) continue
    nearest = mark
    place = opener.place
  }
  return nearest
}

const readRun = (reading: Reading, at: number): number => {
  const { text } = reading
  const sign = text[at] ?? ""
  let end = at + 1
  while (text[end] === sign) end += 1
  const marks = (end - at <= longestRun && runs[text.slice(at, end)]) || []
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
  if (opener && linkEnd.test(reading.text)) {
    const end = linkEnd.lastIndex
    const url = reading.text.slice(at + 2, end - 1)
    if (close(reading, opener, (of) => ({ kind: "link", of, url }))) {
      forgetLinks(reading)
      return end
    }
  }
  add(reading, { kind: "text", text: "]" })
  return at + 1
}

const forgetLinks = ({ openers }: Reading): void => {
  if (openers["["]) openers["["].length = 0
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
  const reading: Reading = { text, spans: [], openers: {}, isOpen: false, hasTick: true, hasFence: true }
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
