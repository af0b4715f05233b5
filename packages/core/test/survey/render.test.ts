import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { buttonsFit, render as renderContent } from "../../src/channel/render.ts"
import { type Capabilities, ruleOf } from "../../src/channel/capability.ts"
import { isGsm } from "../../src/channel/text-length.ts"
import { textIn } from "../../src/kernel/localized.ts"
import { partOf } from "../../src/survey/parts.ts"
import { prompt } from "../../src/survey/prompt.ts"
import type { Medium, Question } from "../../src/survey/question.ts"
import { consent, file } from "../../src/survey/question-form.ts"
import { choice, choices, matrix } from "../../src/survey/question-list.ts"
import { csat, nps, number, slider } from "../../src/survey/question-scale.ts"
import { date, openText } from "../../src/survey/question-words.ts"
import { isAnswerable, render } from "../../src/survey/render.ts"
import { parseReply, parseTap } from "../../src/survey/reply.ts"
import { moreFrom } from "../../src/survey/reply-word.ts"
import { inPlainSigns, segmentsOf } from "../../src/survey/sms-segments.ts"
import { aQuestion } from "./a-question.ts"

const asked = (draft: Parameters<typeof Object.assign>[0] & { readonly kind: string }, more: object = {}): Question =>
  ({ ...draft, id: "q", required: true, ...more }) as Question // a draft of a kind, in its place

const buttons = (max: number, maxLabel = 1000): Pick<Capabilities, "parts" | "text"> => ({
  parts: { choices: { level: "full", max, maxLabel, maxValue: 200 } },
  text: { max: 4096 },
})
const how = { es: "¿Que tal?", en: "How was it?" }

describe("a question by text message", () => {
  it("is short, and in letters that cost one", () => {
    expect(render(asked(nps(how)), { medium: "sms", language: "es" })).toEqual({
      text: "¿Que tal?\nResponde del 0 (nada probable) al 10 (muy probable).",
      segments: 1,
    })
    expect(render(asked(nps(how)), { medium: "sms", language: "en" }).text).toBe(
      "How was it?\nReply 0 (not at all likely) to 10 (extremely likely).",
    )
  })

  it("has its options as lines, and says how to pass it over", () => {
    const question = asked(choice(how, ["Delivery", "Price"]), { required: false })
    expect(render(question, { medium: "sms", language: "en" })).toEqual({
      text: 'How was it?\n1. Delivery\n2. Price\nReply 1 or 2.\nOr write "skip".',
      segments: 1,
    })
  })

  it("goes by letters where an option holds a number", () => {
    expect(
      render(asked(choices(how, ["1-2", "3-9", "10 or more"], { most: 2 })), { medium: "sms", language: "en" }).text,
    ).toBe("How was it?\na) 1-2\nb) 3-9\nc) 10 or more\nChoose up to 2, such as a, c.")
  })

  it("writes the signs of a printer as a telephone has them, and no letter otherwise", () => {
    expect(inPlainSigns("«Sí» — “it’s” …")).toBe('"Sí" - "it\'s" ...')
  })

  it("counts what it costs", () => {
    expect([0, 160, 161, 306, 307].map((length) => segmentsOf("a".repeat(length)))).toEqual([1, 1, 2, 2, 3])
    expect([70, 71, 134, 135].map((length) => segmentsOf("á".repeat(length)))).toEqual([1, 2, 2, 3])
    expect(segmentsOf("€".repeat(80))).toBe(1)
    expect(segmentsOf("€".repeat(81))).toBe(2)
    // 153 is odd: the second half of a sign that takes two goes with its first
    expect([segmentsOf("€".repeat(153)), segmentsOf("€".repeat(152))]).toEqual([3, 2])
  })

  it("lists every option of a long list once, a few messages at a time", () => {
    const labels = Array.from(
      { length: 60 },
      (_, place) => `City of ${String.fromCharCode(97 + (place % 26))}${"x".repeat(place)}`,
    )
    const question = asked(choice(how, ["First of all", ...labels.slice(1)]))
    const seen: string[] = []
    let from: number | undefined = 1
    while (from !== undefined) {
      const said: ReturnType<typeof render> = render(question, { medium: "sms", language: "en", from })
      expect(said.segments).toBeLessThanOrEqual(3)
      seen.push(...said.text.split("\n").filter((line) => /^\d+\. /.test(line)))
      expect(said.text.includes(`Write "more ${said.more}" for the rest.`)).toBe(said.more !== undefined)
      from = said.more
    }
    expect(seen).toEqual(["First of all", ...labels.slice(1)].map((label, place) => `${place + 1}. ${label}`))
    expect(["more 11", "Más 11", "mas", "more, please", "more money", "no more"].map(moreFrom)).toEqual([
      11,
      11,
      0,
      0,
      undefined,
      undefined,
    ])
  })

  it("asks for a yes or a no in words", () => {
    expect(render(asked(consent(how)), { medium: "sms", language: "es" }).text).toBe("¿Que tal?\nResponde SI o NO.")
  })
})

describe("a question in a chat", () => {
  it("offers what the channel can carry, and a way to pass it over", () => {
    const question = asked(choice(how, ["Delivery", "Price"]), { required: false })
    expect(render(question, { medium: "chat", language: "en", capabilities: buttons(10) })).toEqual({
      text: "How was it?",
      choices: [
        { value: "Delivery", label: "Delivery" },
        { value: "Price", label: "Price" },
        { value: "-", label: "Skip" },
      ],
    })
    const words = asked(openText(how), { required: false })
    expect(render(words, { medium: "chat", language: "es", capabilities: buttons(3) })).toEqual({
      text: "¿Que tal?\nO escribe «saltar».",
    })
  })

  it("asks for a number in words where there are fewer buttons than numbers", () => {
    expect(render(asked(nps(how)), { medium: "chat", language: "en", capabilities: buttons(3) })).toEqual({
      text: "How was it?\nReply with a number from 0 (not at all likely) to 10 (extremely likely).",
    })
    expect(
      render(asked(slider(how)), { medium: "chat", language: "en", capabilities: buttons(100) }).choices,
    ).toBeUndefined()
  })

  it("puts the numbers on the buttons where they have no room for the words", () => {
    expect(render(asked(csat(how)), { medium: "chat", language: "en", capabilities: buttons(10, 20) })).toEqual({
      text:
        "How was it?\n1. Very dissatisfied\n2. Dissatisfied\n3. Neither satisfied nor dissatisfied\n4. Satisfied\n" +
        "5. Very satisfied\nReply 1 to 5.",
      choices: ["1", "2", "3", "4", "5"].map((place) => ({ value: place, label: place })),
    })
  })

  it("offers no button for one of several: it would be taken for the whole answer", () => {
    const said = render(asked(choices(how, ["Delivery", "Price", "Range"])), {
      medium: "chat",
      language: "en",
      capabilities: buttons(10),
    })
    expect(said).toEqual({
      text: "How was it?\n1. Delivery\n2. Price\n3. Range\nChoose any, such as 1, 3.",
    })
  })

  it("says how a date, a number and a file are given", () => {
    const text = (question: Question) => render(question, { medium: "chat", language: "en" }).text.split("\n")[1]
    expect(
      [
        asked(date(how)),
        asked(number(how, { unit: "€" })),
        asked(number(how, { low: 0, high: 9 })),
        asked(file(how)),
      ].map(text),
    ).toEqual([
      "For example, 2026-03-29.",
      "Reply with a number (€).",
      "Reply with a number from 0 to 9.",
      "Send it here.",
    ])
  })

  it("tells options that are numbers, which a channel without buttons would not number", () => {
    const question = asked(choice(how, ["3", "2", "10"]))
    const content = prompt(question, "en")
    const rendered = renderContent(content, { parts: {}, text: { max: 1000 } })
    expect("payloads" in rendered && rendered.payloads.map(({ text }) => text)).toEqual(["How was it?\n3, 2, 10"])
    expect(render(question, { medium: "sms", language: "en" }).text).toBe("How was it?\n3, 2, 10")
  })

  it("is put as its next step where it takes several", () => {
    const question = asked(matrix(how, ["speed", "care"], ["bad", "good"]))
    expect(render(question, { medium: "chat", language: "en", draft: { speed: "bad" } }).text).toBe("How was it?\ncare")
  })

  it("is put by a link where it cannot be answered at all", () => {
    const media: readonly Medium[] = ["web", "email", "sms", "chat", "voice"]
    expect(media.map((medium) => isAnswerable(asked(file(how)), medium))).toEqual([true, true, false, true, false])
    expect(media.every((medium) => isAnswerable(asked(nps(how)), medium))).toBe(true)
  })
})

const capabilities: fc.Arbitrary<Pick<Capabilities, "parts" | "text">> = fc
  .tuple(fc.constantFrom(0, 3, 10, 13, 100), fc.constantFrom(5, 20, 24, 75))
  .map(([max, maxLabel]) => buttons(max, maxLabel))
const media = fc.constantFrom<Medium>("web", "email", "sms", "chat", "voice")
const languages = fc.constantFrom("es", "en")

describe("whatever the question and the channel", () => {
  it("what is offered to tap fits the channel, and what is tapped is read as what it stands for", () => {
    fc.assert(
      fc.property(aQuestion(), capabilities, languages, (whole, carried, language) => {
        const { question } = partOf(whole, undefined)
        const said = render(whole, { medium: "chat", language, capabilities: carried })
        expect(buttonsFit(said.choices ?? [], ruleOf(carried, "choices"))).toBe(true)
        for (const { value } of said.choices ?? []) {
          const taken = parseTap(question, value)
          const meant = value === "-" ? null : value === "yes" ? true : value === "no" ? false : value
          expect("value" in taken && String(taken.value)).toBe(String(meant))
        }
      }),
      { numRuns: 3000 },
    )
  })

  it("a line that was written is read by its number, its letter or its words", () => {
    fc.assert(
      fc.property(
        aQuestion(["choice", "dropdown", "image-choice", "choices", "csat"]),
        fc.constantFrom<Medium>("sms", "chat", "email"),
        languages,
        (question, medium, language) => {
          const said = render(question, { medium, language, capabilities: buttons(0) })
          const lines = said.text.split("\n").flatMap((line) => /^(\d+|[a-z])[.)] (.+)$/.exec(line) ?? [])
          fc.pre(said.more === undefined)
          const options =
            "options" in question
              ? question.options.map(({ value, label }) => ({ value, label: textIn(label, language) }))
              : []
          const values = options.length > 0 ? options.map(({ value }) => value) : [1, 2, 3, 4, 5]
          expect(lines).toHaveLength(3 * values.length)
          for (const [place, value] of values.entries())
            for (const reply of lines.slice(3 * place + 1, 3 * place + 3)) {
              const least = question.kind === "choices" ? { ...question, least: 0, most: 99 } : question
              const taken = parseReply(least, reply, language)
              expect("value" in taken && taken.value).toEqual(question.kind === "choices" ? [value] : value)
            }
        },
      ),
      { numRuns: 3000 },
    )
  })

  it("a text message is written in letters that cost one, where the survey is", () => {
    fc.assert(
      fc.property(aQuestion(), languages, (question, language) => {
        const bare = { ...question, text: "How was it?" }
        const said = render(bare, { medium: "sms", language })
        const own = prompt(bare, language, "web").text + JSON.stringify(bare)
        // letters with an accent are the author's own
        const isCheap = (text: string) => isGsm(text.replace(/[áéíóú]/gu, "x"))
        expect(isCheap(said.text) || !isCheap(inPlainSigns(own))).toBe(true)
        expect(said.text).not.toMatch(/[«»“”…–—]/u)
        expect(said.segments).toBe(segmentsOf(said.text))
      }),
      { numRuns: 3000 },
    )
  })

  it("something is said, in any medium and any language", () => {
    fc.assert(
      fc.property(aQuestion(), media, fc.constantFrom("es", "en", "pt-BR", undefined), (question, medium, language) => {
        const said = render(question, { medium, language })
        expect(said.text).not.toBe("")
        expect(said.text).not.toMatch(/undefined|NaN|\[object/)
      }),
      { numRuns: 3000 },
    )
  })
})
