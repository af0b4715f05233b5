import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { analyze, type Label, lexicon } from "../../src/sentiment.ts"
import { labelOf } from "../../src/sentiment/reading.ts"

const score = (text: string): number => analyze(text).score
const words = (text: string): readonly string[] => analyze(text).spans.map(({ start, end }) => text.slice(start, end))

describe("a customer's words", () => {
  const said: readonly (readonly [Label, string])[] = [
    ["negative", "Still waiting for my refund, this is ridiculous"],
    ["negative", "Llevo tres horas esperando y nadie contesta"],
    ["negative", "They lost my parcel and the agent was rude"],
    ["negative", "Me cobraron dos veces, quiero una devolución"],
    ["negative", "The app doesn't work"],
    ["negative", "No funciona"],
    ["negative", "El pedido no ha llegado"],
    ["positive", "Thanks, that was quick!"],
    ["positive", "Muchísimas gracias, todo perfecto"],
    ["positive", "Super friendly staff"],
    ["positive", "Me encanta, lo recomiendo"],
    ["neutral", "My order number is 10234"],
    ["neutral", "Mi número de pedido es el 10234"],
    ["neutral", ""],
  ]
  it.each(said)("are %s: %s", (label, text) => {
    expect(analyze(text).label).toBe(label)
  })

  it("that only ask are neutral", () => {
    const questions = [
      "What time do you open tomorrow?",
      "Can I change my address?",
      "¿A qué hora abren mañana?",
      "¿Funciona en Android?",
    ]
    for (const text of questions) {
      expect(analyze(text).label).toBe("neutral")
    }
  })

  it("are pointed at, the strongest first", () => {
    expect(words("The room was nice but the food was horrible")).toEqual(["horrible", "nice"])
    expect(words("estoy hasta las narices de esperar")[0]).toBe("hasta las narices")
  })
})

describe("a negation", () => {
  it("makes of a praise no praise", () => {
    const praises = [
      "The service is not good",
      "I am not happy",
      "it isn’t great",
      "No es un buen servicio",
      "no estoy contento",
      "No me ha gustado",
    ]
    for (const text of praises) {
      expect(analyze(text).label).toBe("negative")
    }
  })

  it("makes of a blame no blame: 'no está mal', 'not bad'", () => {
    for (const text of ["no está mal", "not bad", "nunca me ha fallado", "I have never had a problem"]) {
      expect(analyze(text).label).not.toBe("negative")
    }
    for (const text of ["sin problemas", "no problem, thanks"]) expect(analyze(text).label).toBe("positive")
  })

  it("does not reach beyond its clause: 'No, gracias'", () => {
    expect(analyze("No, gracias").label).toBe("positive")
    expect(score("No, it is great")).toBeGreaterThan(score("It is not great"))
  })

  it("is no negation in 'not only', 'sin duda'", () => {
    for (const text of ["Not only fast but also friendly", "sin duda el mejor"])
      expect(analyze(text).label).toBe("positive")
  })
})

describe("the tone", () => {
  it("is louder in capitals, with exclamation marks, with stretched letters and with 'very'", () => {
    const pairs = [
      ["awful", "AWFUL"],
      ["awful", "awful!!!"],
      ["bad", "baaaad"],
      ["bad", "very bad"],
      ["malo", "muy malo"],
    ] as const
    for (const [quiet, loud] of pairs) {
      expect(score(loud)).toBeLessThan(score(quiet))
    }
    expect(score("thanks!")).toBeGreaterThan(score("thanks"))
  })

  it("is softer with 'a bit'", () => {
    expect(score("a bit slow and bad")).toBeGreaterThan(score("slow and bad"))
    expect(score("un poco triste")).toBeGreaterThan(score("triste"))
  })

  it("follows what is said after 'but'", () => {
    expect(analyze("Great product but the delivery was terrible").label).toBe("negative")
    expect(analyze("La entrega fue mala, pero el producto es excelente").label).toBe("positive")
  })
})

describe("what people write beside words", () => {
  it("counts: emoji with any skin, emoticons, split hashtags", () => {
    for (const text of ["😍", "👍🏽", "❤️", "<3", "ok :)", "All done :-D"]) expect(analyze(text).label).toBe("positive")
    for (const text of ["😡", "💔", "ok :(", "#WorstServiceEver", "#terrible"])
      expect(analyze(text).label).toBe("negative")
  })

  it("does not count: links, mentions, addresses, times and protocols", () => {
    const addresses = [
      "https://example.com/love/great",
      "@great_service",
      "love@example.com",
      "www.best.example",
      "at 10:30",
      "c:/data",
    ]
    for (const text of addresses) {
      expect(analyze(text)).toMatchObject({ score: 0, spans: [] })
    }
  })

  it('does not take "he\'ll" for "hell" nor "I\'ll" for "ill"', () => {
    expect(score("He'll call and I'll be there")).toBe(0)
  })
})

describe("a language", () => {
  it("need not be pure", () => {
    expect(analyze("The delivery was horroroso").label).toBe("negative")
    expect(analyze("El delivery llegó late y el agente muy rude").label).toBe("negative")
  })

  it("that was hinted is believed: 'sin' is no negation in English", () => {
    expect(words("sin love")).not.toEqual(words("love"))
    expect(analyze("sin love", { language: "en-GB" }).label).toBe("positive")
    expect(analyze("sin love", { language: "en-GB" }).language).toBe("en")
  })

  it("that we cannot read leaves only the emoji, and no confidence without them", () => {
    expect(analyze("fatal, terrible", { language: "fr" })).toMatchObject({
      label: "neutral",
      confidence: 0.34,
      language: "fr",
    })
    expect(analyze("fatal, terrible 😍", { language: "fr" }).label).toBe("positive")
  })
})

describe("a reading", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 }).map((codes) => String.fromCharCode(...codes)),
    fc
      .array(
        fc.constantFrom(
          "not",
          "no",
          "good",
          "mal",
          "pero",
          "but",
          "muy",
          "!",
          "?",
          ":(",
          "😡",
          "@",
          "#",
          "İ",
          "\ud83d",
          "'",
          "'t",
          "http://",
          " ",
          "sooo",
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(" ")),
  )

  it("is in its ranges and inside the text, whatever the text, lone surrogates included", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.option(fc.constantFrom("es", "en", "es-MX", "fr", ""), { nil: undefined }),
        (text, language) => {
          const reading = analyze(text, language === undefined ? {} : { language })
          expect(reading.score >= -1 && reading.score <= 1).toBe(true)
          expect(reading.confidence >= 0.34 && reading.confidence <= 1).toBe(true)
          expect(reading.label).toBe(labelOf(reading.score))
          expect(reading.spans.length).toBeLessThanOrEqual(8)
          for (const { start, end, weight } of reading.spans) {
            expect(0 <= start && start < end && end <= text.length && Math.abs(weight) <= 1).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it("is the same every time and survives JSON", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(analyze(text)).toEqual(analyze(text))
        expect(JSON.parse(JSON.stringify(analyze(text)))).toEqual(analyze(text))
      }),
    )
  })

  it("is the same whether accents are composed, decomposed or left out", () => {
    for (const text of [
      "pésimo",
      "qué vergüenza",
      "está rápido y cómodo",
      "el envío llegó dañado",
      "nunca más, ningún daño",
    ]) {
      const hint = { language: "es" }
      const decomposed = text.normalize("NFD")
      expect(analyze(decomposed, hint).score).toBe(analyze(text, hint).score)
      expect(analyze(decomposed.replace(/\p{M}/gu, ""), hint).score).toBe(analyze(text, hint).score)
    }
  })

  it("points at the same words in capitals and in small letters", () => {
    for (const text of ["the service is not good, still waiting", "gracias, muy amable todo", "don't bother, awful"]) {
      expect(analyze(text.toUpperCase()).label).toBe(analyze(text).label)
      expect(new Set(words(text.toUpperCase()))).toEqual(new Set(words(text).map((word) => word.toUpperCase())))
    }
  })

  it("sees the first 65,536 units of a longer text", () => {
    const long = `${" ".repeat(65_536)}awful`
    expect(analyze(long)).toMatchObject({ label: "neutral", spans: [] })
    expect(analyze(`awful ${long}`).label).toBe("negative")
  })

  it("bears the name of who read it", () => {
    expect(analyze("ok").analyzer).toBe(lexicon.name)
    expect(lexicon.analyze("awful")).toEqual(analyze("awful"))
  })
})
