import { expect, it } from "vitest"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"
import { defineSurvey, nps, openText } from "../../src/index.ts"

const score = defineSurvey("score", (survey) =>
  survey.ask("recommend", nps("Would you recommend us?")).ask("why", openText("Why?")),
)

it("keeps a bounded number of responses that wait, the last ones, however many a page begins", async () => {
  await using escucha = createTestEscucha({ channels: { chat: fakeChannel({ scheme: "tel" }) }, surveys: [score] })
  const begin = async (number: number) => {
    await escucha.clock.advance("1 second")
    await escucha.surveys.answer("tel:ana", {
      survey: "score",
      response: `web:${number}`,
      question: "recommend",
      value: 9,
    })
  }
  for (let number = 0; number < 50; number++) await begin(number)
  const waiting = (await escucha.surveys.responses("tel:ana")).map(({ id }) => id)
  expect(waiting).toEqual(Array.from({ length: 20 }, (_, place) => `web:${place + 30}`))
})
