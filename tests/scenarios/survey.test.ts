import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { aHouse, factsOf } from "../support/house.ts"

const survey = defineSurvey("visit", (s) =>
  s
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: (answers) => answers.score.lessThan(9) })
    .thank({ es: "Gracias.", en: "Thank you." }),
)

const contact = { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" } as const

describe("a survey in a chat", () => {
  it("is asked, answered in the customer's words and thanked for", async () => {
    const house = await aHouse({ surveys: [survey] })
    await house.writes("hola, todo bien", { language: "es" })
    await house.answers("Me alegro.")
    expect(await house.escucha.surveys.ask("tel:ana", survey, { id: "visit-1" })).toMatchObject({ status: "asked" })
    await house.escucha.settled()
    await house.writes("un 6, creo")
    await house.writes("tardó mucho")
    expect(house.texts().map((text) => text.split("\n")[0])).toEqual([
      "Me alegro.",
      "¿Nos recomendarías?",
      "¿Por qué?",
      "Gracias.",
    ])
    expect((await factsOf(house, "tel:ana", "survey-answered")).map(({ data }) => data.answers)).toEqual([
      { score: 6, why: "tardó mucho" },
    ])
    expect((await house.escucha.conversations.unanswered()).items).toEqual([])
  })

  it("skips the question that the answer makes needless", async () => {
    const house = await aHouse({ surveys: [survey] })
    await house.writes("hello", { language: "en" })
    await house.escucha.surveys.ask("tel:ana", "visit")
    await house.escucha.settled()
    await house.writes("10")
    expect((await factsOf(house, "tel:ana", "survey-answered")).map(({ data }) => data.answers)).toEqual([
      { score: 10 },
    ])
    expect(house.texts().at(-1)).toBe("Thank you.")
  })

  it("is no answer to the customer: who asked something before still waits", async () => {
    const house = await aHouse({ surveys: [survey] })
    await house.writes("¿dónde está mi pedido?")
    await house.escucha.surveys.ask("tel:ana", survey)
    await house.escucha.settled()
    await house.writes("9")
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1)
  })

  it("that waits for the morning is not put to somebody who has answered it on a page meanwhile", async () => {
    const house = await aHouse({ at: "2026-06-01T22:00:00+02:00", contact, surveys: [survey] })
    const asking = await house.escucha.surveys.ask("tel:ana", survey, { id: "visit-1" })
    if (asking.status !== "asked") throw new TypeError("the survey was not asked")
    const answer = { survey: "visit", response: asking.response } as const
    await house.escucha.surveys.answer("tel:ana", { ...answer, question: "score", value: 9 })
    await house.waits("2026-06-02T12:00:00+02:00")
    expect(house.texts()).toEqual([])
    expect((await factsOf(house, "tel:ana", "delivery-changed")).map(({ data }) => data.delivery)).toEqual([
      { status: "withheld", because: "expired" },
    ])
  })

  it("that we start at night waits until nine; its next question follows at once, whenever the customer answers", async () => {
    const house = await aHouse({ at: "2026-06-01T22:00:00+02:00", contact, surveys: [survey] })
    await house.escucha.surveys.ask("tel:ana", survey)
    await house.waits("2026-06-02T08:59:00+02:00")
    expect(house.texts()).toEqual([])
    await house.waits("2026-06-02T23:30:00+02:00")
    await house.writes("3")
    expect(house.texts()).toHaveLength(2)
  })

  it("hears a stop in place of an answer", async () => {
    const house = await aHouse({ surveys: [survey] })
    await house.escucha.surveys.ask("tel:ana", survey)
    await house.escucha.settled()
    await house.writes("STOP")
    await house.writes("7")
    expect(await factsOf(house, "tel:ana", "opted-out")).toHaveLength(1)
    expect(house.texts()).toHaveLength(2) // the question, and the confirmation of the stop
  })
})
