import { describe, expectTypeOf, it } from "vitest"
import { choose, count, place, points, sum } from "../../src/kernel/calculated.ts"
import { defineSurvey, panel } from "../../src/survey/builder.ts"
import type { AnswersOf } from "../../src/survey/definition.ts"
import { choice, choices, matrix, maxDiff, ranking } from "../../src/survey/question-list.ts"
import { nps, number, rating, type NpsScore } from "../../src/survey/question-scale.ts"
import { consent, contact } from "../../src/survey/question-form.ts"
import { date, openText, text, type Day } from "../../src/survey/question-words.ts"

describe("the answers of a survey", () => {
  it("have the form of each kind", () => {
    const survey = defineSurvey("kinds", (s) =>
      s
        .ask("tags", choices("?", ["a", { value: "b", label: "B" }]))
        .ask("rows", matrix("?", ["speed", "care"], ["bad", "good"]))
        .ask("rank", ranking("?", ["x", "y"]))
        .ask("best", maxDiff("?", ["x", "y", "z"]))
        .ask("day", date("?"))
        .ask("yes", consent("?"))
        .ask("who", contact("?", ["name", "email"], { optional: ["email"] }))
        .ask(
          "people",
          panel("?", (p) => p.ask("age", number("?")).ask("name", text("?"), { required: false })),
        ),
    )
    expectTypeOf<AnswersOf<typeof survey>>().toEqualTypeOf<{
      readonly tags: readonly ("a" | "b")[]
      readonly rows: { readonly speed: "bad" | "good"; readonly care: "bad" | "good" }
      readonly rank: readonly ("x" | "y")[]
      readonly best: readonly { readonly best: "x" | "y" | "z"; readonly worst: "x" | "y" | "z" }[]
      readonly day: Day
      readonly yes: boolean
      readonly who: { readonly name: string } & { readonly email?: string }
      readonly people: readonly { readonly age: number; readonly name?: string | null }[]
    }>()
  })

  it("branch into a union that the choice tells apart", () => {
    const survey = defineSurvey("branches", (s) =>
      s
        .ask("kind", choice("?", ["new", "lost", "loyal"]))
        .branch("kind", {
          lost: (b) => b.ask("why", openText("?")),
          new: (b) => b.ask("found", choice("?", ["ad", "friend"])),
        })
        .ask("score", nps("?"), { when: (a) => a.found.is("ad") }),
    )
    type Given = AnswersOf<typeof survey>
    expectTypeOf<Extract<Given, { readonly kind: "lost" }>>().toEqualTypeOf<{
      readonly kind: "lost"
      readonly why: string
      readonly score?: NpsScore
    }>()
    expectTypeOf<Extract<Given, { readonly kind: "new" }>["found"]>().toEqualTypeOf<"ad" | "friend">()
    // @ts-expect-error who is loyal is not asked why
    expectTypeOf<Extract<Given, { readonly kind: "loyal" }>["why"]>()
  })

  it("do not hold what was only said or worked out", () => {
    const survey = defineSurvey("worked", (s) =>
      s
        .say("hello", "Hello")
        .ask("score", nps("?"))
        .calculate("group", (a) => choose(a.score.atMost(6), "detractor", "other"))
        .ask("why", openText("?"), { when: (a) => a.group.is("detractor") }),
    )
    expectTypeOf<AnswersOf<typeof survey>>().toEqualTypeOf<{ readonly score: NpsScore; readonly why?: string }>()
  })
})

describe("a survey does not compile", () => {
  it("that compares with a column, an option or a value which is not there", () => {
    const wrong = defineSurvey("wrong", (s) =>
      s
        .ask("rows", matrix("?", ["speed"], ["bad", "good"]))
        .ask("tags", choices("?", ["a", "b"]))
        .calculate("group", (a) => choose(a.tags.includes("a"), "one", "two"))
        // @ts-expect-error there is no column "fair"
        .ask("one", openText("?"), { when: (a) => a.rows.speed.is("fair") })
        // @ts-expect-error there is no row "care"
        .ask("two", openText("?"), { when: (a) => a.rows.care.is("bad") })
        // @ts-expect-error there is no tag "c"
        .ask("three", openText("?"), { when: (a) => a.tags.includes("c") })
        // @ts-expect-error there is no group "three"
        .ask("four", openText("?"), { when: (a) => a.group.is("three") }),
    )
    expectTypeOf(wrong.name).toEqualTypeOf<"wrong">()
  })

  it("that branches on what is no choice, or into an arm that is not there", () => {
    // @ts-expect-error a score is no choice
    const score = () => defineSurvey("wrong", (s) => s.ask("score", nps("?")).branch("score", {}))
    const arm = () =>
      defineSurvey("wrong", (s) =>
        // @ts-expect-error nobody can choose "gone"
        s.ask("kind", choice("?", ["new", "lost"])).branch("kind", { gone: (b) => b.ask("why", openText("?")) }),
      )
    expectTypeOf([score, arm]).toBeArray()
  })

  it("that reckons with words, or gives points to an option that is not there", () => {
    const total = defineSurvey("right", (s) =>
      s
        .ask("one", rating("?"))
        .ask("fix", choice("?", ["a", "b"]))
        .ask("tags", choices("?", ["a", "b"]))
        .calculate("total", (a) => sum(a.one, points(a.fix, { a: 1, b: 2 }), count(a.tags), place(a.tags, "a"))),
    )
    expectTypeOf(total.name).toEqualTypeOf<"right">()
    // @ts-expect-error words have no sum
    defineSurvey("wrong", (s) => s.ask("why", openText("?")).calculate("total", (a) => sum(a.why, 1)))
    defineSurvey("wrong", (s) =>
      // @ts-expect-error there is no option "c"
      s.ask("fix", choice("?", ["a", "b"])).calculate("total", (a) => points(a.fix, { c: 1 })),
    )
  })
})
