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
  readonly events: {
    readonly "order-placed"?: {
      readonly count: number
      readonly days: readonly (readonly [number, number])[]
      readonly sums?: {
        readonly total?: { readonly total: number; readonly days: readonly (readonly [number, number])[] }
      }
    }
  }
  readonly answers?: { readonly postPurchase?: { readonly score: number; readonly is?: number } }
}

const { mood, name, tags, lastSeen, vip, answers, events } = fields<Facts>()

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

  it("ask how often and how much, ever or in a window", () => {
    const orders = events["order-placed"]
    const lately = orders.during("30 days")
    expect([
      orders.count.atLeast(3),
      lately.count.atLeast(3),
      lately.sums.total.between(100, 500),
      orders.sums.total.total.atLeast(100),
    ]).toEqual([
      { op: "at-least", path: ["events", "order-placed", "count"], value: 3 },
      { op: "at-least", path: ["events", "order-placed"], value: 3, during: "30 days" },
      { op: "between", path: ["events", "order-placed", "sums", "total"], from: 100, to: 500, during: "30 days" },
      { op: "at-least", path: ["events", "order-placed", "sums", "total", "total"], value: 100 },
    ])
  })

  it("refuse a window that is not of whole days, or longer than the days that are kept", () => {
    for (const during of ["36 hours", "91 days", "13 weeks", "soon"])
      expect(() => events["order-placed"].during(during as "1 day")).toThrow(/order-placed\.during: .*90/) // as from plain JavaScript
    const untyped = events["order-placed"].during("1 day").count as unknown as { readonly is: (value: number) => void }
    expect(() => untyped.is(3)).toThrow(ConfigurationError)
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
