import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { answer, begin, isComplete, type Response } from "../../src/survey/response.ts"
import { seedOf } from "../../src/survey/seed.ts"
import { postPurchase } from "./post-purchase.ts"

const asked = begin(postPurchase, { id: "r1", at: 1 })

const after = (...given: readonly (readonly [string, unknown])[]): Response =>
  given.reduce(
    (response, [question, value], index) => answer(postPurchase, response, { question, value, at: index + 2 }),
    asked,
  )

describe("a response", () => {
  it("begins with the first question and the version that was asked", () => {
    expect(asked).toEqual({
      survey: "postPurchase",
      version: postPurchase.version,
      id: "r1",
      askedAt: 1,
      seed: seedOf("r1"),
      answers: {},
      question: "score",
    })
    expect(isComplete(asked)).toBe(false)
  })

  it("goes on to what the answers ask for, and ends with the last", () => {
    expect(after(["score", 3]).question).toBe("why")
    const done = after(["score", 3], ["why", null], ["fix", "quality"])
    expect(done).toMatchObject({ question: null, completedAt: 4, answers: { score: 3, why: null, fix: "quality" } })
    expect(isComplete(done)).toBe(true)
  })

  it("keeps every answer when one is changed, and opens again if that asks for more", () => {
    const done = after(["score", 3], ["why", null], ["fix", "quality"])
    const happier = answer(postPurchase, done, { question: "score", value: 10, at: 9 })
    expect(happier).toMatchObject({ question: null, completedAt: 4, answers: { score: 10, fix: "quality" } })
    const reopened = answer(postPurchase, happier, { question: "score", value: 3, at: 10 })
    expect(reopened.question).toBe(null)
    const more = answer(postPurchase, reopened, { question: "fix", value: "price", at: 11 })
    expect(more.question).toBe("price")
    expect(more).not.toHaveProperty("completedAt")
    expect(answer(postPurchase, more, { question: "price", value: 2, at: 12 }).completedAt).toBe(12)
  })

  it("does not change for a question that the survey does not have", () => {
    expect(answer(postPurchase, asked, { question: "__proto__", value: { polluted: true }, at: 2 })).toBe(asked)
  })

  it("is the same when an answer comes twice, and complete exactly when it says when", () => {
    const given = fc.tuple(
      fc.constantFrom("score", "why", "fix", "price"),
      fc.constantFrom<unknown>(1, 5, 10, "price", "quality", null),
    )
    fc.assert(
      fc.property(fc.array(given, { maxLength: 8 }), (answers) => {
        const response = after(...answers)
        const repeated = answers
          .slice(-1)
          .map(([question, value]) => answer(postPurchase, response, { question, value, at: 99 }))
        expect(repeated).toEqual(answers.length > 0 ? [response] : [])
        expect(isComplete(response)).toBe("completedAt" in response)
        expect(Object.keys(response.answers).toSorted()).toEqual([...new Set(answers.map(([id]) => id))].toSorted())
      }),
    )
  })
})
