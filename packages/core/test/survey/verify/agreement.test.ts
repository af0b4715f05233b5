import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkAnswer } from "../../../src/survey/check-answer.ts"
import type { AnyDefinition, Answers } from "../../../src/survey/definition.ts"
import { next } from "../../../src/survey/engine.ts"
import { drawing } from "../../../src/survey/seed.ts"
import type { Diagnostic, DiagnosticCode } from "../../../src/survey/verify/diagnostic.ts"
import { verify } from "../../../src/survey/verify/verify.ts"
import { aDefinition } from "../a-definition.ts"
import { answersTo } from "./answers.ts"

const small = ["nps", "csat", "rating", "choice", "choices", "consent", "ranking", "open-text", "statement"] as const

/** What is seen on every way through a survey that the engine itself goes. */
const gone = (definition: AnyDefinition, most = 500) => {
  const asked = new Set<string>()
  const ends = new Set<string>()
  const stuck = new Set<string>()
  let steps = 0
  const go = (answers: Answers, seed: number): void => {
    if (++steps > most) return
    const step = next(definition, answers, { seed })
    if ("done" in step) {
      ends.add(step.ended.id ?? "thanks")
      return
    }
    const { question } = step
    asked.add(question.id)
    const taken = answersTo(question).filter(
      (value) => !("problem" in checkAnswer(definition, question.id, value, answers, { seed })),
    )
    if (taken.length === 0) stuck.add(question.id)
    for (const value of taken) go({ ...answers, [question.id]: value }, seed)
  }
  // each order of what is mixed, most likely
  for (let seed = 0; seed < (definition.mixed ? 12 : 1); seed++) go({}, seed)
  return steps > most ? undefined : { asked, ends, stuck }
}

const told = (diagnostics: readonly Diagnostic[], code: DiagnosticCode): readonly string[] =>
  diagnostics
    .filter((each) => each.code === code)
    .map(({ question, message }) => question ?? /"(\w+)"/.exec(message)?.[1] ?? "thanks")
    .toSorted()

describe("what verify says of the ways through a survey", () => {
  it("is what the engine does on all of them", () => {
    let compared = 0
    fc.assert(
      fc.property(aDefinition({ of: small, most: 4 }), (definition) => {
        const ways = gone(definition)
        if (!ways) return
        compared += 1
        const ids = definition.questions.map(({ id }) => id)
        // of what compares with an impossible value, that is told instead
        const diagnostics = verify(definition)
        const impossible = diagnostics.filter(({ code }) => code === "impossible-value")
        const isTold = (id: string) =>
          impossible.some(({ question, message }) => question === id || message.includes(id))
        const agrees = (code: DiagnosticCode, seen: readonly string[], isCertain = true) => {
          const said = told(diagnostics, code)
          expect(seen).toEqual(expect.arrayContaining([...said]))
          const certain = isCertain ? seen.filter((id) => !isTold(id)) : []
          expect(said).toEqual(expect.arrayContaining(certain))
        }
        agrees(
          "unreachable-question",
          ids.filter((id) => !ways.asked.has(id)),
        )
        agrees("unanswerable-question", [...ways.stuck])
        const ends = [...(definition.endings ?? []).map(({ id }) => id), ...(definition.endings ? ["thanks"] : [])]
        // somebody may be stuck before the end
        if (ways.stuck.size === 0)
          agrees(
            "unreachable-ending",
            ends.filter((id) => !ways.ends.has(id)),
            // which of what is mixed comes first is not looked at: there verify says less than it could
            !(definition.mixed && definition.endings?.some(({ early }) => early)),
          )
      }),
      { numRuns: 3000 },
    )
    expect(compared).toBeGreaterThan(500)
  })
})

describe("a question that verify calls unreachable", () => {
  it("is asked on no way that somebody goes", () => {
    fc.assert(
      fc.property(aDefinition({ most: 6 }), fc.nat(), (definition, seed) => {
        const unreachable = told(verify(definition), "unreachable-question")
        const draw = drawing(seed)
        const answers: Record<string, unknown> = {}
        for (
          let step = next(definition, answers, { seed });
          "question" in step;
          step = next(definition, answers, { seed })
        ) {
          const { question } = step
          expect(unreachable).not.toContain(question.id)
          const taken = answersTo(question).filter(
            (value) => !("problem" in checkAnswer(definition, question.id, value, answers, { seed })),
          )
          if (taken.length === 0) return
          answers[question.id] = taken[Math.floor(draw() * taken.length)]
        }
      }),
      { numRuns: 3000 },
    )
  })
})
