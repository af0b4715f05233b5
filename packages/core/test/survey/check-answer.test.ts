import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { explain } from "../../src/survey/explain.ts"
import { checkAnswer } from "../../src/survey/check-answer.ts"
import { postPurchase } from "./post-purchase.ts"

const check = (question: string, raw: unknown) => {
  const verified = checkAnswer(postPurchase, question, raw)
  return "problem" in verified ? verified.problem.reason : verified.value
}

describe("an answer", () => {
  it.each([
    ["score", 0, 0],
    ["score", 10, 10],
    ["price", 1, 1],
    ["fix", "quality", "quality"],
    ["why", "  late \n", "late"],
    ["why", null, null],
    ["why", undefined, null],
    ["why", "a\0b\uD800", "ab\uFFFD"],
  ])("to %s may be %j", (question, raw, value) => {
    expect(check(question, raw)).toBe(value)
  })

  it.each([
    ["score", 11, "out-of-range"],
    ["score", -1, "out-of-range"],
    ["price", 0, "out-of-range"],
    ["price", 6, "out-of-range"],
    ["score", "9", "wrong-kind"],
    ["score", 8.5, "wrong-kind"],
    ["score", Number.NaN, "wrong-kind"],
    ["score", [9], "wrong-kind"],
    ["score", null, "missing"],
    ["fix", undefined, "missing"],
    ["fix", "speed", "not-an-option"],
    ["fix", "toString", "not-an-option"],
    ["fix", ["price"], "not-an-option"],
    ["why", 7, "wrong-kind"],
    ["why", "   ", "missing"],
    ["why", "x".repeat(21), "too-long"],
    ["why", "x".repeat(1_000_000), "too-long"],
    ["mood", 1, "unknown-question"],
    ["__proto__", 1, "unknown-question"],
  ])("to %s may not be %j (%s)", (question, raw, reason) => {
    expect(check(question, raw)).toBe(reason)
  })

  it("that is refused says in both languages what to do", () => {
    const checked = checkAnswer(postPurchase, "fix", "speed")
    expect(checked).toMatchObject({ problem: { field: "fix", reason: "not-an-option" } })
    expect("problem" in checked && explain(checked.problem)).toEqual({
      es: "Elige una de las opciones: La entrega, El precio, quality.",
      en: "Please choose one of these: The delivery, The price, quality.",
    })
  })

  it("is taken or refused, whatever it is, and never repeated in the refusal", () => {
    fc.assert(
      fc.property(fc.constantFrom("score", "why", "fix", "price"), fc.anything(), (question, raw) => {
        const verified = checkAnswer(postPurchase, question, raw)
        expect(Object.keys(verified)).toHaveLength(1)
      }),
    )
    expect(JSON.stringify(checkAnswer(postPurchase, "why", "secret ".repeat(9)))).not.toContain("secret")
  })

  it("that was taken is taken again as it is", () => {
    const given = fc.oneof(fc.string(), fc.integer({ min: -1, max: 11 }), fc.constantFrom("price", "quality", null))
    fc.assert(
      fc.property(fc.constantFrom("score", "why", "fix", "price"), given, (question, raw) => {
        const verified = checkAnswer(postPurchase, question, raw)
        fc.pre("value" in verified)
        expect("value" in verified && checkAnswer(postPurchase, question, verified.value)).toEqual(verified)
      }),
    )
  })
})
