import { describe, expect, it } from "vitest"
import { fieldsOf } from "../../packages/core/src/assembly/survey-page/given.ts"
import type { Question } from "../../packages/core/src/survey/question.ts"
import { aSurveyHouse, everyAnswer, everyKind } from "./a-survey.ts"

const ana = "email:ana@example.com"

const begun = async () => {
  const house = aSurveyHouse([everyKind])
  const { escucha, pathOf } = house
  const asking = await escucha.surveys.ask(ana, "everyKind", { via: "mail" })
  if (asking.status !== "asked") expect.fail("nobody was asked")
  const link = pathOf(await escucha.surveys.link(ana, asking.response))
  const responses = async () => await escucha.surveys.responses(ana)
  return { ...house, link, responses, response: asking.response }
}

/** The question that a page asks. */
const questionOn = (page: string) => /name="question" value="(\w+)"/.exec(page)?.[1]

const formOf = (question: Question, value: unknown): [string, string][] => [
  ["do", value === null ? "skip" : "answer"],
  ["question", question.id],
  ...fieldsOf(question, value).flatMap(([field, values]) => values.map((each): [string, string] => [field, each])),
  ...(question.kind === "panel" ? [["people#shown", "people.1.age"] as [string, string]] : []),
]

describe("the page of a survey", () => {
  it("asks every kind of question without a script, and takes what the form says", async () => {
    const { escucha, link, open, send, responses } = await begun()
    let path = link
    for (;;) {
      const { status, page } = await open(path)
      const question = everyKind.questions.find(({ id }) => id === questionOn(page))
      if (!question) break
      expect([question.id, status]).toEqual([question.id, 200])
      const value = everyAnswer[question.id as keyof typeof everyAnswer] // the answers are by the ids of the questions
      const taken = await send(path, formOf(question, value))
      expect([question.id, taken.status, /class="problem"[^]*?<\/p>/.exec(taken.page)?.[0]]).toEqual([
        question.id,
        303,
        undefined,
      ])
      path = taken.next ?? path
    }
    expect((await open(path)).page).toContain("Thank you for everything.")
    const [response] = await responses()
    expect(response?.answers).toEqual(everyAnswer)
    expect(response?.question).toBeNull()
    await escucha.close()
  })
})
