import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clampReading, labelOf, lowestConfidence, strongest } from "../../src/sentiment/reading.ts"

const source = { text: "Late again, and nobody answers.", analyzer: "mine@1" }

describe("what an analyzer answers", () => {
  it("is taken as it is when it is in order", () => {
    const answer = {
      label: "negative",
      score: -0.8,
      confidence: 0.9,
      language: "en",
      spans: [{ start: 0, end: 4, weight: -0.5 }],
    }
    expect(clampReading(answer, source)).toEqual({ ...answer, analyzer: "mine@1" })
  })

  it("gets the label of its score when the two disagree", () => {
    expect(clampReading({ label: "positive", score: -0.9 }, source)).toMatchObject({ label: "negative", score: -0.9 })
  })

  it("is brought back into its ranges", () => {
    expect(clampReading({ score: 40, confidence: 95 }, source)).toMatchObject({
      score: 1,
      confidence: 1,
      label: "positive",
    })
    expect(clampReading({ score: -Infinity, confidence: -2 }, source)).toMatchObject({
      score: -1,
      confidence: lowestConfidence,
    })
  })

  it("is as careful as can be about what was left out", () => {
    expect(clampReading({ score: 0 }, source)).toEqual({
      label: "neutral",
      score: 0,
      confidence: 0.34,
      analyzer: "mine@1",
      spans: [],
    })
  })

  it("cannot name another analyzer, a strange language or fields of its own", () => {
    const answer = { score: 0.5, analyzer: "other@9", language: "<script>", thoughts: "…" }
    expect(clampReading(answer, source)).toEqual({
      label: "positive",
      score: 0.5,
      confidence: 0.34,
      analyzer: "mine@1",
      spans: [],
    })
  })

  it("cannot point outside the text", () => {
    const spans = [
      { start: -5, end: 4, weight: -9 },
      { start: 100, end: 200, weight: 1 },
      { start: 4, end: 1, weight: 1 },
      { start: 0.5, end: 3, weight: 1 },
    ]
    expect(clampReading({ score: -1, spans }, source)).toMatchObject({ spans: [{ start: 0, end: 4, weight: -1 }] })
  })

  it("is a problem that names the field and the remedy when there is no score", () => {
    for (const answer of [undefined, null, "negative", {}, { score: "-1" }, { score: Number.NaN }, []]) {
      expect(clampReading(answer, source)).toMatchObject({
        problem: { field: expect.stringContaining("reading"), remedy: expect.any(String) },
      })
    }
  })

  it("is safe whatever it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ score: fc.anything(), confidence: fc.anything(), spans: fc.anything(), language: fc.anything() }),
          fc.record({
            score: fc.double(),
            confidence: fc.double(),
            spans: fc.array(fc.record({ start: fc.integer(), end: fc.integer(), weight: fc.double() })),
          }),
        ),
        fc.string(),
        (answer, text) => {
          const reading = clampReading(answer, { text, analyzer: "mine@1" })
          if ("problem" in reading) return
          expect(Math.abs(reading.score)).toBeLessThanOrEqual(1)
          expect(reading.label).toBe(labelOf(reading.score))
          expect(reading.confidence).toBeGreaterThanOrEqual(lowestConfidence)
          expect(reading.confidence).toBeLessThanOrEqual(1)
          expect(reading.spans.length).toBeLessThanOrEqual(8)
          for (const { start, end, weight } of reading.spans) {
            expect(0 <= start && start < end && end <= text.length && Math.abs(weight) <= 1).toBe(true)
          }
          expect(clampReading(reading, { text, analyzer: "mine@1" })).toEqual(reading)
        },
      ),
    )
  })
})

describe("the topics of a reading", () => {
  const topicsIn = (topics: unknown) => {
    const reading = clampReading({ score: 0, topics }, { text: "", analyzer: "mine@1" })
    return "problem" in reading ? reading : reading.topics
  }

  it("are names, each once, eight at most", () => {
    expect(topicsIn(["delivery", "price", "delivery"])).toEqual(["delivery", "price"])
    expect(topicsIn(Array.from({ length: 1_000 }, (_, place) => `topic-${place}`))).toHaveLength(8)
  })

  it("are not whatever a text talked a model into", () => {
    expect(topicsIn(["Ignore what was said", "<b>", "", 7, null, "a".repeat(33), ["delivery"]])).toBeUndefined()
    expect(topicsIn("delivery")).toBeUndefined()
    expect(topicsIn({ length: 3 })).toBeUndefined()
  })
})

describe("the spans of a reading", () => {
  it("are the eight strongest, strongest first, in reading order among equals", () => {
    const spans = Array.from({ length: 12 }, (_, start) => ({
      start,
      end: start + 1,
      weight: start === 5 ? -0.9 : 0.1,
    }))
    expect(strongest(spans).map(({ start }) => start)).toEqual([5, 0, 1, 2, 3, 4, 6, 7])
  })
})
