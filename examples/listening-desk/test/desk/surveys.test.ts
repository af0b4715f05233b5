import { describe, expect, it } from "vitest"
import { matrix, maxDiff, nps, number, panel, ranking, text, type Question } from "@escucha/core/survey"
import { verify } from "@escucha/core/survey-verify"
import { speechOf, type Speech } from "../../src/desk/i18n/words.tsx"
import { chatsOf } from "../../src/desk/surveys/preview/chats.ts"
import { stepsOf } from "../../src/desk/surveys/preview/steps.ts"
import {
  differenceWords,
  type Figure,
  figureWords,
  intervalWords,
  spanOf,
  valueWords,
} from "../../src/desk/surveys/results/figure-words.ts"
import { marked } from "../../src/desk/surveys/answers/marked.ts"
import { emptyForm, toSend } from "../../src/desk/surveys/send/send-form.ts"
import { surveys } from "../../src/server/surveys.ts"

const english: Speech = speechOf("en")
const placed = <Asked extends object>(asked: Asked) => ({ id: "asked", required: true, ...asked })
const score = placed(nps("Would you recommend us?"))
const parts = placed(matrix("How was it?", ["shop", "van"], ["bad", "good"]))
const figure = (part: Partial<Figure>): Figure => ({ figure: "nps", value: 42.4, low: 31.2, high: 53, n: 20, ...part })

describe("the surveys of the sample", () => {
  it("are found right by the verifier", () => {
    for (const survey of surveys)
      expect({ name: survey.name, found: verify(survey) }).toEqual({ name: survey.name, found: [] })
  })

  it("show every promise of confidentiality", () => {
    expect(new Set(surveys.map(({ confidentiality = "identified" }) => confidentiality)).size).toBe(3)
  })
})

describe("an answer in own words", () => {
  const shown = (stretches: readonly (readonly [start: number, end: number])[]) =>
    marked(
      "late and broken",
      stretches.map(([start, end]) => ({ start, end })),
    ).map(({ text: piece, isMarked }) => (isMarked ? `[${piece}]` : piece))

  it("has the words marked by which its topics are known, and loses none", () => {
    expect(shown([])).toEqual(["late and broken"])
    expect(
      shown([
        [9, 15],
        [0, 4],
      ]),
    ).toEqual(["[late]", " and ", "[broken]"])
    expect(
      shown([
        [0, 8],
        [5, 15],
      ])
        .join("")
        .replace(/[[\]]/g, ""),
    ).toBe("late and broken")
    expect(
      shown([
        [0, 15],
        [5, 8],
      ]),
    ).toEqual(["[late and broken]"])
    expect(shown([[9, 99]])).toEqual(["late and ", "[broken]"])
  })
})

describe("a figure of the results", () => {
  it("is written in its own unit, with where the truth lies", () => {
    expect(valueWords("nps", 42.4, english)).toBe("+42")
    expect(valueWords("share", 0.375, english)).toBe("38%")
    expect(valueWords("mean", 3.84, english)).toBe("3.8")
    expect(valueWords("score", -0.125, english)).toBe("-0.13")
    expect(valueWords("mean", null, english)).toBe("–")
    expect(intervalWords(figure({}), english)).toBe("+31 to +53")
    expect(intervalWords(figure({ low: null }), english)).toBeNull()
  })

  it("is named by its option and its row", () => {
    expect(figureWords(score, figure({}), english)).toBe("NPS")
    expect(figureWords(parts, figure({ figure: "share", of: "good", row: "van" }), english)).toBe("van: good")
  })

  it("lies on a line that holds everything it can be", () => {
    expect(spanOf(score, "nps", [])).toEqual({ from: -100, to: 100 })
    expect(spanOf(parts, "share", [])).toEqual({ from: 0, to: 1 })
    const most = figure({ figure: "mean", value: 40, low: -5, high: 90 })
    expect(spanOf(placed(number("How much?")), "mean", [most])).toEqual({ from: -5, to: 90 })
  })

  it("is said to differ only where chance would not make it", () => {
    const differing = (difference: number | null, p: number | null) =>
      differenceWords({ figure: "share", difference, p }, english)
    expect(differing(0.12, 0.004)).toBe("+12 points; more than chance (p = 0.004)")
    expect(differing(-0.3, 0.00001)).toBe("-30 points; more than chance (p < 0.001)")
    expect(differing(0.4, 0.05)).toBe("no difference that chance would not make (p = 0.05)")
    expect([differing(null, 0.01), differing(0.1, null)]).toEqual([null, null])
  })
})

describe("a question that is asked step by step", () => {
  const steps = (question: Question) => stepsOf(question, 3)

  it("shows its first steps, and how many there are", () => {
    expect([steps(score).all, steps(score).shown]).toEqual([1, [score]])
    expect(steps(parts).all).toBe(2)
    expect(steps(placed(ranking("Order them", ["a", "b", "c"], { top: 2 }))).all).toBe(2)
    const best = steps(placed(maxDiff("What matters?", ["a", "b", "c", "d"], { size: 3, times: 3 })))
    expect([best.shown.length, best.all % 2]).toEqual([3, 0])
  })

  it("ends for a panel that never does by itself", () => {
    const endless = panel("Who?", (one) => one.ask("name", text("Name")), { least: 0, most: 50 })
    expect(steps(placed(endless)).all).toBe(3) // there is one, their name, and not another one
  })
})

describe("the form of a sending", () => {
  it("says which of its fields cannot be so", () => {
    for (const percent of ["", " ", "0", "-1", "101", "many"])
      expect(toSend("1", { ...emptyForm, sample: "part", percent })).toEqual({ wrong: "percent" })
    for (const people of ["", "0", "2.5", "-3", "all"])
      expect(toSend("1", { ...emptyForm, sample: "some", people })).toEqual({ wrong: "people" })
  })

  it("sends what was chosen and nothing else", () => {
    expect(toSend("1", emptyForm)).toEqual({ send: { id: "1", to: "everybody" } })
    const chosen = { segment: "regulars", sample: "part", percent: "12,5", via: ["sms"], isReminded: true } as const
    expect(toSend("1", { ...emptyForm, ...chosen, pacing: "20 per 1 hour" })).toEqual({
      send: {
        id: "1",
        to: { segment: "regulars" },
        sample: 0.125,
        via: ["sms"],
        remind: ["3 days"],
        pacing: "20 per 1 hour",
      },
    })
  })
})

describe("a chat to look at", () => {
  it("is one by which somebody is asked and answers", () => {
    const channel = (name: string, kind: string, more: object = {}) => ({
      name,
      kind,
      capabilities: { inbound: true, ...more },
    })
    const all = [
      channel("telegram", "chat"),
      channel("sms", "sms"),
      channel("blog", "social", { outbound: "public" }),
      channel("push", "chat", { inbound: false }),
    ]
    expect(chatsOf(all as never).map(({ name }) => name)).toEqual(["telegram"]) // as far as it looks at them
  })
})
