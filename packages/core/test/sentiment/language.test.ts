import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { languageOf } from "../../src/sentiment.ts"

describe("the language of a text", () => {
  it("is told by its common words", () => {
    expect(languageOf("Where is the parcel that I ordered last week?").language).toBe("en")
    expect(languageOf("Hola, quiero saber cuando llega el paquete que compre").language).toBe("es")
  })

  it("is told by letters that only one of them has", () => {
    expect(languageOf("¿Señor?").language).toBe("es")
  })

  it("stays open when nothing tells", () => {
    for (const text of ["", "ok", "A-10234", "👍", "https://example.com/the/a/of", "@the_of_and"]) {
      expect(languageOf(text)).toEqual({ language: undefined, confidence: 0 })
    }
  })

  it("is less sure of a mixed text than of a pure one", () => {
    const pure = languageOf("the order is not here and I am still waiting for it")
    const mixed = languageOf("the order no llega y I am esperando for it desde ayer por la tarde")
    expect(pure.confidence).toBeGreaterThan(mixed.confidence)
  })

  it("is known with a confidence from 0 to 1, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { confidence } = languageOf(text)
        expect(confidence >= 0 && confidence <= 1).toBe(true)
      }),
    )
  })
})
