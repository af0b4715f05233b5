import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Capabilities } from "../../src/channel/capability.ts"
import { checkAnswers } from "../../src/survey/check-answers.ts"
import type { AnyDefinition } from "../../src/survey/definition.ts"
import { next } from "../../src/survey/engine.ts"
import type { Medium } from "../../src/survey/question.ts"
import { fake } from "../../src/testing/survey/fake.ts"
import { simulate, simulateAnswers, type Where } from "../../src/testing/survey/simulate.ts"
import { aDefinition } from "../survey/a-definition.ts"
import { kinds } from "../survey/a-question.ts"
import { postPurchase } from "../survey/post-purchase.ts"

const buttons = (max: number, maxLabel: number): Pick<Capabilities, "parts" | "text"> => ({
  parts: { choices: { level: "full", max, maxLabel, maxValue: 200 } },
  text: { max: 4096 },
})

describe("a response that was made up", () => {
  it("is one that the survey takes, whole, whatever the survey", () => {
    fc.assert(
      fc.property(aDefinition(), fc.nat(), (definition, seed) => {
        const answers = fake(definition, seed)
        const walk = { seed }
        expect(checkAnswers(definition, answers, walk)).toEqual({ answers, problems: [] })
        expect(next(definition, answers, walk)).toMatchObject({ done: true })
        expect(fake(definition, seed)).toEqual(answers)
      }),
      { numRuns: 3000 },
    )
  })

  it("holds what was given", () => {
    expect(fake(postPurchase, 7, { given: { score: 10 } })).toEqual({ score: 10 })
    expect(Object.keys(fake(postPurchase, 7, { given: { score: 3, fix: "price" } }))).toEqual([
      "score",
      "why",
      "fix",
      "price",
    ])
  })
})

const where = (medium: Medium): fc.Arbitrary<Where> =>
  fc
    .tuple(
      fc.constantFrom("es", "en"),
      fc.constantFrom(undefined, buttons(3, 20), buttons(13, 20), buttons(100, 75)),
      fc.nat(),
    )
    .map(([language, capabilities, seed]) => ({
      medium,
      language,
      seed,
      ...(medium === "chat" && capabilities && { capabilities }),
    }))

const isSaid = (definition: AnyDefinition, medium: Medium): boolean =>
  medium === "chat" || definition.questions.every(({ kind }) => kind !== "file")

describe("a survey on any channel", () => {
  it.each<Medium>(["sms", "chat", "voice"])("%s: what people mean is what is understood, as on the web", (medium) => {
    const of = medium === "chat" ? kinds : kinds.filter((kind) => kind !== "file")
    fc.assert(
      fc.property(aDefinition({ of, most: 4 }), where(medium), (definition, place) => {
        const seed = typeof place === "string" ? 0 : (place.seed ?? 0)
        expect(isSaid(definition, medium)).toBe(true)
        const meant = fake(definition, seed)
        const { answers, ended, text, others } = simulateAnswers(definition, place, meant)
        expect({ answers, others, text }).toEqual({ answers: meant, others: [], text })
        expect(ended).toEqual(simulateAnswers(definition, { medium: "web", seed }, meant).ended)
        expect(ended).toBeDefined()
      }),
      { numRuns: 3000 },
    )
  })
})

describe("a transcript", () => {
  it("has both sides, as they read it", () => {
    expect(simulate(postPurchase, "sms", ["6", "it came late", "2", "4"]).text).toBe(
      [
        "us: Would you recommend us?",
        "  Reply 0 (not at all likely) to 10 (extremely likely).",
        "customer: 6",
        "us: Why?",
        '  Or write "skip".',
        "customer: it came late",
        "us: What should we fix first?",
        "  1. The delivery",
        "  2. The price",
        "  3. quality",
        "  Reply 1 to 3.",
        "customer: 2",
        "us: ¿El precio?",
        "  1. Very dissatisfied",
        "  2. Dissatisfied",
        "  3. Neither satisfied nor dissatisfied",
        "  4. Satisfied",
        "  5. Very satisfied",
        "  Reply 1 to 5.",
        "customer: 4",
        "us: Thank you",
      ].join("\n"),
    )
  })

  it("asks again, twice, what was meant as an answer, and takes nothing else for one", () => {
    const { text, ended, others, answers } = simulate(postPurchase, { medium: "chat", language: "es" }, [
      "¿Cuándo llega mi pedido?",
      "11",
      "12",
      "13",
      "nueve",
    ])
    expect(text.match(/Responde con un número entero del 0 al 10\./gu)).toHaveLength(2)
    expect({ ended, others, answers }).toMatchObject({
      ended: { why: "complete" },
      others: ["¿Cuándo llega mi pedido?", "13"],
      answers: { score: 9 },
    })
  })

  it("goes back to the question before, and on from there", () => {
    const { answers } = simulate(postPurchase, "chat", ["3", "slow", "back", "late", "quality"])
    expect(answers).toEqual({ score: 3, why: "late", fix: "quality" })
    const changed = simulate(postPurchase, "chat", ["3", "back", "10"])
    expect([changed.answers, changed.ended?.why]).toEqual([{ score: 10 }, "complete"])
  })

  it("says what a tap, a key, a silence and a page are", () => {
    const chat = { medium: "chat", language: "en", capabilities: buttons(11, 20) } as const
    expect(
      simulate(postPurchase, chat, [{ tap: "6" }, { tap: "Skip" }, { tap: "The price" }, { tap: "5" }]).answers,
    ).toEqual({
      score: 6,
      why: null,
      fix: "price",
      price: 5,
    })
    const call = simulate(postPurchase, "voice", [
      { silence: true },
      { keys: "6#" },
      "skip",
      { keys: "9" },
      { keys: "3" },
    ])
    expect([call.answers, call.ended?.why]).toEqual([{ score: 6, why: null, fix: "quality" }, "complete"])
    expect(call.text).toContain("us: Sorry, I did not get that. Once more. Would you recommend us?")
    const gone = simulate(postPurchase, "voice", [
      { silence: true },
      { silence: true },
      { silence: true },
      { keys: "6#" },
    ])
    expect([gone.lines.at(-2)?.text, gone.answers]).toEqual(["Never mind. Thank you for your time.", {}])
    const page = simulate(postPurchase, "web", [{ answer: 11 }, { answer: 9 }])
    expect([page.answers, page.text]).toEqual([
      { score: 9 },
      "us: Would you recommend us?\n  [0] [1] [2] [3] [4] [5] [6] [7] [8] [9] [10]\ncustomer: 11\n" +
        "us: Please answer with a whole number from 0 to 10.\n  Would you recommend us?\n" +
        "  [0] [1] [2] [3] [4] [5] [6] [7] [8] [9] [10]\ncustomer: 9\nus: Thank you",
    ])
  })

  it("throws nothing, whatever is said", () => {
    const reply = fc.oneof(
      fc.string(),
      fc.constantFrom("back", "more", "help", "skip", "1", "a", "yes", "no", "9"),
      fc.record({ tap: fc.string() }),
      fc.record({ keys: fc.string({ unit: fc.constantFrom(..."0123456789*#") }) }),
      fc.record({ answer: fc.anything() }),
      fc.constant({ silence: true as const }),
    )
    fc.assert(
      fc.property(
        aDefinition(),
        where("chat"),
        fc.constantFrom<Medium>("web", "email", "sms", "chat", "voice"),
        fc.array(reply),
        (definition, place, medium, script) => {
          const stage = typeof place === "string" ? { medium } : { ...place, medium }
          const { answers, lines } = simulate(definition, stage, script)
          expect(checkAnswers(definition, answers, stage).problems).toEqual([])
          expect(lines.filter(({ from }) => from === "customer")).toHaveLength(script.length)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
