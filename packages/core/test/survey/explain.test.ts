import { describe, expect, it } from "vitest"
import type { Remedy } from "../../src/survey/answer.ts"
import { explain } from "../../src/survey/explain.ts"

const options = [
  { value: "a", label: { es: "Uno", en: "One" } },
  { value: "b", label: "b" },
]

const remedies: readonly Remedy[] = [
  ["give-an-answer"],
  ["number"],
  ["whole-number"],
  ["words"],
  ["once"],
  ["two-different"],
  ["email"],
  ["phone"],
  ["date"],
  ["time"],
  ["yes-or-no"],
  ["fill-in"],
  ["attach"],
  ["another-question"],
  ["go-on"],
  ["scale", 0, 10, 1],
  ["scale", 0.5, 10, 0.5],
  ["option", options],
  ["alone", { es: "Ninguno", en: "None" }],
  ["at-least", 18],
  ["at-most", 99],
  ["not-before", "2026-01-01"],
  ["not-after", "2026-12-31"],
  ["choose-at-least", 2],
  ["choose-at-most", 3],
  ["order", 3],
  ["add-at-least", 1],
  ["add-at-most", 5],
  ["longer", 3],
  ["shorter", 200],
  ["attach-at-most", 2],
  ["megabytes", 10],
  ["types", ["image/*", "application/pdf"]],
]

describe("what to do about an answer", () => {
  it.for(remedies)("is said in two languages, with its figures: %j", (remedy) => {
    const said = explain({ remedy })
    if (typeof said === "string") throw new TypeError("only the survey's own words are one text")
    const { es = "", en = "" } = said
    expect(es).not.toBe(en)
    const [, figure = ""] = remedy
    const told = typeof figure === "number" ? String(figure) : ""
    for (const text of [es, en]) {
      expect(text).toMatch(/[.)]$/)
      expect(text).toContain(told)
    }
  })

  it("names the options in the language of each text", () => {
    expect(explain({ remedy: ["option", options] })).toEqual({
      es: "Elige una de las opciones: Uno, b.",
      en: "Please choose one of these: One, b.",
    })
  })

  it("are the survey's own words where it has some", () => {
    expect(explain({ remedy: ["own", "More, please"] })).toBe("More, please")
  })
})
