import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fold, squeezed, tokensOf } from "../../src/sentiment/token.ts"

const cut = (text: string): readonly string[] => tokensOf(text).map((token) => token.text)

describe("cutting a text", () => {
  it("gives words without accents, marks, emoji and emoticons", () => {
    expect(cut("¡Qué MAL, señora! 😡 :'(")).toEqual([".", "que", "mal", ".", "senora", "!", "😡", ":'("])
  })

  it("splits hashtags at their capitals and leaves mentions, links and addresses out", () => {
    expect(cut("#NeverAgain2026 @acme https://a.example/x?y=1 me@a.example www.a.example end")).toEqual([
      "never",
      "again",
      "end",
    ])
  })

  it("keeps n't with its word and cuts every other ending off", () => {
    expect(cut("don't isn’t he'll it's")).toEqual(["dont", "isnt", "he", "ll", "it", "s"])
  })

  it("knows what was shouted and what was stretched", () => {
    expect(tokensOf("NOT good sooo OK").map(({ shouted, stretched }) => [shouted, stretched])).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [false, false],
    ])
    expect(squeezed("goooodddd")).toEqual(["goodd", "god"])
  })

  it("keeps the places of the original text, capital dotted İ included", () => {
    const text = "İİİ awful"
    const last = tokensOf(text).at(-1)
    expect(last && text.slice(last.start, last.end)).toBe("awful")
  })

  it("gives tokens in order, without overlap and inside the text, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let from = 0
        for (const { start, end } of tokensOf(text)) {
          expect(from <= start && start < end && end <= text.length).toBe(true)
          from = end
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe("folding a word", () => {
  it("takes accents, capitals and apostrophes away", () => {
    expect(["Ñandú", "PÉSIMO", "isn’t", "cafe\u0301"].map(fold)).toEqual(["nandu", "pesimo", "isnt", "cafe"])
  })
})
