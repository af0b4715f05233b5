import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ConfigurationError } from "../../src/kernel/errors.ts"
import { defineSurvey, type SurveyBuilder } from "../../src/survey/builder.ts"
import { choice } from "../../src/survey/question-list.ts"
import { nps } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"
import { versionOf } from "../../src/survey/version.ts"
import { postPurchase } from "./post-purchase.ts"

type Empty = SurveyBuilder<Record<never, never>>

// As somebody without a compiler would write it.
const untyped =
  (name: string, ...ids: readonly string[]) =>
  () =>
    defineSurvey(name, (s) => ids.reduce<Empty>((survey, id) => survey.ask(id, openText("?")), s))

describe("a survey", () => {
  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(postPurchase))).toEqual(postPurchase)
    expect(postPurchase.questions.map(({ id, kind, required }) => [id, kind, required])).toEqual([
      ["score", "nps", true],
      ["why", "open-text", false],
      ["fix", "choice", true],
      ["price", "csat", true],
    ])
    expect(postPurchase.questions[2]).toMatchObject({
      options: [
        { value: "delivery", label: { es: "La entrega" } },
        { value: "price" },
        { value: "quality", label: "quality" },
      ],
      when: { op: "at-most", path: ["score"], value: 6 },
    })
    expect(postPurchase.thanks).toEqual({ es: "Gracias", en: "Thank you" })
  })

  it("does not change while another is written from the same beginning", () => {
    const lengths: number[] = []
    defineSurvey("branches", (s) => {
      const one = s.ask("a", nps("?"))
      one.ask("b", nps("?"))
      lengths.push(one.written.questions.length)
      return one
    })
    expect(lengths).toEqual([1])
  })

  it.each([
    ["a name that no path may hold", untyped("constructor", "a"), "surveys"],
    ["a name with spaces", untyped("post purchase", "a"), "surveys"],
    ["no question", untyped("empty"), "surveys.empty"],
    ["an id that is taken", untyped("twice", "a", "b", "a"), "surveys.twice.a"],
    ["an id that reaches what objects inherit", untyped("proto", "__proto__"), "surveys.proto.__proto__"],
    [
      "an option that is there twice",
      () => defineSurvey("pick", (s) => s.ask("one", choice("?", ["a", "b", "a"]))),
      "surveys.pick.one",
    ],
  ])("is refused for %s", (_, write, option) => {
    expect(write).toThrow(expect.objectContaining({ _tag: "ConfigurationError", option }))
    expect(write).toThrow(ConfigurationError)
  })
})

describe("the version of a survey", () => {
  it("is FNV-1a with 64 bits", () => {
    // Computed by another program over the bytes of [] and of {"a":"ñ","b":1}.
    expect([versionOf([]), versionOf({ b: 1, a: "ñ" })]).toEqual(["09612b07b5ecb5a5", "b0f64e4b0d083963"])
  })

  it("is the same for the same content and another for another", () => {
    const written = (text: string) => defineSurvey("version", (s) => s.ask("score", nps(text))).version
    expect(written("?")).toBe(written("?"))
    expect(written("?")).not.toBe(written("!"))
    expect(written("?")).toMatch(/^[0-9a-f]{16}$/)
  })

  it("does not depend on the order in which keys were written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const reversed = Object.fromEntries(Object.entries(content).toReversed())
        expect(versionOf({ content: reversed })).toBe(versionOf({ content }))
      }),
    )
  })
})
