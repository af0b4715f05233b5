import { expect, it } from "vitest"
import { csat, defineSurvey, nps, openText } from "../../src/index.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

const visit = defineSurvey("visit", (survey) =>
  survey
    .ask("recommend", nps("Would you recommend us?"))
    .ask("satisfied", csat("How was it?"))
    .ask("why", openText("Why?")),
)

/** A chat in which the survey was asked; buttons stay under each of its questions. */
const asked = async () => {
  const chat = fakeChannel({ scheme: "chat" })
  const escucha = createTestEscucha({ channels: { chat }, surveys: [visit] })
  await escucha.start()
  let ids = 0
  const hear = async (text: string, tapped?: { readonly choice: string; readonly repliesTo: string }) => {
    await chat.receive({ type: "message", id: `in-${++ids}`, address: "1", text, ...tapped })
    await escucha.clock.advance("1 second")
  }
  const edit = async (message: string, text: string) => {
    await chat.receive({ type: "edit", id: `edit-${++ids}`, address: "1", message, text })
    await escucha.clock.advance("1 second")
  }
  const question = (number: number) => `fake-${chat.delivered.at(number)?.id}`
  const tap = (value: string, repliesTo: string) => hear(value, { choice: value, repliesTo })
  const answers = async () => (await escucha.surveys.responses("chat:1")).at(-1)?.answers
  await hear("Hello")
  await escucha.surveys.ask("chat:1", visit)
  await escucha.clock.advance("1 second")
  return { escucha, hear, edit, tap, question, answers, first: question(-1) }
}

it("takes a tap for the question that it was made under, and for no other", async () => {
  const { escucha, tap, question, answers, first } = await asked()
  await tap("4", first)
  expect(await answers()).toEqual({ recommend: 4 })
  await tap("4", first) // once more: they are asked something else by now
  expect(await answers()).toEqual({ recommend: 4 })
  const second = question(-1)
  await tap("5", second)
  await tap("5", second)
  expect(await answers()).toEqual({ recommend: 4, satisfied: 5 })
  await escucha.close()
})

it("does not take the correction of an older message for the answer to the question that waits now", async () => {
  const { escucha, hear, answers, edit } = await asked()
  await hear("3")
  await edit("in-2", "4")
  expect(await answers()).toEqual({ recommend: 3 })
  await escucha.close()
})
