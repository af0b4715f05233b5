import { describe, expect, it } from "vitest"
import { linesOfChoices, marksOf } from "../../src/channel/choice-mark.ts"
import type { Question } from "../../src/survey/question.ts"
import { choice, choices } from "../../src/survey/question-list.ts"
import { parseReply, parseTap } from "../../src/survey/reply.ts"

const asked = (draft: { readonly kind: string }, more: object = {}): Question =>
  ({ ...draft, id: "q", required: true, ...more }) as Question // a draft of a kind, in its place

const reading = (question: Question, language?: string) => (text: string) => {
  const taken = parseReply(question, text, language)
  return "value" in taken ? taken.value : taken.problem.reason
}

const fix = asked(
  choice("?", [
    { value: "delivery", label: { es: "La entrega a domicilio", en: "Home delivery" } },
    { value: "price", label: { es: "El precio", en: "The price" } },
    { value: "returns", label: { es: "Las devoluciones", en: "Returns" } },
  ]),
)

describe("an option", () => {
  it.each([
    ["la segunda", "price"],
    ["el primero", "delivery"],
    ["la última", "returns"],
    ["the second one", "price"],
    ["2nd", "price"],
    ["third", "returns"],
    ["entrega", "delivery"],
    ["a domicilio", "delivery"],
    ["entrga", "delivery"],
    ["devolucoines", "returns"],
    ["el presio", "price"],
    ["las devoluciones, por favor", "returns"],
    ["dos", "price"],
    ["3)", "returns"],
  ])("%j is %s", (text, value) => {
    expect(reading(fix, "es")(text)).toBe(value)
  })

  it.each([
    "la entrega y el precio",
    "no la entrega",
    "la entrega fue un desastre",
    "¿y la entrega?",
    "cuándo llega mi entrega",
    "cuarta",
    "4",
    "1 o 2",
    "hola",
    "gracias",
    "precioso",
    "treinta y dos",
  ])("%j is none of them", (text) => {
    expect(reading(fix, "es")(text)).toBe("not-an-option")
  })

  it("is not guessed where a slip could mean two", () => {
    const question = asked(choice("?", ["Casado", "Cansado", "Casa azul", "Casa verde"]))
    expect(["Cazado", "casa", "casado", "verde"].map(reading(question))).toEqual([
      "Casado",
      "not-an-option",
      "Casado",
      "Casa verde",
    ])
    expect(reading(asked(choice("?", ["Marta", "Marca"])))("Marsa")).toBe("not-an-option")
  })

  it("is no place where a number in words is part of a label", () => {
    const question = asked(choice("?", ["Dos veces", "Una vez", "Tres o más"]))
    expect(["dos", "tres", "una vez", "2"].map(reading(question, "es"))).toEqual([
      "Dos veces",
      "Tres o más",
      "Una vez",
      "Una vez",
    ])
  })

  it("may be called as what else would pass it over", () => {
    const question = asked(choice("?", ["Next", "Before"]), { required: false })
    expect(["next", "skip", "-"].map(reading(question))).toEqual(["Next", null, null])
  })

  it("that was tapped is the one that was tapped, whatever else it could be called", () => {
    const question = asked(
      choice("?", [
        { value: "2", label: "Three" },
        { value: "x", label: "2" },
      ]),
    )
    expect(parseTap(question, "2")).toEqual({ value: "2" })
    expect(reading(question, "en")("2")).toBe("x")
    expect(parseTap(question, "y")).toHaveProperty("problem.reason", "not-an-option")
    expect(parseTap({ ...question, required: false }, "-")).toEqual({ value: null })
    const dash = asked(choice("?", ["+", "-"]), { required: false })
    expect([parseTap(dash, "-"), parseTap(asked(choices("?", ["a", "b"])), "b")]).toEqual([
      { value: "-" },
      { value: ["b"] },
    ])
  })
})

describe("several options", () => {
  const some = asked(choices("?", ["Food", "Music", "Light", { value: "None", label: "None of these", alone: true }]))
  it.each([
    ["1, 3", ["Food", "Light"]],
    ["1 3", ["Food", "Light"]],
    ["1-3", ["Food", "Music", "Light"]],
    ["del 1 al 2", ["Food", "Music"]],
    ["1 to 2", ["Food", "Music"]],
    ["1 y 3", ["Food", "Light"]],
    ["food and light", ["Food", "Light"]],
    ["Food, Music & Light", ["Food", "Music", "Light"]],
    ["the first and the third", ["Food", "Light"]],
    ["musik, food", ["Music", "Food"]],
    ["1, 1", ["Food"]],
    ["all", ["Food", "Music", "Light"]],
    ["todas", ["Food", "Music", "Light"]],
    ["none", ["None"]],
    ["4", ["None"]],
  ])("%j are %j", (text, value) => {
    expect(reading(some)(text)).toEqual(value)
  })

  it.each([
    ["1, 5", "not-an-option"],
    ["3-1", "not-an-option"],
    ["1-9", "not-an-option"],
    ["food and the weather", "not-an-option"],
    ["1, 4", "too-many"],
    ["", "not-an-option"],
    ["the food was cold and late", "not-an-option"],
  ])("%j is refused (%s)", (text, reason) => {
    expect(reading(some)(text)).toBe(reason)
  })

  it("are named by letters where they hold numbers", () => {
    const ages = asked(choices("?", ["0-9", "10-19", "20 or more"], { least: 0 }))
    expect(["a y c", "a, c", "b", "0-9 and 20 or more", "ninguna", "1"].map(reading(ages))).toEqual([
      ["0-9", "20 or more"],
      ["0-9", "20 or more"],
      ["10-19"],
      ["0-9", "20 or more"],
      [],
      "not-an-option",
    ])
  })

  it("are both of two", () => {
    const two = asked(choices("?", ["Pan", "Agua", { value: "None", alone: true }]))
    expect(["both", "las dos", "both of them"].map(reading(two))).toEqual([
      ["Pan", "Agua"],
      ["Pan", "Agua"],
      "not-an-option",
    ])
  })

  it("may have a name of two", () => {
    const menu = asked(choices("?", ["Pan", "Agua", "Pan y agua"]))
    expect(["pan y agua", "agua y pan", "agua, pan y agua"].map(reading(menu, "es"))).toEqual([
      ["Pan y agua"],
      ["Agua", "Pan"],
      ["Agua", "Pan y agua"],
    ])
  })
})

describe("choices as lines", () => {
  it("go by numbers, by letters where a label holds one, and by themselves where all are numbers", () => {
    expect([marksOf(["Yes", "No"]), marksOf(["Plan 1", "Plan 2"]), marksOf(["1", "-2", "0.5"])]).toEqual([
      ["1", "2"],
      ["a", "b"],
      undefined,
    ])
    expect(linesOfChoices(["Yes", "No"])).toEqual(["1. Yes", "2. No"])
    expect(linesOfChoices(["1-2", "3 or more"])).toEqual(["a) 1-2", "b) 3 or more"])
    expect(marksOf(Array.from({ length: 27 }, (_, place) => `Plan ${place}`))?.[26]).toBe("27")
  })
})
