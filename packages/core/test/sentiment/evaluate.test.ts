import { describe, expect, it } from "vitest"
import { evaluate, type Label, type Reading } from "../../src/sentiment.ts"
import { lowestConfidence } from "../../src/sentiment/reading.ts"

const scores: { readonly [Name in Label]: number } = { negative: -1, neutral: 0, positive: 1 }

/** Reads the label that the text begins with, with the confidence that it ends with. */
const parrot = (text: string): Reading => {
  const [said, confidence] = text.split(" ")
  const label = said === "negative" || said === "positive" ? said : "neutral"
  return {
    label,
    score: scores[label],
    confidence: Number(confidence ?? lowestConfidence),
    analyzer: "parrot@1",
    spans: [],
  }
}

const row = (label: Label, said: Label, confidence = 1) => ({ label, text: `${said} ${confidence}` })

describe("evaluating an analyzer", () => {
  it("finds nothing wrong with one that is always right and says so", () => {
    const report = evaluate(parrot, [
      row("negative", "negative"),
      row("neutral", "neutral"),
      row("positive", "positive"),
    ])
    expect(report).toMatchObject({ n: 3, macroF1: 1, accuracy: 1, ece: 0 })
  })

  it("counts precision, recall and F1 of each label", () => {
    const report = evaluate(parrot, [
      row("negative", "negative"),
      row("negative", "neutral"),
      row("neutral", "negative"),
      row("neutral", "neutral"),
      row("neutral", "neutral"),
      row("positive", "neutral"),
    ])
    expect(report.labels.negative).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, n: 2 })
    expect(report.labels.neutral).toEqual({ precision: 2 / 4, recall: 2 / 3, f1: 4 / 7, n: 3 })
    expect(report.labels.positive).toEqual({ precision: 0, recall: 0, f1: 0, n: 1 })
    expect(report.macroF1).toBeCloseTo((1 / 2 + 4 / 7) / 3, 12)
    expect(report.accuracy).toBe(1 / 2)
  })

  it("sees overconfidence", () => {
    const rows = [
      row("negative", "negative", 0.9),
      row("negative", "neutral", 0.9),
      row("neutral", "neutral", 0.55),
      row("neutral", "positive", 0.55),
    ]
    expect(evaluate(parrot, rows).ece).toBeCloseTo((0.4 + 0.05) / 2, 12)
  })

  it("does not divide by nothing", () => {
    expect(evaluate(parrot, [])).toMatchObject({ n: 0, macroF1: 0, accuracy: 0, ece: 0 })
  })
})
