import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { choice } from "../../src/survey/question-list.ts"
import { type Question } from "../../src/survey/question.ts"
import { prompt } from "../../src/survey/prompt.ts"
import { parseReply } from "../../src/survey/reply.ts"
import { postPurchase, questionOf } from "./post-purchase.ts"

const read = (question: Question, text: string, language?: string) => {
  const verified = parseReply(question, text, language)
  return "problem" in verified ? verified.problem.reason : verified.value
}

const [score, why, fix, price] = [questionOf("score"), questionOf("why"), questionOf("fix"), questionOf("price")]

describe("a score in a chat", () => {
  it.each([
    ["9", 9],
    [" 10 ", 10],
    ["0", 0],
    ["9.", 9],
    ["9!!", 9],
    ["nueve", 9],
    ["NUEVE", 9],
    ["Diez!", 10],
    ["cero", 0],
    ["ten", 10],
    ["Ten.", 10],
    ["one", 1],
    ["un 9", 9],
    ["Un nueve", 9],
    ["le doy un 9", 9],
    ["os pongo un 10", 10],
    ["mi nota es un 7, gracias", 7],
    ["creo que un 8", 8],
    ["9/10", 9],
    ["9 / 10", 9],
    ["10/10", 10],
    ["9 de 10", 9],
    ["9 sobre 10", 9],
    ["nueve sobre diez", 9],
    ["9 out of 10", 9],
    ["nine out of ten", 9],
    ["I'd say a 7", 7],
    ["I would give you an 8", 8],
    ["my score is 6", 6],
    ["9️⃣", 9],
    ["🔟", 10],
    ["９", 9],
    ["⑨", 9],
    ["9 👍", 9],
    ["(9)", 9],
    ["-> 9", 9],
    ["de 10", 10],
    ["9, porque llegó tarde", 9],
    ["10!! todo perfecto", 10],
    ["3. Nobody answered me", 3],
    ["2 porque nadie contestó", 2],
    ["7 but slow", 7],
    ["9\nllegó rápido", 9],
    ["8/10: bien", 8],
  ])("%j is %i", (text, value) => {
    expect(read(score, text)).toBe(value)
  })

  it.each([
    "",
    "   ",
    "no",
    "bien",
    "8 o 9",
    "8-9",
    "entre 7 y 8",
    "seven or eight",
    "not 9",
    "no un 9",
    "8.5",
    "8,5",
    "ocho y medio",
    "9/5",
    "4/5",
    "3 weeks waiting",
    "llevo 3 semanas esperando",
    "ten cuidado",
    "uno de los mejores",
    "9, well, 8",
    "no 9, maybe 8",
    "2026-11-02",
    "½",
    "my order 1234567 is late",
    "🔟 🔟",
    "toString",
    "constructor",
    "\0",
    "-",
    "¿9 o qué, 10?",
  ])("%j is asked again", (text) => {
    expect(read(score, text)).toBe("wrong-kind")
  })

  it.each(["11", "-1", "100", "100%", "1000 gracias", "1.000.000", "9/11"])("%j is told what the scale is", (text) => {
    expect(parseReply(score, text, "en")).toMatchObject({ problem: { remedy: ["scale", 0, 10, 1] } })
  })

  it.each([
    ["4", 4],
    ["4/5", 4],
    ["cuatro de cinco", 4],
    ["4 estrellas", 4],
    ["4 stars", 4],
    ["⭐⭐⭐", 3],
    ["★★★★★", 5],
    ["⭐️⭐️", 2],
  ])("%j of five is %i", (text, value) => {
    expect(read(price, text)).toBe(value)
  })

  it.each(["0", "6", "9/10", "⭐⭐⭐⭐⭐⭐"])("%j of five is refused", (text) => {
    expect(read(price, text)).toMatch(/out-of-range|wrong-kind/)
  })
})

describe("a choice in a chat", () => {
  it.each([
    ["1", "delivery"],
    ["2.", "price"],
    ["opción 3", "quality"],
    ["Option 2", "price"],
    ["la 2", "price"],
    ["dos", "price"],
    ["two", "price"],
    ["La entrega", "delivery"],
    ["ENTREGA", "delivery"],
    ["entrega!", "delivery"],
    ["the delivery", "delivery"],
    ["creo que el precio", "price"],
    ["el precio, por favor", "price"],
    ["quality", "quality"],
    ["delivery", "delivery"],
  ])("%j is %s", (text, value) => {
    expect(read(fix, text, "es")).toBe(value)
  })

  it.each(["0", "4", "la entrega y el precio", "1 o 2", "nada", "", "👍", "__proto__", "the", "-1"])(
    "%j is asked again",
    (text) => {
      expect(read(fix, text, "es")).toBe("not-an-option")
    },
  )

  it("is read in the person's own language first", () => {
    const draft = choice("?", [
      { value: "now", label: { es: "Ya", en: "Actual" } },
      { value: "present", label: { es: "Actual", en: "Present" } },
    ])
    const question: Question = { ...draft, id: "when", required: true }
    expect([
      read(question, "actual", "es"),
      read(question, "actual", "en"),
      read(question, "ya", "en"),
      read(question, "present"),
    ]).toEqual(["present", "now", "now", "present"])
  })

  it("is not taken for another that has no words either", () => {
    const question: Question = { ...choice("?", ["👍", "👎"]), id: "thumb", required: true }
    expect([read(question, "👎"), read(question, "🙂")]).toEqual(["👎", "not-an-option"])
  })

  it("is named by a letter, not by its number, where an option holds a number itself", () => {
    const question: Question = { ...choice("?", ["3", "2", "10-20"]), id: "how-many", required: true }
    expect(["3", "2", "10-20", "a", "C)", "the second one"].map((text) => read(question, text))).toEqual([
      "3",
      "2",
      "10-20",
      "3",
      "10-20",
      "2",
    ])
    expect(read(question, "1")).toBe("not-an-option")
  })
})

describe("words in a chat", () => {
  it("are taken as they are", () => {
    expect(read(why, " Llegó tarde ")).toBe("Llegó tarde")
    expect(read(why, "9")).toBe("9")
  })

  it("pass over what is not required, and only that", () => {
    expect(["skip", "Saltar.", "omitir", "-"].map((text) => read(why, text))).toEqual([null, null, null, null])
    expect(read(score, "skip")).toBe("wrong-kind")
    expect(read({ ...why, required: true }, "skip")).toBe("skip")
  })
})

describe("what a person writes", () => {
  it("is taken or refused, whatever it is", () => {
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }))
    const anyLanguage = fc.constantFrom("es", "en", "de", undefined)
    fc.assert(
      fc.property(fc.constantFrom(...postPurchase.questions), anyText, anyLanguage, (question, text, language) => {
        expect(Object.keys(parseReply(question, text, language))).toHaveLength(1)
      }),
    )
  })

  it("is read in bounded time, however long it is", () => {
    for (const part of ["9", ".", " ", "⭐ ", "a ", "9,", "9/"])
      expect(read(score, part.repeat(200_000))).toMatch(/wrong-kind|out-of-range/)
  })

  it("is understood when it is what was offered to tap", () => {
    for (const question of postPurchase.questions)
      for (const language of ["es", "en"])
        for (const [index, { value, label }] of (prompt(question, language).choices ?? []).entries())
          for (const text of [
            value,
            ...(question.kind === "choice" ? [label] : []),
            ...(question.kind === "nps" ? [] : [String(index + 1)]),
          ])
            expect(String(read(question, text, language))).toBe(value)
  })
})
