import { describe, expect, it } from "vitest"
import { sum } from "../../src/kernel/calculated.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import { checkAnswer } from "../../src/survey/check-answer.ts"
import type { AnyDefinition, Answers } from "../../src/survey/definition.ts"
import { next, type Walk } from "../../src/survey/engine.ts"
import { choice, choices } from "../../src/survey/question-list.ts"
import { nps, number } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"
import { begin, isExpired } from "../../src/survey/response.ts"
import { expiryOf, knownAnswers } from "../../src/survey/known.ts"

const questionIn = (definition: AnyDefinition, answers: Answers, walk: Walk = {}) => {
  const step = next(definition, answers, walk)
  if (!("question" in step)) throw new TypeError(`it ended: ${step.ended.why}`)
  return step.question
}

const valuesIn = (definition: AnyDefinition, answers: Answers, walk?: Walk) => {
  const question = questionIn(definition, answers, walk)
  return "options" in question ? question.options.map(({ value }) => value) : []
}

const endIn = (definition: AnyDefinition, answers: Answers, walk: Walk = {}) => {
  const step = next(definition, answers, walk)
  return "done" in step ? step.ended : step.question.id
}

const order = defineSurvey("order", (s) =>
  s
    .ask("fix", choice("?", ["price", { value: "speed", label: { es: "La rapidez", en: "Speed" } }]))
    .ask("many", number("?"), { required: false })
    .calculate("more", (a) => sum(a.many, 1))
    .ask("why", openText({ es: "¿Por qué {fix}, {name|amiga}? {more}", en: "Why {fix}, {name|friend}? {more}" }), {
      required: (a) => a.many.greaterThan(5),
    })
    .ask("tag", choice("?", ["a", "b"]), { offer: (a) => ({ b: a.many.exists() }) }),
)

describe("a question as somebody is asked it", () => {
  it("has the words for what was answered, in each language, and a name where it is known", () => {
    const answers = { fix: "speed", many: 2 }
    expect(questionIn(order, answers).text).toEqual({
      es: "¿Por qué La rapidez, amiga? 3",
      en: "Why Speed, friend? 3",
    })
    expect(questionIn(order, answers, { names: { name: "Ana" } }).text).toMatchObject({ en: "Why Speed, Ana? 3" })
  })

  it("is required where its condition holds, and may be passed over where it does not", () => {
    expect(questionIn(order, { fix: "price", many: 6 }).required).toBe(true)
    expect(questionIn(order, { fix: "price", many: 5 }).required).toBe(false)
    expect(questionIn(order, { fix: "price", many: null }).required).toBe(false)
  })

  it("has the options that are offered to them alone, and no other is taken", () => {
    const none = { fix: "price", many: null, why: null }
    expect(valuesIn(order, none)).toEqual(["a"])
    expect(valuesIn(order, { ...none, many: 1 })).toEqual(["a", "b"])
    expect(checkAnswer(order, "tag", "b", none)).toHaveProperty("problem.reason", "not-an-option")
    expect(checkAnswer(order, "tag", "b", { ...none, many: 1 })).toEqual({ value: "b" })
  })

  it("has its options in an order of its own for each response, the last ones last", () => {
    const survey = defineSurvey("mixed", (s) =>
      s
        .ask("one", choice("?", ["a", "b", "c", "d", "other"], { order: { last: ["other"] } }))
        .ask("two", choices("?", ["a", "b", "c", { value: "none", alone: true }], { order: "mixed" })),
    )
    const orders = new Set<string>()
    for (let seed = 0; seed < 50; seed++) {
      const values = valuesIn(survey, {}, { seed })
      expect(values).toEqual(valuesIn(survey, {}, { seed }))
      expect(values.at(-1)).toBe("other")
      expect(valuesIn(survey, { one: "a" }, { seed }).at(-1)).toBe("none")
      orders.add(values.join())
    }
    expect(orders.size).toBeGreaterThan(10)
  })
})

describe("questions that are mixed", () => {
  const survey = defineSurvey("beside", (s) =>
    s
      .ask("first", nps("?"))
      .ask("a", nps("?"))
      .ask("b", nps("?"))
      .ask("c", nps("?"))
      .ask("last", nps("?"))
      .mix("a", "b", "c"),
  )
  const way = (seed: number): readonly string[] => {
    const ids: string[] = []
    const answers: Record<string, unknown> = {}
    for (let step = next(survey, answers, { seed }); "question" in step; step = next(survey, answers, { seed })) {
      ids.push(step.question.id)
      answers[step.question.id] = 5
    }
    return ids
  }

  it("come in every order, and stay in their place", () => {
    const orders = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const ids = way(seed)
      expect([ids[0], ids[4], ids.length]).toEqual(["first", "last", 5])
      orders.add(ids.slice(1, 4).join(""))
    }
    expect(orders.size).toBe(6)
  })
})

describe("a survey ends", () => {
  const survey = defineSurvey("ends", (s) =>
    s
      .ask("age", number("?"))
      .ask("score", nps("?"))
      .end("young", { es: "No es para ti", en: "Not for you" }, { when: (a) => a.age.lessThan(18), early: true })
      .end("sorry", "Sorry", { when: (a) => a.score.atMost(6), link: "/help" })
      .quota("old", { when: (a) => a.age.atLeast(65), limit: 10, text: "Enough" })
      .thank("Thanks"),
  )

  it("with the first ending that holds, else with thanks", () => {
    expect(endIn(survey, { age: 40, score: 3 })).toEqual({ why: "complete", id: "sorry", text: "Sorry", link: "/help" })
    expect(endIn(survey, { age: 40, score: 9 })).toEqual({ why: "complete", text: "Thanks" })
  })

  it("early for whoever is not meant, also when an answer is changed later", () => {
    expect(endIn(survey, { age: 17 })).toMatchObject({ why: "screened-out", id: "young" })
    expect(endIn(survey, { age: 17, score: 9 })).toMatchObject({ why: "screened-out" })
    expect(endIn(survey, { age: 18 })).toBe("score")
  })

  it("for those of whom there are enough, and for nobody else", () => {
    expect(endIn(survey, { age: 70 }, { full: ["old"] })).toEqual({ why: "quota-full", id: "old", text: "Enough" })
    expect(endIn(survey, { age: 70 })).toBe("score")
    expect(endIn(survey, { age: 60 }, { full: ["old"] })).toBe("score")
  })
})

describe("what the profile knows", () => {
  const survey = defineSurvey(
    "known",
    (s) =>
      s
        .ask("plan", choice("?", ["free", "pro"]), { trait: "plan" })
        .ask("why", openText("?"), { when: (a) => a.plan.is("pro") }),
    { within: "2 days" },
  )

  it("is not asked, and decides like an answer; what the question would not take is asked", () => {
    const known = knownAnswers(survey, { plan: "pro", other: 1 })
    expect(known).toEqual({ plan: "pro" })
    expect(begin(survey, { id: "r", at: 0, known })).toMatchObject({ question: "why", known: ["plan"] })
    expect(knownAnswers(survey, { plan: "gold" })).toEqual({})
  })

  it("and a response can be answered until its time is over", () => {
    const expiresAt = expiryOf(survey, 1_000)
    expect(expiresAt).toBe(1_000 + 2 * 86_400_000)
    const response = begin(survey, { id: "r", at: 1_000, ...(expiresAt !== undefined && { expiresAt }) })
    expect([isExpired(response, 2 * 86_400_000 + 999), isExpired(response, 2 * 86_400_000 + 1_000)]).toEqual([
      false,
      true,
    ])
    expect(isExpired(begin(order, { id: "r", at: 0 }), 1e15)).toBe(false)
  })
})
