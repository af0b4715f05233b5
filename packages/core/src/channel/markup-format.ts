import type { Format } from "./capability.ts"
import { parseMarkup, type Span } from "./markup.ts"

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
// most texts have nothing to escape, and to look is a tenth of what a replacement costs
const inHtml = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign) : text
const same = (text: string): string => text
const around =
  (mark: string) =>
  (inner: string): string =>
    inner === "" ? "" : `${mark}${inner}${mark}`
const named = (inner: string, url: string): string => (inner === url || inner === "" ? url : `${inner} (${url})`)

/** Addresses of the web in plain words stay whole: networks find them by themselves, and a sign put into them would break them. */
const outsideOfAddresses = (
  text: string,
  escape: (text: string) => string,
  address: (text: string) => string = same,
): string =>
  text.includes("://")
    ? text
        .split(/(\bhttps?:\/\/[^\s<>"`*|[\]()]+)/i)
        .map((part, index) => (index % 2 === 0 ? escape(part) : address(part)))
        .join("")
    : escape(text)

const html: Writer = {
  text: inHtml,
  code: (text) => `<code>${inHtml(text)}</code>`,
  block: (text) => `<pre>${inHtml(text)}</pre>`,
  bold: (inner) => `<b>${inner}</b>`,
  italic: (inner) => `<i>${inner}</i>`,
  struck: (inner) => `<s>${inner}</s>`,
  link: (inner, url) => `<a href="${inHtml(url)}">${inner}</a>`,
}

// WhatsApp and Slack know no escape: a word joiner, which nobody sees, between the mark and the letter keeps it from meaning anything.
const joined = (text: string): string =>
  /[*_~`]/.test(text) ? text.replace(/(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu, "$1\u2060") : text
const unquoted = (text: string): string => (text.includes(">") ? text.replace(/^>(?= )/gm, ">\u2060") : text)
const inWhatsApp = (text: string): string => outsideOfAddresses(text, (part) => unquoted(joined(part)))
/** Slack's own: https://docs.slack.dev/messaging/formatting-message-text */
const signsOfSlack = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/[&<>]/g, (sign) => entities[sign] ?? sign) : text
const inSlack = (text: string): string => outsideOfAddresses(text, (part) => signsOfSlack(joined(part)), signsOfSlack)
/** Signs that Markdown reads, taken their meaning. */
const inMarkdown = (text: string): string =>
  outsideOfAddresses(text, (part) => part.replace(/[\\`*_~|[\]<>#]/g, "\\$&"))

const markdown: Writer = {
  text: inMarkdown,
  code: around("`"),
  block: (text) => `\`\`\`\n${text}\n\`\`\``,
  bold: around("**"),
  italic: around("*"),
  struck: around("~~"),
  link: (inner, url) => `[${inner}](${url})`,
}

const broken = (text: string): string => (text.includes("\n") ? text.replaceAll("\n", "<br>\n") : text)
const withBreaks: Writer = { ...html, text: (text) => broken(inHtml(text)) }

const writers: { readonly [Each in Format]: Writer } = {
  plain: { text: same, code: same, block: same, bold: same, italic: same, struck: same, link: named },
  html: withBreaks,
  telegram: html,
  matrix: { ...withBreaks, struck: (inner) => `<del>${inner}</del>` },
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
    code: (text) => `\`${signsOfSlack(text)}\``,
    block: (text) => `\`\`\`${signsOfSlack(text)}\`\`\``,
    bold: around("*"),
    italic: around("_"),
    struck: around("~"),
    link: (inner, url) => `<${signsOfSlack(url).replaceAll("|", "%7C")}|${inner.replaceAll("|", "¦")}>`,
  },
  discord: markdown,
  markdown,
}

const written = (spans: readonly Span[], by: Writer): string => {
  let text = ""
  for (const span of spans) {
    switch (span.kind) {
      case "text":
        text += by.text(span.text)
        break
      case "code":
      case "block":
        text += by[span.kind](span.text)
        break
      case "link":
        text += by.link(written(span.of, by), span.url)
        break
      default:
        text += by[span.kind](written(span.of, by))
    }
  }
  return text
}

/** Spans, as a channel writes them. `plain` leaves the words, and the address of a link behind its label. */
export const writeSpans = (spans: readonly Span[], format: Format): string => written(spans, writers[format])

/** Text in our markup, as a channel writes it. */
export const writeMarkup = (text: string, format: Format): string => writeSpans(parseMarkup(text), format)

/** Plain text, so that a channel that reads markup everywhere shows it as it stands. */
export const escapeFor = (text: string, format: Format): string => writers[format].text(text)
