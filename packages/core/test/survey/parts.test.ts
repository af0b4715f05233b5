import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { panel } from "../../src/survey/builder.ts"
import type { Answer } from "../../src/survey/answer.ts"
import { hold } from "../../src/survey/hold.ts"
import { partOf } from "../../src/survey/parts.ts"
import type { Question } from "../../src/survey/question.ts"
import { contact } from "../../src/survey/question-form.ts"
import { choices, matrix, ranking } from "../../src/survey/question-list.ts"
import { number } from "../../src/survey/question-scale.ts"
import { text } from "../../src/survey/question-words.ts"
import { fakeAnswer } from "../../src/testing/survey/fake-answer.ts"
import { partOfAnswer } from "../../src/testing/survey/dialogue.ts"
import { drawing } from "../../src/survey/seed.ts"
import { aQuestion } from "./a-question.ts"

const asked = (draft: { readonly kind: string }, more: object = {}): Question =>
  ({ ...draft, id: "q", required: true, ...more }) as Question // a draft of a kind, in its place

/** Answers one part after the other; what was asked, and the whole. */
const through = (question: Question, answers: readonly Answer[]) => {
  const ids: string[] = []
  let draft: unknown
  for (const answer of answers) {
    const part = partOf(question, draft)
    ids.push(part.question.id)
    const taken = part.take(answer)
    if ("value" in taken) return { ids, value: taken.value }
    ;({ draft } = taken)
  }
  return { ids, waits: partOf(question, draft).question.id }
}

describe("a question of several steps", () => {
  it("is asked row by row, place by place", () => {
    expect(through(asked(matrix("?", ["speed", "care"], ["bad", "good"])), ["bad", "good"])).toEqual({
      ids: ["q.speed", "q.care"],
      value: { speed: "bad", care: "good" },
    })
    expect(through(asked(ranking("?", ["a", "b", "c"])), ["b", "a"])).toEqual({
      ids: ["q.1", "q.2"],
      value: ["b", "a", "c"],
    })
  })

  it("that may be passed over is passed over at its beginning", () => {
    const optional = { required: false }
    expect(through(asked(matrix("?", ["speed"], ["bad"]), optional), [null])).toMatchObject({ value: null })
    const people = panel("?", (s) => s.ask("name", text("?")).ask("tags", choices("?", ["a", "b"])))
    expect(partOf(asked(people, optional), undefined).question.required).toBe(false)
    expect(through(asked(people, optional), [null])).toMatchObject({ value: null })
    expect(partOf(asked(people), undefined).question.required).toBe(true)
    const open = panel("?", (s) => s.ask("age", number("?")), { least: 0 })
    expect(through(asked(open, optional), [null])).toMatchObject({ value: null })
    expect(partOf(asked(people, optional), { whole: [], open: { answers: { name: "Ana" } } }).question.required).toBe(
      true,
    )
  })

  it("a contact is passed over until something of it is given", () => {
    const draft = contact("?", ["company", "name", "city"], { optional: ["company", "city"] })
    expect(through(asked(draft, { required: false }), [null, null])).toEqual({
      ids: ["q.company", "q.name"],
      value: null,
    })
    const given = partOf(asked(draft, { required: false }), { company: "A Company" })
    expect([given.question.id, given.question.required]).toEqual(["q.name", true])
    expect(through(asked(draft), [null, "Ana", null])).toMatchObject({ value: { name: "Ana" } })
    const loose = contact("?", ["city"], { optional: ["city"] })
    expect(through(asked(loose, { required: false }), [null])).toMatchObject({ value: null })
    expect(through(asked(loose), [null])).toMatchObject({ value: {} })
  })

  it("comes to the answer that a page would give, whatever the question", () => {
    const answered = (question: Question, meant: Answer, draft: unknown, steps = 500): Answer | undefined => {
      const part = partOf(question, draft)
      const answer = partOfAnswer(question, part.question.id, meant)
      expect("value" in hold(part.question, answer)).toBe(true)
      const taken = part.take(answer)
      if ("value" in taken) return taken.value
      expect(structuredClone(taken.draft)).toEqual(taken.draft)
      return steps === 0 ? undefined : answered(question, meant, taken.draft, steps - 1)
    }
    fc.assert(
      fc.property(aQuestion(), fc.nat(), (question, seed) => {
        const meant = fakeAnswer(question, drawing(seed)) ?? null
        expect(answered(question, meant, undefined)).toEqual(meant)
      }),
      { numRuns: 3000 },
    )
  })
})
