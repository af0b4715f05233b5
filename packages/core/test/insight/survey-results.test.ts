import { describe, expect, it } from "vitest"
import { resultsOf } from "../../src/insight/survey-results.ts"
import { createSurveyCounter } from "../../src/insight/survey-tally.ts"
import { holm, nps as scoreOf, npsChange } from "../../src/statistics.ts"
import { defineSurvey, nps } from "../../src/survey.ts"

const visit = defineSurvey("visit", (survey) => survey.ask("score", nps("Would you recommend us?")))
const secret = defineSurvey("visit", (survey) => survey.ask("score", nps("Would you recommend us?")), {
  confidentiality: "confidential",
})

const said: { readonly [group: string]: readonly number[] } = {
  free: [9, 9, 9, 3, 3, 3, 3, 3, 7, 8],
  pro: [10, 10, 10, 10, 9, 9, 7, 7, 2],
  team: [9, 8, 8, 7, 6, 5, 10],
}

const results = (survey: typeof visit, groups: readonly string[], options = {}) => {
  const counter = createSurveyCounter(survey)
  for (const group of groups)
    for (const [place, score] of (said[group] ?? []).entries())
      counter.countAnswers(
        { version: survey.version, seed: place, askedAt: 0, answers: { score }, question: null, completedAt: 1 },
        group,
      )
  return resultsOf(survey, counter.tally(), { isGrouped: true, ...options })
}
const pOf = (group: string, others: readonly string[]) =>
  npsChange(scoreOf(others.flatMap((other) => said[other] ?? [])), scoreOf(said[group] ?? [])).p

describe("groups of results", () => {
  it("are compared once where there are two, as each is the rest of the other", () => {
    const groups = results(visit, ["free", "pro"]).questions[0]?.groups ?? []
    expect(groups.map(({ figures }) => figures[0]?.p)).toEqual(
      [pOf("free", ["pro"]), pOf("pro", ["free"])].map((p) => expect.closeTo(Number(p), 12)),
    )
  })

  it("are each compared with all others, and held to a single false find, where there are more", () => {
    const groups = results(visit, ["free", "pro", "team"]).questions[0]?.groups ?? []
    expect(groups.map(({ group, n }) => [group, n])).toEqual([
      ["free", 10],
      ["pro", 9],
      ["team", 7],
    ])
    const found = holm([pOf("free", ["pro", "team"]), pOf("pro", ["free", "team"]), pOf("team", ["free", "pro"])])
    expect(groups.map(({ figures }) => figures[0]?.p)).toEqual(found.map((p) => expect.closeTo(Number(p), 12)))
  })

  it("differ by what they have above the others", () => {
    const [free] = results(visit, ["free", "pro"]).questions[0]?.groups ?? []
    expect(free?.figures[0]?.difference).toBeCloseTo(-20 - 500 / 9, 9)
  })
})

it("a confidential survey says nothing of fewer than five, whoever asks for less", () => {
  expect(results(secret, ["team"], { minimum: 1 }).minimum).toBe(5)
  expect(results(secret, ["team"], { minimum: 8 }).questions[0]).toMatchObject({ withheld: true, figures: [] })
  expect(results(visit, ["team"]).minimum).toBe(1)
})
