import { expect, it } from "vitest"
import { textIn, type Localized } from "../../src/kernel/localized.ts"

const thanks: Localized = { es: "Gracias", en: "Thank you", "pt-BR": "Obrigado" }

it.each([
  ["es", "Gracias"],
  ["ES", "Gracias"],
  ["es-MX", "Gracias"],
  ["en-GB", "Thank you"],
  ["pt-br", "Obrigado"],
  ["pt", "Obrigado"],
  ["pt-PT", "Obrigado"],
  ["fr", "Thank you"],
  ["", "Thank you"],
  [undefined, "Thank you"],
  ["toString", "Thank you"],
])("says it in %s, or in what comes nearest", (language, text) => {
  expect(textIn(thanks, language)).toBe(text)
})

it("says what was written first where neither the language nor English is there", () => {
  expect(textIn({ fr: "Merci", de: "Danke" }, "es")).toBe("Merci")
})

it("says one text to everybody, and nothing where nothing was written", () => {
  expect([textIn("OK", "es"), textIn({}, "es")]).toEqual(["OK", ""])
})
