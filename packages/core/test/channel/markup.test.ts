import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Format } from "../../src/channel/capability.ts"
import { escapeMarkup, escapeMarkupBehind, parseMarkup, sliceOf, type Span, wordsOf } from "../../src/channel/markup.ts"
import { render } from "../../src/kernel/template.ts"
import { escapeFor, writeMarkup, writeSpans } from "../../src/channel/markup-format.ts"
import { anyText } from "./any-content.ts"

const runs = { numRuns: 3_000 }
const text = (words: string): Span => ({ kind: "text", text: words })

const decoded = (html: string): string =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")

/** What each network shows of a text, read by its own rules: undefined where it would show markup. */
const shows: { readonly [Each in Format]: (written: string) => string | undefined } = {
  plain: (written) => written,
  html: (written) => (/<(?!br>)/.test(written) ? undefined : decoded(written.replaceAll("<br>\n", "\n"))),
  matrix: (written) => shows.html(written),
  telegram: (written) => (/[<>]/.test(written) ? undefined : decoded(written)),
  // https://faq.whatsapp.com/539178204879377: a mark at the edge of a word, closed by the same one at the edge of another
  whatsapp: (written) =>
    /(?<![\p{L}\p{N}])([*_~`])(?![\s\u2060])[^\n]*?\S?\1/u.test(written.replace(/https?:\/\/\S+/g, "")) ||
    /^> /m.test(written)
      ? undefined
      : written.replaceAll("\u2060", ""),
  slack: (written) =>
    /[<>]|(?<![\p{L}\p{N}])([*_~`])(?![\s\u2060])[^\n]*?\S?\1/u.test(written.replace(/https?:\/\/\S+/g, ""))
      ? undefined
      : decoded(written.replaceAll("\u2060", "")),
  // our own reader reads a part of both
  discord: (written) => {
    const spans = parseMarkup(written)
    return spans.every(({ kind }) => kind === "text") ? wordsOf(spans) : undefined
  },
  markdown: (written) => shows.discord(written),
}

/** Addresses are left as they are, so that networks find them; here only what is around them is looked at. */
const withoutAddresses = anyText(60).filter((words) => !words.includes("http"))

describe("a text in our markup", () => {
  it.each<readonly [string, readonly Span[]]>([
    ["**a *b* c**", [{ kind: "bold", of: [text("a "), { kind: "italic", of: [text("b")] }, text(" c")] }]],
    ["_a_ ~~b~~", [{ kind: "italic", of: [text("a")] }, text(" "), { kind: "struck", of: [text("b")] }]],
    ["***a***", [{ kind: "bold", of: [{ kind: "italic", of: [text("a")] }] }]],
    ["`a*b*` c", [{ kind: "code", text: "a*b*" }, text(" c")]],
    ["```js\na\n```", [{ kind: "block", text: "a" }]],
    [
      "[a **b**](https://c.d/e_f)",
      [{ kind: "link", of: [text("a "), { kind: "bold", of: [text("b")] }], url: "https://c.d/e_f" }],
    ],
    ["2 * 3 * 4 snake_case_name", [text("2 * 3 * 4 snake_case_name")]],
    ["\\*a\\* \\[b\\](c) \\x", [text("*a* [b](c) \\x")]],
    ["[a](javascript:1) [b](data:x) [c\nd](https://e.f)", [text("[a](javascript:1) [b](data:x) [c\nd](https://e.f)")]],
    [
      "[a [b](https://c.d) e](https://f.g)",
      [text("[a "), { kind: "link", of: [text("b")], url: "https://c.d" }, text(" e](https://f.g)")],
    ],
    ["**a *b** c*", [{ kind: "bold", of: [text("a *b")] }, text(" c*")]],
    ["**a", [text("**a")]],
    ["*a`b*`", [text("*a"), { kind: "code", text: "b*" }]],
    ["``` a", [text("``` a")]],
    ["**** a ~ b __c__", [text("**** a ~ b __c__")]],
    ["", []],
  ])("is read: %s", (written, spans) => {
    expect(parseMarkup(written)).toEqual(spans)
  })

  it("says what a value says, and nothing of a value is markup", () => {
    const template = "**¡{a}!** y {a}: [ver](https://shop.example/{a}/x) {a}"
    const hostile = fc.string({
      unit: fc.constantFrom(...'ab*_~`[]()\\"<> {}\n/', "](https://evil.example)", "é"),
      minLength: 1,
    })
    fc.assert(
      fc.property(hostile, (value) => {
        const spans = parseMarkup(render(template, { a: value }, escapeMarkupBehind).text)
        const links = JSON.stringify(spans).match(/"kind":"link"/g) ?? []
        expect([wordsOf(spans), links.length]).toEqual([`¡${value}! y ${value}: ver ${value}`, 1])
      }),
      runs,
    )
    expect(render("[x](https://shop.example/{order})", { order: "A_1 (b)" }, escapeMarkupBehind).text).toBe(
      "[x](https://shop.example/A_1%20%28b%29)",
    )
  })

  it("is shown as it was typed where it is escaped, in every format", () => {
    fc.assert(
      fc.property(withoutAddresses, (words) => {
        expect(parseMarkup(escapeMarkup(words))).toEqual(words === "" ? [] : [text(words)])
        for (const [format, show] of Object.entries(shows))
          // the keys are the formats
          expect([format, show(escapeFor(words, format as Format))]).toEqual([format, words])
      }),
      runs,
    )
  })

  it("leaves addresses in plain words whole, in every format", () => {
    for (const address of ["https://x.example/a_b_c/_d_?e=1~f#g", "http://x.example/~a"])
      for (const format of ["whatsapp", "discord", "markdown", "plain", "telegram", "html"] as const)
        expect(escapeFor(`mira ${address} *ya*`, format)).toContain(address)
  })

  it("is the same when it is written in Markdown and read again", () => {
    fc.assert(
      fc.property(withoutAddresses, (written) => {
        const spans = parseMarkup(written)
        // an empty pair, or marks that touch, cannot be written down otherwise: the words are the same
        expect(wordsOf(parseMarkup(writeSpans(spans, "markdown"))).replaceAll(/[\s*_~`]/g, "")).toBe(
          wordsOf(spans).replaceAll(/[\s*_~`]/g, ""),
        )
      }),
      runs,
    )
  })

  it("makes no tag and no address in HTML but its own", () => {
    fc.assert(
      fc.property(anyText(80), (written) => {
        for (const format of ["html", "telegram", "matrix"] as const) {
          const tags = writeMarkup(written, format).match(/<[^>]*>?/g) ?? []
          for (const tag of tags)
            expect(tag).toMatch(/^<(?:\/?(?:b|i|s|del|code|pre|a)|br|a href="(?:https?:\/\/|mailto:|tel:)[^"<>]*")>$/)
        }
      }),
      runs,
    )
  })

  it("is the sum of its slices", () => {
    fc.assert(
      fc.property(anyText(80), fc.nat(100), (written, place) => {
        const spans = parseMarkup(written)
        const words = wordsOf(spans)
        const [left, right] = [sliceOf(spans, 0, place), sliceOf(spans, place, words.length)]
        expect([wordsOf(left), wordsOf(right)]).toEqual([words.slice(0, place), words.slice(place)])
      }),
      runs,
    )
  })

  it("is nested eight deep at most, and what is deeper stands as it was typed", () => {
    const marks = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? "**" : "_"))
    const written = `${marks.join("x ")}x ${marks
      .toReversed()
      .map((mark) => `y${mark}`)
      .join(" ")}`
    const depthOf = (spans: readonly Span[]): number =>
      spans.reduce((most, span) => Math.max(most, "of" in span ? 1 + depthOf(span.of) : 0), 0)
    expect(depthOf(parseMarkup(written))).toBeLessThanOrEqual(8)
  })

  it.each([
    "*",
    "**",
    "* a",
    "*a ",
    "_",
    "[",
    "](",
    "[a](",
    "`",
    "```",
    "`a",
    "*a_b",
    "[*",
    "**a *b ",
    "](https://a",
    "*a**b*",
    "\\",
  ])("of 100,000 signs is read soon, whatever they are: %s", (part) => {
    // four times as long takes about four times as long; a time that grows with the square would be minutes
    const words = part.repeat(Math.ceil(100_000 / part.length))
    expect(wordsOf(parseMarkup(words)).length).toBeGreaterThan(0)
  })
})
