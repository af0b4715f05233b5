import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createTopicCounter, type TopicAnswer } from "../../src/insight/topic-figures.ts"
import { csat, defineSurvey, nps } from "../../src/index.ts"

const { questions } = defineSurvey("visit", (s) => s.ask("score", nps("Score?")).ask("happy", csat("Happy?")))
const [score, happy] = questions

const figuresOf = (answers: readonly TopicAnswer[], minimum = 1, question: typeof score = score) => {
  const counter = createTopicCounter(question)
  for (const answer of answers) counter.count(answer)
  return counter.figures({ confidence: 0.95, minimum })
}

const times = (n: number, answer: TopicAnswer): readonly TopicAnswer[] => Array.from({ length: n }, () => answer)

describe("what is said of a topic", () => {
  it("is how many speak of it, how they feel and what score they give, each with how far it may be off", () => {
    const { topics, none } = figuresOf([
      ...times(6, { topics: ["delivery"], feeling: -0.5, score: 2 }),
      ...times(2, { topics: ["delivery", "price"], feeling: 0.1, score: 10 }),
      ...times(12, { topics: [], feeling: 0.4, score: 9 }),
    ])
    expect(topics).toMatchObject([
      {
        topic: "delivery",
        n: 8,
        share: { value: 0.4, n: 20 },
        feeling: { value: -0.35, n: 8 },
        score: { figure: "nps", value: -50, n: 8 },
      },
      { topic: "price", n: 2, share: { value: 0.1 }, score: { value: 100, n: 2 } },
    ])
    const [first] = topics
    // Wilson's interval of 8 in 20
    expect(first?.share?.low).toBeCloseTo(0.2188, 4)
    expect(first?.share?.high).toBeCloseTo(0.6134, 4)
    expect(first?.feeling?.low).toBeLessThan(-0.35)
    expect(none).toMatchObject({ value: 0.6, n: 20 })
  })

  it("has the score of the question that gives one, and of those who gave one", () => {
    const answers = [
      ...times(3, { topics: ["price"], feeling: 0, score: 5 }),
      ...times(1, { topics: ["price"], feeling: 0, score: 2 }),
      ...times(4, { topics: ["price"], feeling: 0 }),
    ]
    expect(figuresOf(answers, 1, happy).topics).toMatchObject([
      { n: 8, score: { figure: "top-two", value: 0.75, n: 4 } },
    ])
    const plain = createTopicCounter()
    for (const answer of answers) plain.count(answer)
    expect(plain.figures({ confidence: 0.95, minimum: 1 }).topics[0]?.score).toBeNull()
  })

  it("counts an answer once, however often it names a topic", () => {
    expect(figuresOf([{ topics: ["price", "price"], feeling: 0 }]).topics[0]?.n).toBe(1)
  })
})

describe("what is confidential of topics", () => {
  const said = (n: number, ...topics: readonly string[]) => times(n, { topics, feeling: 0, score: 7 })

  it("is not told of few", () => {
    const { topics } = figuresOf([...said(4, "rare"), ...said(9, "often"), ...said(20)], 5)
    expect(topics.map(({ topic, withheld, n }) => [topic, withheld, n])).toEqual([
      ["often", false, 9],
      ["rare", true, null],
    ])
  })

  it("is no score that another one, or that of all, could be taken from", () => {
    const scores = (answers: readonly TopicAnswer[]) =>
      figuresOf(answers, 5).topics.map(({ topic, score: figure }) => [topic, figure !== null])
    // all but two speak of it: all less it would be those two
    expect(scores([...said(20, "often"), ...said(2)])).toEqual([["often", false]])
    // "late" and one more are "delivery": one less the other would be that one
    expect(scores([...said(10, "delivery", "late"), ...said(1, "delivery"), ...said(20)])).toEqual([
      ["delivery", true],
      ["late", false],
    ])
    expect(scores([...said(10, "delivery", "late"), ...said(6, "delivery"), ...said(20)])).toEqual([
      ["delivery", true],
      ["late", true],
    ])
  })

  it("tells of no group of fewer, whatever is said", () => {
    const answer = fc.record({
      topics: fc.uniqueArray(fc.constantFrom<string>("a", "b", "c", "d")),
      score: fc.integer({ min: 0, max: 10 }),
      feeling: fc.constant(0),
    })
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 60 }), (answers) => {
        const told = figuresOf(answers, 5).topics.filter((topic) => topic.score !== null)
        const groups = told.map(({ topic }) => answers.map(({ topics }) => topics.includes(topic)))
        const all = answers.map(() => true)
        for (const one of [all, ...groups])
          for (const other of [all, ...groups]) {
            const apart = one.filter((isIn, place) => isIn && !other[place]).length
            expect(apart === 0 || apart >= 5).toBe(true)
          }
      }),
      { numRuns: 3_000 },
    )
  })
})
