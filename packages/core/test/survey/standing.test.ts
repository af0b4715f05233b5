import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { next, relevant } from "../../src/survey/engine.ts"
import { standing } from "../../src/survey/standing.ts"
import { aDefinition } from "./a-definition.ts"
import { postPurchase } from "./post-purchase.ts"

describe("where somebody stands in a survey", () => {
  it("is at the question that waits, with those behind them in order", () => {
    const { next: step, trail, progress } = standing(postPurchase, {})
    expect([step, trail, progress]).toEqual([next(postPurchase, {}), [], 0])
  })

  it("is at a question that they went back to, as it was asked the first time", () => {
    fc.assert(
      fc.property(aDefinition(), fc.integer({ min: 0, max: 2 ** 31 }), fc.nat(), (definition, seed, pick) => {
        // every question is passed over: so each is asked as it would be
        const answers: Record<string, unknown> = {}
        const asked: unknown[] = []
        for (let step = next(definition, answers, { seed }); "question" in step;) {
          asked.push(step.question)
          answers[step.question.id] = null
          step = next(definition, answers, { seed })
        }
        const { trail, progress } = standing(definition, answers, { seed })
        expect(trail).toEqual(Object.keys(relevant(definition, answers, { seed })))
        expect(progress).toBe(1)
        const at = trail[pick % Math.max(1, trail.length)]
        if (at === undefined) return
        const back = standing(definition, answers, { seed, at })
        expect(back.next).toEqual({ question: asked[trail.indexOf(at)] })
        expect(back.trail).toEqual(trail.slice(0, trail.indexOf(at)))
        expect(back.progress).toBeLessThan(1)
      }),
      { numRuns: 3_000 },
    )
  })

  it("does not lead back to what was known before", () => {
    const [first] = postPurchase.questions
    const id = first?.id ?? ""
    expect(standing(postPurchase, { [id]: 10 }, { known: [id] }).trail).toEqual([])
    expect(standing(postPurchase, { [id]: 10 }).trail).toEqual([id])
  })
})
