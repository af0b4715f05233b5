import type { Format } from "./capability.ts"

/**
 * A piece of text in our small neutral markup: `**bold**`, `*italic*`, `~~struck~~`, `` `code` ``, a fenced block of code, and
 * `[label](https://…)`. It is a part of CommonMark (https://spec.commonmark.org/0.31.2/) and of its strikethrough extension; everything
 * else stands as it is. A backslash takes the meaning from the sign behind it.
 */
export type Span =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code" | "block"; readonly text: string }
  | { readonly kind: "bold" | "italic" | "struck"; readonly of: readonly Span[] }
  | { readonly kind: "link"; readonly of: readonly Span[]; readonly url: string }

const deepest = 8
const marks = [
  ["**", "bold"],
  ["~~", "struck"],
  ["*", "italic"],
  ["_", "italic"],
] as const
const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
const isSafeUrl = (url: string): boolean => /^(?:https?:\/\/|mailto:|tel:)[^\s<>"]+$/i.test(url)

interface Found {
  readonly span: Span
  readonly end: number
}

const codeAt = (text: string, at: number): Found | undefined => {
  if (text.startsWith("```", at)) {
    const end = text.indexOf("```", at + 3)
    if (end < 0) return undefined
    const inside = text
      .slice(at + 3, end)
      .replace(/^[\w+-]*\n/, "")
      .replace(/\n$/, "")
    return { span: { kind: "block", text: inside }, end: end + 3 }
  }
  if (text[at] !== "`") return undefined
  const end = text.indexOf("`", at + 1)
  return end > at + 1 ? { span: { kind: "code", text: text.slice(at + 1, end) }, end: end + 1 } : undefined
}

const linkAt = (text: string, at: number, depth: number): Found | undefined => {
  if (text[at] !== "[") return undefined
  const middle = text.indexOf("](", at)
  const end = middle < 0 ? -1 : text.indexOf(")", middle)
  if (end < 0 || text.slice(at, middle).includes("\n")) return undefined
  const url = text.slice(middle + 2, end)
  if (!isSafeUrl(url)) return undefined
  return { span: { kind: "link", of: spansIn(text.slice(at + 1, middle), depth + 1), url }, end: end + 1 }
}

const markedAt = (text: string, at: number, depth: number): Found | undefined => {
  for (const [mark, kind] of marks) {
    if (!text.startsWith(mark, at)) continue
    const start = at + mark.length
    if (/\s/.test(text[start] ?? " ") || (mark === "_" && isLetter(text[at - 1]))) continue
    for (let end = text.indexOf(mark, start + 1); end > 0; end = text.indexOf(mark, end + 1)) {
      const isWhole = !/\s/.test(text[end - 1] ?? " ") && text[end - 1] !== "\\"
      const isSingle = mark.length === 2 || (text[end + 1] !== mark && text[end - 1] !== mark)
      if (isWhole && isSingle && !(mark === "_" && isLetter(text[end + 1])))
        return { span: { kind, of: spansIn(text.slice(start, end), depth + 1) }, end: end + mark.length }
    }
  }
  return undefined
}

const spansIn = (text: string, depth: number): readonly Span[] => {
  const spans: Span[] = []
  let plain = ""
  const flush = () => {
    if (plain !== "") spans.push({ kind: "text", text: plain })
    plain = ""
  }
  for (let at = 0; at < text.length;) {
    if (text[at] === "\\" && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? "")) {
      plain += text[at + 1]
      at += 2
      continue
    }
    const found =
      depth < deepest ? (codeAt(text, at) ?? linkAt(text, at, depth) ?? markedAt(text, at, depth)) : undefined
    if (found) {
      flush()
      spans.push(found.span)
      at = found.end
    } else {
      plain += text[at]
      at += 1
    }
  }
  flush()
  return spans
}

/** The spans of a text in our markup. */
export const parseMarkup = (text: string): readonly Span[] => spansIn(text, 0)

interface Writer {
  readonly text: (text: string) => string
  readonly code: (text: string) => string
  readonly block: (text: string) => string
  readonly bold: (inner: string) => string
  readonly italic: (inner: string) => string
  readonly struck: (inner: string) => string
  readonly link: (inner: string, url: string) => string
}

const entities: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const inHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
const same = (text: string): string => text
const around =
  (mark: string) =>
  (inner: string): string =>
    inner === "" ? "" : `${mark}${inner}${mark}`
const named = (inner: string, url: string): string => (inner === url || inner === "" ? url : `${inner} (${url})`)

const html: Writer = {
  text: inHtml,
  code: (text) => `<code>${inHtml(text)}</code>`,
  block: (text) => `<pre>${inHtml(text)}</pre>`,
  bold: (inner) => `<b>${inner}</b>`,
  italic: (inner) => `<i>${inner}</i>`,
  struck: (inner) => `<s>${inner}</s>`,
  link: (inner, url) => `<a href="${inHtml(url)}">${inner}</a>`,
}

/** Slack's own: https://docs.slack.dev/messaging/formatting-message-text */
const inSlack = (text: string): string => text.replace(/[&<>]/g, (sign) => entities[sign] ?? sign)
/** Signs that Markdown reads, taken their meaning. */
const inMarkdown = (text: string): string => text.replace(/[\\`*_~|[\]<>#]/g, "\\$&")
// WhatsApp knows no escape: a word joiner between the mark and the letter keeps it from meaning anything.
const inWhatsApp = (text: string): string => text.replace(/(^|[\s\p{P}])([*_~`])(?=\S)/gu, "$1$2\u2060")

const markdown: Writer = {
  text: inMarkdown,
  code: around("`"),
  block: (text) => `\`\`\`\n${text}\n\`\`\``,
  bold: around("**"),
  italic: around("*"),
  struck: around("~~"),
  link: (inner, url) => `[${inner}](${url})`,
}

const writers: { readonly [Each in Format]: Writer } = {
  plain: { text: same, code: same, block: same, bold: same, italic: same, struck: same, link: named },
  html: { ...html, text: (text) => inHtml(text).replaceAll("\n", "<br>\n") },
  telegram: html,
  matrix: {
    ...html,
    struck: (inner) => `<del>${inner}</del>`,
    text: (text) => inHtml(text).replaceAll("\n", "<br>\n"),
  },
  whatsapp: {
    text: inWhatsApp,
    code: around("`"),
    block: (text) => `\`\`\`${text}\`\`\``,
    bold: around("*"),
    italic: around("_"),
    struck: around("~"),
    link: named,
  },
  slack: {
    text: inSlack,
    code: (text) => `\`${inSlack(text)}\``,
    block: (text) => `\`\`\`${inSlack(text)}\`\`\``,
    bold: around("*"),
    italic: around("_"),
    struck: around("~"),
    link: (inner, url) => `<${inSlack(url)}|${inner.replaceAll("|", "¦")}>`,
  },
  discord: markdown,
  markdown,
}

const written = (spans: readonly Span[], by: Writer): string =>
  spans
    .map((span) => {
      switch (span.kind) {
        case "text":
        case "code":
        case "block":
          return by[span.kind](span.text)
        case "link":
          return by.link(written(span.of, by), span.url)
        default:
          return by[span.kind](written(span.of, by))
      }
    })
    .join("")

/** Text in our markup, as a channel writes it. `plain` leaves the words, and the address of a link behind its label. */
export const writeMarkup = (text: string, format: Format): string => written(parseMarkup(text), writers[format])

/** Plain text, so that a channel that reads markup everywhere shows it as it stands. */
export const escapeFor = (text: string, format: Format): string => writers[format].text(text)
