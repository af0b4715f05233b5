import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ruleOf } from "../../src/channel/capability.ts"
import { type Content, mediaParts } from "../../src/channel/content.ts"
import { parseMarkup, wordsOf } from "../../src/channel/markup.ts"
import { isTypeIn } from "../../src/channel/media-type.ts"
import { render } from "../../src/channel/render.ts"
import { lengthIn } from "../../src/channel/text-length.ts"
import { allFeatures, anyCapabilities, anyContent, anyText } from "./any-content.ts"

const runs = { numRuns: 3_000 }

/** A text without anything that a format may add or leave out. */
const bare = (text: string) =>
  text
    .replace(/<(https?:[^|>]*)\|([^>]*)>/g, "$2$1") // a link of Slack
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll(/[\s\\*_~`[\]()|¦<>&"\u2060]/g, "")

/** Whether the signs of a text are all in another, in the same order. */
const isIn = (words: string, said: string): boolean => {
  let place = 0
  for (const sign of words) {
    place = said.indexOf(sign, place) + 1
    if (place === 0) return false
  }
  return true
}

describe("any message on any channel", () => {
  it("goes out with carried parts alone, each within its limits", () => {
    fc.assert(
      fc.property(anyContent, anyCapabilities, (content, capabilities) => {
        const rendered = render(content, capabilities)
        for (const payload of "payloads" in rendered ? rendered.payloads : []) {
          expect(lengthIn(payload.text, capabilities.text.unit)).toBeLessThanOrEqual(capabilities.text.max)
          for (const part of allFeatures.filter((each) => payload[each] !== undefined)) {
            const rule = ruleOf(capabilities, part)
            expect(["full", "partial"]).toContain(rule.level)
            const buttons = [
              ...(part === "choices" ? (payload.choices ?? []) : []),
              ...(part === "links" ? (payload.links ?? []) : []),
            ]
            expect(buttons.length).toBeLessThanOrEqual(rule.max ?? Infinity)
            for (const button of buttons) {
              expect(button.label.length).toBeLessThanOrEqual(rule.maxLabel ?? Infinity)
              expect(new TextEncoder().encode("value" in button ? button.value : "").length).toBeLessThanOrEqual(
                rule.maxValue ?? Infinity,
              )
            }
          }
          for (const part of mediaParts) {
            const [media, rule] = [payload[part], ruleOf(capabilities, part)]
            expect(media?.size ?? 0).toBeLessThanOrEqual(rule.maxBytes ?? Infinity)
            expect(media?.duration ?? 0).toBeLessThanOrEqual(rule.maxDuration ?? Infinity)
            expect(media?.type === undefined || isTypeIn(media.type, rule.types ?? [media.type])).toBe(true)
          }
        }
      }),
      runs,
    )
  })

  it("loses no part silently: it goes out, once, or its loss is told", () => {
    fc.assert(
      fc.property(anyContent, anyCapabilities, (content, capabilities) => {
        const rendered = render(content, capabilities)
        if ("refusal" in rendered) return ruleOf(capabilities, rendered.refusal.part).level === "refused"
        const { payloads, losses } = rendered
        for (const part of allFeatures) {
          const carried = payloads.filter((payload) => payload[part] !== undefined).length
          const lost = losses.filter((loss) => loss.part === part).length
          // a subject stands above each of several calls
          const times = part === "subject" ? Math.min(carried, 1) + lost : carried + lost
          expect([part, times]).toEqual([part, content[part] === undefined ? 0 : 1])
        }
        return payloads.length > 0 || (content.text === "" && losses.length > 0) || isSilent(content)
      }),
      runs,
    )
  })

  it("says every word of its text, or tells that it was cut", () => {
    fc.assert(
      fc.property(anyText(200), fc.boolean(), anyCapabilities, (text, isMarkup, { text: rule }) => {
        const content: Content = { text, ...(isMarkup && { format: "markdown" }) }
        const rendered = render(content, { parts: {}, text: rule })
        const { payloads, losses } = "payloads" in rendered ? rendered : { payloads: [], losses: [] }
        const words = isMarkup ? wordsOf(parseMarkup(text)) : text
        const said = bare(payloads.map((payload) => payload.text).join(""))
        const isCut = losses.some(({ part, became }) => part === "length" && became === "shorter")
        expect(isCut).toBe(isCut && rule.overflow === "cut")
        expect(payloads.length > 1).toBe(losses.some(({ became }) => became === "parts"))
        // links say their address as well
        expect(isIn(isCut ? "" : bare(words), said)).toBe(true)
      }),
      runs,
    )
  })
})

/** Whether a message says nothing at all. */
const isSilent = (content: Content): boolean =>
  allFeatures.every((part) => content[part] === undefined) && content.text === ""

describe("a message", () => {
  const plain = { text: { max: 1_000 }, parts: {} }
  it("in markup says its lines as they are, on a channel with markup too", () => {
    const content: Content = {
      text: "**Hola**",
      format: "markdown",
      choices: [{ value: "a", label: "*sí*" }],
      links: [{ label: "ver", url: "https://x.example/_a_*b*" }],
    }
    expect(render(content, { ...plain, text: { max: 1_000, format: "html" } })).toMatchObject({
      payloads: [{ text: "<b>Hola</b><br>\n1. *sí*<br>\nver: https://x.example/_a_*b*", format: "html" }],
    })
  })

  it("that is cut through in bold is bold on both sides", () => {
    const rendered = render(
      { text: `**${"palabra ".repeat(10)}fin**`, format: "markdown" },
      { parts: {}, text: { max: 60, format: "html" } },
    )
    expect("payloads" in rendered && rendered.payloads.map(({ text }) => /^<b>.*<\/b>$/.test(text))).toEqual([
      true,
      true,
    ])
  })

  it("that is shortened keeps its markup whole", () => {
    const rendered = render(
      { text: `**${"palabra ".repeat(20)}fin** & fin`, format: "markdown" },
      { parts: {}, text: { max: 60, format: "telegram", overflow: "cut" } },
    )
    expect(rendered).toMatchObject({
      payloads: [{ text: expect.stringMatching(/^<b>[a ]*[\w ]+<\/b>…$/), format: "telegram" }],
      losses: [{ part: "length", became: "shorter" }],
    })
  })

  it("tells what does not go with an approved one", () => {
    const content: Content = {
      text: "Hola",
      template: { name: "hello", language: "es" },
      links: [{ label: "ver", url: "https://x.example" }],
    }
    expect(render(content, { ...plain, parts: { template: "full", links: "full" } })).toEqual({
      payloads: [{ text: "", template: content.template }],
      losses: [{ part: "links", became: "dropped" }],
    })
  })

  it.each(["utf16", "codepoints", "graphemes", "bytes", "sms", "weighted"] as const)(
    "of the longest text is in pieces soon, counted in %s",
    (unit) => {
      for (const text of [
        "palabra ".repeat(8_000),
        "x".repeat(65_000),
        "漢".repeat(20_000),
        "é ".repeat(20_000),
        "**a** ".repeat(10_000),
      ]) {
        const rendered = render(
          { text, format: "markdown" },
          { parts: {}, text: { max: 280, unit, format: "whatsapp" } },
        )
        expect("payloads" in rendered && rendered.payloads.length).toBeGreaterThan(1)
      }
    },
  )
})
