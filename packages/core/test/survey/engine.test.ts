import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sum } from "../../src/kernel/calculated.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import { checkAnswers } from "../../src/survey/check-answers.ts"
import { next, relevant } from "../../src/survey/engine.ts"
import { choice } from "../../src/survey/question-list.ts"
import { number } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"
import { postPurchase } from "./post-purchase.ts"

const asked = (answers: { readonly [question: string]: unknown }) => {
  const step = next(postPurchase, answers)
  return "question" in step ? step.question.id : "done"
}

const values: { readonly [id: string]: readonly unknown[] } = {
  score: [2, 8, 10],
  why: ["slow", null, "dear"],
  fix: ["delivery", "price", "quality"],
  price: [1, 3, 5],
}

const anyAnswers = fc.record(
  {
    score: fc.integer({ min: 0, max: 10 }),
    why: fc.constantFrom("slow", null),
    fix: fc.constantFrom("delivery", "price", "quality"),
    price: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
)

describe("the next question", () => {
  it("is the first one without an answer that is asked of this person", () => {
    expect(
      [
        {},
        { score: 10 },
        { score: 8 },
        { score: 8, why: "slow" },
        { score: 3, why: null },
        { score: 3, why: null, fix: "price" },
        { score: 3, why: null, fix: "quality" },
      ].map(asked),
    ).toEqual(["score", "done", "why", "done", "fix", "price", "done"])
  })

  it("follows from the answers alone, in whatever order they came", () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const otherOrder = Object.fromEntries(Object.entries(answers).toReversed())
        expect(asked(otherOrder)).toBe(asked(answers))
        expect(next(structuredClone(postPurchase), answers)).toEqual(next(postPurchase, answers))
      }),
    )
  })

  it("never follows from an answer that a later one hid", () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        expect(asked(relevant(postPurchase, answers))).toBe(asked(answers))
      }),
    )
  })

  it("never is one that has an answer, and there is one until the survey is done", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }), (picks) => {
        const answers: Record<string, unknown> = {}
        for (const pick of picks) {
          const id = asked(answers)
          expect(Object.keys(answers)).not.toContain(id)
          if (id !== "done") answers[id] = values[id]?.[pick]
        }
        expect(asked(answers)).toBe("done")
      }),
    )
  })
})

describe("what is worked out", () => {
  const basket = defineSurvey("basket", (survey) =>
    survey
      .ask("books", number("Books"))
      .ask("hasMore", choice("More?", ["yes", "no"]))
      .ask("records", number("Records"), { when: ({ hasMore }) => hasMore.is("yes") })
      .calculate("total", ({ books, records }) => sum(books, records))
      .ask("why", openText("So many?"), { when: ({ total }) => total.greaterThan(3) }),
  )

  it("is there behind a question that is not asked, and without the answer that is missing", () => {
    expect(Object.keys(relevant(basket, { books: 5, hasMore: "no", why: "gifts" }))).toEqual([
      "books",
      "hasMore",
      "why",
    ])
    expect(next(basket, { books: 5, hasMore: "no" })).toMatchObject({ question: { id: "why" } })
    expect(next(basket, { books: 1, hasMore: "no" })).toMatchObject({ done: true })
    expect(checkAnswers(basket, { books: 5, hasMore: "no" }).waiting).toBe("why")
    expect(checkAnswers(basket, { books: 5, hasMore: "yes", records: "x", why: "gifts" }).answers).toHaveProperty("why")
  })
})

describe("the answers that count", () => {
  it("leave out what is not asked any more, and have it again when it is", () => {
    const answers = { score: 3, why: "slow", fix: "price", price: 1 }
    expect(relevant(postPurchase, answers)).toEqual(answers)
    expect(relevant(postPurchase, { ...answers, score: 8 })).toEqual({ score: 8, why: "slow" })
    expect(relevant(postPurchase, { ...answers, score: 10 })).toEqual({ score: 10 })
  })

  it("leave out what depends on an answer that is missing, and what the survey does not ask", () => {
    expect(relevant(postPurchase, { why: "slow", fix: "price", other: 1 })).toEqual({})
  })
})

describe("how it ends", () => {
  const basket = defineSurvey("basket", (survey) =>
    survey
      .ask(
        "fix",
        choice("What should we fix?", [{ value: "price", label: { es: "el precio", en: "the price" } }, "speed"]),
      )
      .ask("count", number("How many?"))
      .end("many", "So many, {name|you}?", { when: ({ count }) => count.greaterThan(9) })
      .thank({ es: "Gracias, {name|tú}: arreglaremos {fix}.", en: "Thank you, {name|you}: we will fix {fix}." }),
  )

  it("is said with names, and with the words of what was answered", () => {
    const ended = (answers: object, names = {}) => {
      const step = next(basket, { ...answers }, { names })
      return "ended" in step ? step.ended.text : undefined
    }
    expect(ended({ fix: "price", count: 1 }, { name: "Ana" })).toEqual({
      es: "Gracias, Ana: arreglaremos el precio.",
      en: "Thank you, Ana: we will fix the price.",
    })
    expect(ended({ fix: "price", count: 10 })).toBe("So many, you?")
  })
})
