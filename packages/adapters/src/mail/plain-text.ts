const named: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  iquest: "¿",
  iexcl: "¡",
  euro: "€",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  laquo: "«",
  raquo: "»",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  ordf: "ª",
  ordm: "º",
  deg: "°",
  aacute: "á",
  eacute: "é",
  iacute: "í",
  oacute: "ó",
  uacute: "ú",
  uuml: "ü",
  ntilde: "ñ",
  ccedil: "ç",
  agrave: "à",
  egrave: "è",
  ograve: "ò",
  Aacute: "Á",
  Eacute: "É",
  Iacute: "Í",
  Oacute: "Ó",
  Uacute: "Ú",
  Uuml: "Ü",
  Ntilde: "Ñ",
  Ccedil: "Ç",
}

const character = (code: number): string =>
  code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : "\uFFFD"

const decoded = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (decimal) return character(Number(decimal))
      if (hexadecimal) return character(Number.parseInt(hexadecimal, 16))
      return name && Object.hasOwn(named, name) ? (named[name] ?? whole) : whole
    },
  )

const lineBreaks = new Set([
  "br",
  "p",
  "div",
  "tr",
  "li",
  "ul",
  "ol",
  "table",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "hr",
  "section",
  "article",
])
const unread = new Set(["style", "script", "head", "title", "template"])

interface Reading {
  /** What ends a part that nobody reads: `/style`, or `-->` for a comment. */
  readonly until: string | undefined
  /** How many `blockquote` are open. */
  readonly quotes: number
}

/** Reads one piece: a tag without its `<`, and the text behind it. */
const read = ({ until, quotes }: Reading, piece: string): Reading & { readonly text: string } => {
  if (until === "-->" || (until === undefined && piece.startsWith("!--"))) {
    const end = piece.indexOf("-->")
    return end < 0
      ? { until: "-->", quotes, text: "" }
      : { until: undefined, quotes, text: quotes > 0 ? "" : piece.slice(end + 3) }
  }
  const tag = /^\/?[a-z][a-z\d]*/i.exec(piece)?.[0].toLowerCase() ?? ""
  if (until !== undefined && tag !== until) return { until, quotes, text: "" }
  if (unread.has(tag)) return { until: `/${tag}`, quotes, text: "" }
  if (!/^[a-z/!?]/i.test(piece)) return { until, quotes, text: quotes > 0 ? "" : `<${piece}` } // no tag: a person wrote "<3"
  const depth = Math.max(0, quotes + (tag === "blockquote" ? 1 : tag === "/blockquote" ? -1 : 0))
  const end = piece.indexOf(">")
  const text = depth > 0 || end < 0 ? "" : piece.slice(end + 1).replaceAll(/\s+/g, " ")
  return { until: undefined, quotes: depth, text: lineBreaks.has(tag.replace("/", "")) ? `\n${text}` : text }
}

/**
 * What a person reads in HTML, in one pass over it: no styles, no scripts, no comments, and not what they quote (`blockquote`).
 *
 * @example
 * plainText("<p>Sigue <b>roto</b></p><blockquote>¿Funciona?</blockquote>") // "Sigue roto"
 */
export const plainText = (html: string): string => {
  const [first = "", ...pieces] = html.split("<")
  const texts = [first.replaceAll(/\s+/g, " ")]
  let reading: Reading = { until: undefined, quotes: 0 }
  for (const piece of pieces) {
    const next = read(reading, piece)
    texts.push(next.text)
    reading = next
  }
  return decoded(texts.join(""))
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()
}
