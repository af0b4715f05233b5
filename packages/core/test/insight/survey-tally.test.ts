import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mergedTally, type QuestionTally } from "../../src/insight/question-tally.ts"
import { resultsOf } from "../../src/insight/survey-results.ts"
import { type CountedResponse, createSurveyCounter } from "../../src/insight/survey-tally.ts"
import { choice, csat, defineSurvey } from "../../src/survey.ts"
import type { AnyDefinition } from "../../src/survey/definition.ts"
import { next } from "../../src/survey/engine.ts"
import type { Question } from "../../src/survey/question.ts"
import { scaleOf } from "../../src/survey/question-scale.ts"
import { createRandom } from "../../src/testing.ts"
import { aDefinition } from "../survey/a-definition.ts"

type Chance = () => number

const one = <Item>(chance: Chance, items: readonly Item[]): Item | undefined =>
  items[Math.floor(chance() * items.length)]
const shuffled = <Item>(chance: Chance, items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({ item, at: chance() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
const valuesIn = (options: readonly { readonly value: string }[]) => options.map(({ value }) => value)

/** An answer that a question can have, as it is stored. */
const answerTo = (question: Question, chance: Chance): unknown => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider": {
      const { low, high, step } = scaleOf(question)
      return low + step * Math.floor((chance() * (high - low + step)) / step)
    }
    case "number":
      return Math.round(100 * chance())
    case "choice":
    case "dropdown":
    case "image-choice":
      return one(chance, valuesIn(question.options)) ?? null
    case "choices":
      return shuffled(chance, valuesIn(question.options)).slice(0, 2)
    case "ranking":
      return shuffled(chance, valuesIn(question.options)).slice(0, question.top)
    case "matrix":
      return Object.fromEntries(question.rows.map(({ value }) => [value, one(chance, valuesIn(question.columns))]))
    case "max-diff":
      return question.sets.map(([best, worst]) => ({ best, worst }))
    case "consent":
      return chance() < 0.5
    case "panel":
      return [{}, {}]
    default:
      return "words"
  }
}

/** Somebody who answers question after question, passes some over, and may stop. */
const respondent = (definition: AnyDefinition, seed: number): CountedResponse => {
  const chance = createRandom(seed)
  const answers: Record<string, unknown> = {}
  const response = { version: definition.version, seed, askedAt: 1_000 * seed }
  for (let step = 0; step < 50; step++) {
    const found = next(definition, answers, { seed })
    if ("done" in found)
      return { ...response, answers, question: null, completedAt: 1_000 * seed + 60_000, ended: found.ended.why }
    const { question } = found
    if (chance() < 0.1) return { ...response, answers, question: question.id }
    answers[question.id] = !question.required && chance() < 0.3 ? null : answerTo(question, chance)
  }
  throw new TypeError("a survey that never ends")
}

const crowd = fc.tuple(aDefinition(), fc.array(fc.nat({ max: 1e6 }), { minLength: 1, maxLength: 30 }))
const groupOf = (place: number) => `group ${place % 3}`

const tallied = (definition: AnyDefinition, responses: readonly CountedResponse[], grouped: boolean) => {
  const counter = createSurveyCounter(definition)
  for (const [place, response] of responses.entries()) {
    counter.countWay(response, 0)
    counter.countAnswers(response, grouped ? groupOf(place) : null)
  }
  return counter.tally()
}

/** A tally without what only rounding makes differ. */
const plain = ({ counts, moments, ...sums }: QuestionTally) => ({
  ...sums,
  counts: Object.fromEntries([...counts].toSorted()),
  moments: [...moments]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { n, mean }]) => [key, n, Math.round(1e6 * mean) + 0]),
})

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === "number") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

describe("what responses come to", () => {
  it("adds up at every question: whoever was asked has answered, passed it over, or it waits for them", () => {
    fc.assert(
      fc.property(crowd, ([definition, seeds]) => {
        const responses = seeds.map((seed) => respondent(definition, seed))
        const { responses: counts, questions } = resultsOf(definition, tallied(definition, responses, false))
        expect(counts.asked).toBe(responses.length)
        expect(counts.completed + counts.screenedOut + counts.quotaFull + counts.open + counts.expired).toBe(
          counts.asked,
        )
        for (const { asked, answered, skipped, stopped } of questions) expect(asked).toBe(answered + skipped + stopped)
        const waiting = responses.filter(({ question }) =>
          definition.questions.some(({ id, kind }) => id === question && kind !== "statement"),
        )
        expect(questions.reduce((sum, { stopped }) => sum + stopped, 0)).toBe(waiting.length)
        expect(numbersIn(questions).every((number) => Number.isFinite(number))).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it("is the same together as group by group, in whatever order they came", () => {
    fc.assert(
      fc.property(crowd, ([definition, seeds]) => {
        const responses = seeds.map((seed) => respondent(definition, seed))
        const [whole, parts] = [
          tallied(definition, responses.toReversed(), false),
          tallied(definition, responses, true),
        ]
        for (const [id, groups] of whole.questions) {
          const merged = mergedTally([...(parts.questions.get(id)?.values() ?? [])])
          expect(plain(merged)).toEqual(plain(mergedTally([...groups.values()])))
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it("says nothing of a group that is small where answers are confidential, nor what could be subtracted", () => {
    fc.assert(
      fc.property(crowd, fc.integer({ min: 5, max: 8 }), ([definition, seeds], minimum) => {
        const secret: AnyDefinition = { ...definition, confidentiality: "confidential" }
        const responses = seeds.map((seed) => respondent(secret, seed))
        const { questions } = resultsOf(secret, tallied(secret, responses, true), { minimum, isGrouped: true })
        for (const { answered, known, withheld, figures, distribution, groups } of questions) {
          const n = answered + known
          expect(withheld).toBe(n < minimum)
          expect(n >= minimum || figures.length + distribution.length + groups.length === 0).toBe(true)
          const [shown, hidden] = [groups.filter((group) => !group.withheld), groups.filter((group) => group.withheld)]
          expect(shown.every((group) => Number(group.n) >= minimum)).toBe(true)
          expect(hidden.every((group) => group.n === null && group.figures.length === 0)).toBe(true)
          const rest = n - shown.reduce((sum, group) => sum + Number(group.n), 0)
          expect(hidden.length === 0 || shown.length === 0 || (rest >= minimum && hidden.length > 1)).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  const grown = defineSurvey("grown", (survey) =>
    survey.ask("plan", choice("Which plan?", ["free", "pro"])).ask("mood", csat("How was it?")),
  )
  const given = { version: grown.version, seed: 1, askedAt: 0 }

  it("has what the profile knew in its figures, and nobody was asked it", () => {
    const responses: readonly CountedResponse[] = [
      { ...given, answers: { plan: "pro", mood: 4 }, known: ["plan"], question: null, completedAt: 1 },
      { ...given, answers: { plan: "free", mood: 5 }, question: null, completedAt: 1 },
      { ...given, answers: { plan: "pro" }, known: ["plan"], question: "mood" },
    ]
    const { responses: counts, questions } = resultsOf(grown, tallied(grown, responses, false))
    expect(counts).toMatchObject({ asked: 3, started: 2, completed: 2, open: 1 })
    expect(questions[0]).toMatchObject({
      asked: 1,
      answered: 1,
      known: 2,
      figures: [
        { of: "free", n: 3 },
        { of: "pro", value: 2 / 3, n: 3 },
      ],
    })
    expect(questions[1]).toMatchObject({ asked: 3, answered: 2, stopped: 1 })
  })

  it("does not wait for those who answered all that there was, when a question is added", () => {
    const before: CountedResponse = {
      ...given,
      version: "0123456789abcdef",
      answers: { plan: "pro" },
      question: null,
      completedAt: 1,
    }
    const { questions } = resultsOf(grown, tallied(grown, [before], false))
    expect(questions.map(({ asked, answered, stopped }) => [asked, answered, stopped])).toEqual([
      [1, 1, 0],
      [0, 0, 0],
    ])
  })

  it("tells those who can still answer from those for whom it is too late, and who was not meant", () => {
    const counter = createSurveyCounter(grown)
    for (const response of [
      { ...given, answers: {}, question: "plan", expiresAt: 10 },
      { ...given, answers: {}, question: "plan", expiresAt: 11 },
      { ...given, answers: { plan: "pro" }, question: null, completedAt: 1, ended: "screened-out" as const },
      { ...given, answers: { plan: "pro" }, question: null, completedAt: 1, ended: "quota-full" as const },
    ])
      counter.countWay(response, 10)
    expect(counter.tally().counts).toEqual({
      asked: 4,
      started: 2,
      completed: 0,
      screenedOut: 1,
      quotaFull: 1,
      open: 1,
      expired: 1,
    })
    expect(counter.tally().seconds).toEqual([])
  })
})
