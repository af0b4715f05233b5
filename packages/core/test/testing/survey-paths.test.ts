import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sum } from "../../src/kernel/calculated.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import { checkAnswers } from "../../src/survey/check-answers.ts"
import type { AnyDefinition, Answers } from "../../src/survey/definition.ts"
import { next } from "../../src/survey/engine.ts"
import { choice, choices } from "../../src/survey/question-list.ts"
import { nps, number } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"
import { fake } from "../../src/testing/survey/fake.ts"
import { paths } from "../../src/testing/survey/paths.ts"
import { aDefinition } from "../survey/a-definition.ts"
import { postPurchase } from "../survey/post-purchase.ts"

/** What is asked of somebody who answers so, and how it ends. */
const wayOf = (definition: AnyDefinition, answers: Answers, seed: number): string => {
  const given: Record<string, unknown> = {}
  const asked: string[] = []
  for (;;) {
    const step = next(definition, given, { seed })
    if (!("question" in step)) return JSON.stringify([asked, step.ended.why, step.ended.id])
    const { id, kind } = step.question
    if (kind !== "statement") asked.push(id)
    given[id] = answers[id]
  }
}

describe("the ways through a survey", () => {
  it("are told with answers that lead there", () => {
    const found = paths(postPurchase)
    expect(found.paths.map(({ questions }) => questions)).toEqual([
      ["score", "why", "fix"],
      ["score", "why", "fix", "price"],
      ["score", "why"],
      ["score"],
    ])
    expect(found).toMatchObject({ fewest: 1, most: 4, mean: 2.5, isWhole: true, stuck: [] })
    expect(found.bits).toBeCloseTo(Math.log2(11) + Math.log2(2) + Math.log2(3) + Math.log2(5))
  })

  it("end by condition, early too", () => {
    const survey = defineSurvey("ends", (s) =>
      s
        .ask("age", number("Age?", { low: 0, high: 120, whole: true }))
        .ask("score", nps("?"))
        .end("young", "Not yet", { when: (a) => a.age.lessThan(18), early: true })
        .end("fan", "Thank you, fan", { when: (a) => a.score.atLeast(9) }),
    )
    expect(paths(survey).paths.map(({ questions, ended }) => [questions.length, ended.why, ended.id])).toEqual([
      [1, "screened-out", "young"],
      [2, "complete", undefined],
      [2, "complete", "fan"],
    ])
  })

  it("say where nobody can go on, and that there are more than were looked at", () => {
    const stuck = defineSurvey("stuck", (s) =>
      s
        .ask("score", nps("?"))
        .check((a) => a.score.greaterThan(10), "More")
        .ask("why", openText("?")),
    )
    expect(paths(stuck)).toMatchObject({ paths: [], stuck: ["score"], fewest: 0, most: 0, mean: 0 })
    const wide = defineSurvey("wide", (s) =>
      s
        .ask("one", choices("?", ["a", "b", "c", "d", "e", "f"]))
        .ask("two", choice("?", ["x", "y"]), { when: (a) => a.one.includes("a") })
        .ask("three", choice("?", ["x", "y"]), { when: (a) => a.one.includes("b") }),
    )
    expect(paths(wide)).toMatchObject({ isWhole: true })
    expect(paths(wide).paths).toHaveLength(4)
    expect(paths(wide, { atMost: 3 }).isWhole).toBe(false)
  })

  it("are not all told where what follows from a number decides", () => {
    const worked = defineSurvey("worked", (s) =>
      s
        .ask("count", number("?", { low: -10, high: 10 }))
        .calculate("more", (a) => sum(a.count, 1))
        .ask("why", openText("?"), { when: (a) => a.more.between(2, 5) }),
    )
    expect(paths(worked).isWhole).toBe(false)
  })

  it("each can be gone, and nobody goes another, where these are all", () => {
    let whole = 0
    fc.assert(
      fc.property(aDefinition({ most: 5 }), fc.nat({ max: 1000 }), (definition, seed) => {
        const found = paths(definition, { seed, atMost: 3000 })
        for (const { questions, ended, answers } of found.paths) {
          expect(checkAnswers(definition, answers, { seed })).toEqual({ answers, problems: [] })
          expect(wayOf(definition, answers, seed)).toBe(JSON.stringify([questions, ended.why, ended.id]))
        }
        if (!found.isWhole) return
        whole += 1
        const known = found.paths.map(({ questions, ended }) => JSON.stringify([questions, ended.why, ended.id]))
        // another seed puts what is mixed in another order
        for (let more = 0; more < (definition.mixed ? 1 : 5); more++)
          expect(known).toContain(wayOf(definition, fake(definition, seed + more * 7919), seed))
      }),
      { numRuns: 3000 },
    )
    expect(whole).toBeGreaterThan(1500)
  })
})
