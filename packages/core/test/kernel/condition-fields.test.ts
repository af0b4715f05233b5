import { describe, expect, it } from "vitest"
import { all, any, compile, not } from "../../src/kernel/condition.ts"
import { fields } from "../../src/kernel/condition-fields.ts"
import { ConfigurationError } from "../../src/kernel/errors.ts"

interface Facts {
  readonly mood: "calm" | "upset"
  readonly name?: string
  readonly tags: readonly string[]
  readonly lastSeen: number
  readonly vip: boolean
  readonly answers?: { readonly postPurchase?: { readonly score: number; readonly is?: number } }
}

const { mood, name, tags, lastSeen, vip, answers } = fields<Facts>()

describe("references to facts", () => {
  it("come out as plain JSON", () => {
    expect(all(mood.is("upset"), not(vip.is(true)), any(lastSeen.within("7 days"), name.exists()))).toEqual({
      op: "all",
      of: [
        { op: "equals", path: ["mood"], value: "upset" },
        { op: "not", of: { op: "equals", path: ["vip"], value: true } },
        {
          op: "any",
          of: [
            { op: "within", path: ["lastSeen"], duration: "7 days" },
            { op: "exists", path: ["name"] },
          ],
        },
      ],
    })
  })

  it("have a comparison for every operator", () => {
    expect(
      [
        mood.isNot("calm"),
        mood.isOneOf(["calm"]),
        name.contains("A"),
        tags.includes("new"),
        lastSeen.lessThan(1),
        lastSeen.atMost(1),
        lastSeen.greaterThan(1),
        lastSeen.atLeast(1),
      ].map(({ op }) => op),
    ).toEqual(["not-equals", "in", "contains", "contains", "less-than", "at-most", "greater-than", "at-least"])
  })

  it("reach into what may be absent", () => {
    const isDetractor = compile(answers.postPurchase.score.atMost(6))
    const known = [{ answers: { postPurchase: { score: 6 } } }, { answers: {} }, {}]
    expect(known.map((facts) => isDetractor(facts, 0))).toEqual([true, false, false])
  })

  it("tell a fact from a comparison of the same name", () => {
    expect(answers.postPurchase.is.atMost(1)).toEqual({
      op: "at-most",
      path: ["answers", "postPurchase", "is"],
      value: 1,
    })
  })

  it("name the comparison that does not exist", () => {
    const untyped = mood as unknown as { readonly almost: (value: string) => void } // as somebody without a compiler would call it
    expect(() => untyped.almost("calm")).toThrow(ConfigurationError)
    expect(() => untyped.almost("calm")).toThrow(/mood\.almost: .*atMost/)
  })
})
