import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { choice } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { aHouse, factsOf, type TestHouse } from "../support/house.ts"

const contact = { surveys: { atMost: "unlimited" } } as const

const asked = async (house: TestHouse, survey: string, more: object = {}) => {
  const asking = await house.escucha.surveys.ask("tel:ana", survey, more)
  if (asking.status !== "asked") throw new TypeError("it was not asked")
  await house.escucha.settled()
  return asking.response
}

const waitingFor = async ({ escucha }: TestHouse) => (await escucha.conversations.unanswered()).items.length

const lasting = () => ({ ...memoryStore<Stored>(), close: async () => {} })

/** The same memory in the house of the next release, with these surveys. */
const nextRelease = ({ escucha: { store } }: TestHouse, surveys: readonly object[], more: object = {}) =>
  aHouse({ contact, ...more, surveys: surveys as never, store })

describe("a survey that goes on on a page", () => {
  const visit = defineSurvey("visit", (s) =>
    s
      .ask("score", nps("Which score?"))
      .say("now", "Now in your own words.")
      .ask("why", openText("Why?"))
      .thank("Thanks."),
  )

  it("that was never put in a chat is not answered by what is written there", async () => {
    const house = await aHouse({ surveys: [visit], contact })
    await house.writes("hello", { language: "en" })
    await house.answers("Hello!")
    const given = { survey: "visit", response: "web:1" } as const
    await house.escucha.surveys.answer("tel:ana", { ...given, question: "score", value: 3 })
    await house.escucha.surveys.answer("tel:ana", { ...given, question: "now" as never, value: null as never })
    await house.writes("Where is my parcel?")
    expect(await waitingFor(house)).toBe(1)
    expect((await house.escucha.surveys.responses("tel:ana"))[0]).toMatchObject({
      question: "why",
      answers: { score: 3 },
    })
  })

  it("where something is only to be read there, a message is no answer to it", async () => {
    const house = await aHouse({
      surveys: [
        defineSurvey("two", (s) =>
          s
            .ask("score", nps("Which score?"))
            .say("now", "And the last one.")
            .ask("again", nps("And now?"))
            .thank("Thanks."),
        ),
      ],
      contact,
    })
    await house.writes("hello", { language: "en" })
    await house.answers("Hello!")
    const response = await asked(house, "two")
    await house.escucha.surveys.answer("tel:ana", { survey: "two", response, question: "score", value: 3 })
    await house.writes("Where is my parcel?")
    expect(await waitingFor(house)).toBe(1)
    expect((await house.escucha.surveys.responses("tel:ana"))[0]?.answers).toEqual({ score: 3 })
    // what can only mean an answer is one to the question behind it
    await house.writes("9")
    expect((await house.escucha.surveys.responses("tel:ana"))[0]).toMatchObject({
      question: null,
      answers: { score: 3, now: null, again: 9 },
    })
  })

  it("is reminded of with what is only to be read and the question behind it", async () => {
    const house = await aHouse({ surveys: [visit], contact })
    await house.writes("hello", { language: "en" })
    const response = await asked(house, "visit", { remind: ["3 days"] })
    await house.escucha.surveys.answer("tel:ana", { survey: "visit", response, question: "score", value: 3 })
    await house.waits("2026-06-04T12:00:01+02:00")
    expect(house.texts().at(-1)?.split("\n")).toEqual(["A reminder:", "Now in your own words.", "Why?"])
  })
})

describe("a survey of which a newer version was published", () => {
  const before = defineSurvey("visit", (s) => s.ask("stars", nps("How many?")).ask("why", openText("Why?")))

  it("reminds of the question that waits now, and what answers it is taken for that", async () => {
    const after = defineSurvey(
      "visit",
      (s) => s.ask("score", nps("Which score?")).ask("again", nps("And now?")).thank("Thanks."),
      {
        migrations: [{ from: before.version, changes: [{ change: "rename", question: "stars", to: "score" }] }],
      },
    )
    const first = await aHouse({ surveys: [before], store: lasting(), contact })
    await first.writes("hi", { language: "en" })
    await asked(first, "visit", { remind: ["3 days"] })
    await first.writes("7")
    await first.escucha.close()
    const second = await nextRelease(first, [after])
    await second.waits("2026-06-04T12:00:01+02:00")
    expect(second.texts().at(-1)?.split("\n").slice(0, 2)).toEqual(["A reminder:", "And now?"])
    await second.writes("9", { id: "n1" })
    expect((await second.escucha.surveys.responses("tel:ana"))[0]).toMatchObject({
      answers: { score: 7, again: 9 },
      question: null,
    })
  })

  it("that asks nothing more of them is completed with the next answer, once", async () => {
    const incentives = { coffee: { text: "A coffee: KAFFA", atMost: 9 } }
    const after = defineSurvey("visit", (s) => s.ask("stars", nps("How many?")).thank("Thanks."))
    const first = await aHouse({ surveys: [before], store: lasting(), contact, incentives })
    await first.writes("hi", { language: "en" })
    const response = await asked(first, "visit", { incentive: { name: "coffee", give: "after" } })
    await first.writes("7")
    const second = await nextRelease(first, [after], { incentives })
    for (const value of [8, 9] as const)
      await second.escucha.surveys.answer("tel:ana", {
        survey: "visit",
        response,
        question: "stars" as never,
        value: value as never,
      })
    expect((await factsOf(second, "tel:ana", "survey-answered")).map(({ data }) => data.answers)).toEqual([
      { stars: 8 },
    ])
    expect(await factsOf(second, "tel:ana", "incentive-given")).toHaveLength(1)
  })
})

describe("two surveys that wait in one chat", () => {
  it("a button of one of them never answers the other, also where their questions have the same name", async () => {
    const fix = (name: string, text: string) =>
      defineSurvey(name, (s) => s.ask("fix", choice(text, ["delivery", "price"])).thank("Thanks."))
    const house = await aHouse({ surveys: [fix("shop", "In the shop?"), fix("web", "On the web?")], contact })
    await house.writes("hi", { language: "en" })
    const one = await asked(house, "shop")
    await house.waits("2026-06-01T12:10:00+02:00")
    const two = await asked(house, "web")
    const shop = house.chat.delivered.at(-2)?.id
    await house.writes("delivery", { choice: "delivery", repliesTo: `fake-${shop}` })
    const responses = await house.escucha.surveys.responses("tel:ana")
    expect(responses.find(({ id }) => id === two)).toMatchObject({ question: "fix", answers: {} })
    expect(responses.find(({ id }) => id === one)?.question).toBe("fix")
  })
})
