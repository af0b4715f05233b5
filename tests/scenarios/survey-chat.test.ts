import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import type { Survey } from "../../packages/core/src/survey/definition.ts"
import { file } from "../../packages/core/src/survey/question-form.ts"
import { choice, matrix, ranking } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText, text } from "../../packages/core/src/survey/question-words.ts"
import { aHouse, factsOf, type HouseOptions, type TestHouse } from "../support/house.ts"

const visit = defineSurvey("visit", (s) =>
  s
    .say("hello", { es: "Dos minutos, {name|amiga}.", en: "Two minutes, {name|friend}." })
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("fix", choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["delivery", "price"]), {
      when: (answers) => answers.score.atMost(6),
    })
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { required: false })
    .end("sad", { es: "Lo sentimos.", en: "We are sorry." }, { when: (answers) => answers.score.atMost(6) })
    .thank({ es: "Gracias.", en: "Thank you." }),
)

const asked = async (survey: Survey, options: HouseOptions = {}) => {
  const house = await aHouse({ surveys: [survey], ...options })
  await house.writes("hi", { language: "en" })
  await house.answers("Hello.")
  await house.escucha.surveys.ask("tel:ana", survey, { id: "visit-1" })
  await house.escucha.settled()
  return house
}

const lines = (house: TestHouse) => house.texts().map((said) => said.split("\n"))
const answersIn = async (house: TestHouse) => (await house.escucha.surveys.responses("tel:ana"))[0]?.answers

describe("a survey in a chat", () => {
  it("says what is only to be read together with the question behind it, with the customer's name", async () => {
    const house = await asked(visit)
    await house.escucha.customers.identify("tel:ana", {})
    expect(lines(house).at(-1)?.slice(0, 2)).toEqual(["Two minutes, friend.", "Would you recommend us?"])
    expect(house.texts()).toHaveLength(2)
  })

  it("ends with the words that are meant for these answers", async () => {
    const house = await asked(visit)
    await house.writes("3")
    await house.writes("price")
    await house.writes("skip")
    expect(house.texts().at(-1)).toBe("We are sorry.")
    expect(await answersIn(house)).toEqual({ hello: null, score: 3, fix: "price", why: null })
  })

  it("asks a number beyond the scale again, kindly and at most twice; then it waits", async () => {
    const house = await asked(visit)
    await house.writes("11")
    expect(lines(house).at(-1)?.slice(0, 2)).toEqual([
      "Thank you. Please answer with a whole number from 0 to 10.",
      "Would you recommend us?",
    ])
    expect((await house.escucha.conversations.unanswered()).items).toEqual([])
    await house.writes("12")
    const said = house.texts().length
    await house.writes("13")
    expect(house.texts()).toHaveLength(said)
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1)
    await house.writes("9")
    expect(await answersIn(house)).toMatchObject({ score: 9 })
  })

  it("takes an ordinary message for no answer, whatever numbers are in it", async () => {
    const house = await asked(visit)
    const said = house.texts().length
    await house.writes("I ordered 11 of them on Monday")
    expect(house.texts()).toHaveLength(said)
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1)
  })

  it.each(["back", "Atrás", "volver."])(
    "goes back to the question before at %j, and keeps what was answered",
    async (word) => {
      const house = await asked(visit)
      await house.writes("3")
      await house.writes("price")
      await house.writes(word)
      expect(lines(house).at(-1)?.[0]).toBe("What should we fix?")
      expect(await answersIn(house)).toMatchObject({ score: 3, fix: "price" })
      await house.writes(word)
      expect(lines(house).at(-1)?.[0]).toBe("Would you recommend us?")
      await house.writes("10")
      expect(lines(house).at(-1)?.[0]).toBe("Why?")
      await house.writes("they were quick")
      expect(house.texts().at(-1)).toBe("Thank you.")
      expect((await factsOf(house, "tel:ana", "question-answered")).map(({ data }) => data.value)).toEqual([
        null,
        3,
        "price",
        10,
        "they were quick",
      ])
    },
  )

  it("asks a matrix row by row and a ranking place by place, and a step back takes half an answer back first", async () => {
    const parts = defineSurvey("parts", (s) =>
      s
        .ask("service", matrix("How were they?", ["speed", "words"], ["good", "bad"]))
        .ask("order", ranking("What matters?", ["price", "speed", "words"]))
        .thank("Thanks."),
    )
    const house = await asked(parts)
    await house.writes("good")
    await house.writes("back")
    expect(lines(house).at(-1)?.slice(0, 2)).toEqual(["How were they?", "speed"])
    await house.writes("bad")
    await house.writes("good")
    await house.writes("speed")
    await house.writes("words")
    expect(house.texts().at(-1)).toBe("Thanks.")
    expect(await answersIn(house)).toEqual({
      service: { speed: "bad", words: "good" },
      order: ["speed", "words", "price"],
    })
  })

  it("takes a file that is sent while it asks for one, and says kindly what it cannot take", async () => {
    const photo = defineSurvey("photo", (s) =>
      s.ask("photo", file("A photo of it?", { accept: ["image/*"], maxBytes: 1000 })).thank("Thanks."),
    )
    const house = await asked(photo)
    const attached = (type: string, size: number) => ({
      attachments: [{ kind: "file" as const, url: "https://files.example.com/1", type, size, name: "it" }],
    })
    await house.writes("", attached("application/pdf", 10))
    expect(lines(house).at(-1)?.[0]).toBe("Thank you. These are accepted: image/*.")
    await house.writes("here", attached("image/jpeg", 900))
    expect(house.texts().at(-1)).toBe("Thanks.")
    expect(await answersIn(house)).toEqual({
      photo: [{ media: "https://files.example.com/1", type: "image/jpeg", bytes: 900, name: "it" }],
    })
  })

  it("hears a stop in a line that asks for words, and does not take it for an answer", async () => {
    const line = defineSurvey("line", (s) => s.ask("town", text("Which town?")).thank("Thanks."))
    const house = await asked(line)
    await house.writes("STOP")
    expect(await factsOf(house, "tel:ana", "opted-out")).toHaveLength(1)
    expect(await answersIn(house)).toEqual({})
  })

  it("ends at once for whoever is not meant, and hears nothing more of it", async () => {
    const meant = defineSurvey("meant", (s) =>
      s
        .ask("has", choice("Do you have a dog?", ["yes", "no"]))
        .ask("name", text("What is it called?"))
        .end("not-meant", "This one is about dogs.", { when: (a) => a.has.is("no"), early: true }),
    )
    const house = await asked(meant)
    await house.writes("no")
    expect(house.texts().at(-1)).toBe("This one is about dogs.")
    const [response] = await house.escucha.surveys.responses("tel:ana")
    expect(response).toMatchObject({ ended: "screened-out", question: null })
    const late = { survey: "meant", response: response?.id ?? "", question: "has", value: "yes" } as const
    await expect(house.escucha.surveys.answer("tel:ana", late)).rejects.toThrow("response: This survey is over for you")
  })
})
