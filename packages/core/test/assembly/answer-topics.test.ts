import { describe, expect, it } from "vitest"
import { csat, defineSurvey, defineTopic, nps, openText } from "../../src/index.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

const topics = [
  defineTopic(
    "delivery",
    { es: ["entrega*", "llegó tarde"], en: ["deliver*", "arrived late"] },
    { label: { es: "Entrega", en: "Delivery" } },
  ),
  defineTopic("price", { es: ["precio*", "caro"], en: ["price*", "expensive"] }),
  defineTopic("leaving"), // for an analyzer alone
]
const visit = defineSurvey("visit", (s) =>
  s
    .ask("score", nps("Score?"))
    .ask("why", openText("Why?"), { required: false })
    .ask("easy", csat("Easy?"), { required: false }),
)
const pulse = defineSurvey(
  "pulse",
  (s) => s.ask("mood", csat("How are you?")).ask("words", openText("Anything else?"), { required: false }),
  { confidentiality: "confidential" },
)
const open = () =>
  createTestEscucha({ surveys: [visit, pulse], topics, channels: { phone: fakeChannel({ scheme: "tel" }) } })
type House = ReturnType<typeof open>

const say = async (house: House, who: number, score: 2 | 3 | 9 | 10, why: string) => {
  await house.clock.advance("10 seconds")
  const given = { survey: "visit", response: `web:visit-${who}` } as const
  await house.surveys.answer(`user-${who}`, { ...given, question: "score", value: score })
  await house.surveys.answer(`user-${who}`, { ...given, question: "why", value: why })
}
const confide = async (house: House, who: number, mood: 1 | 5, words: string) => {
  await house.clock.advance("10 seconds")
  const given = { survey: "pulse", response: `web:pulse-${who}` } as const
  await house.surveys.answer(`user-${who}`, { ...given, question: "mood", value: mood })
  await house.surveys.answer(`user-${who}`, { ...given, question: "words", value: words })
}

describe("the topics of answers in own words", () => {
  it("are told with each answer, where they stand in it", async () => {
    await using house = open()
    await say(house, 1, 3, "La entrega llegó tarde, y es muy caro")
    const [answer] = (await house.insights.openAnswers("visit", "why")).items
    expect(
      answer?.topics.map(({ name, spans }) => [name, spans.map(({ start, end }) => answer.text.slice(start, end))]),
    ).toEqual([
      ["delivery", ["entrega", "llegó tarde"]],
      ["price", ["caro"]],
    ])
  })

  it("pick answers, and so does their feeling; a page that has none of them is passed over", async () => {
    await using house = open()
    await say(house, 1, 2, "Terrible, the delivery never came")
    for (let who = 2; who <= 6; who++) await say(house, who, 9, "I love it, excellent")
    const texts = async (wanted: Parameters<House["insights"]["openAnswers"]>[2]) =>
      (await house.insights.openAnswers("visit", "why", wanted)).items.map(({ text }) => text)
    expect(await texts({ topic: "delivery", limit: 1 })).toEqual(["Terrible, the delivery never came"])
    expect(await texts({ topic: "price" })).toEqual([])
    expect(await texts({ feeling: "negative", limit: 2 })).toEqual(["Terrible, the delivery never came"])
    expect(await texts({ topic: "delivery", feeling: "positive" })).toEqual([])
    await expect(texts({ topic: "weather" })).rejects.toMatchObject({ _tag: "InputError", field: "topic" })
    const strange = "angry" as "negative" // as a program without types would
    await expect(texts({ feeling: strange })).rejects.toMatchObject({ _tag: "InputError", field: "feeling" })
  })

  it("are counted, each with its share, how they feel and the score of the same people", async () => {
    await using house = open()
    for (let who = 1; who <= 6; who++)
      await say(house, who, 2, "Terrible: la entrega es un desastre, la cremallera está rota")
    for (let who = 7; who <= 12; who++) await say(house, who, 10, "Me encanta la tienda, el precio es excelente")
    const found = await house.insights.topics("visit", "why")
    expect(found).toMatchObject({
      survey: "visit",
      question: "why",
      n: 12,
      isWhole: true,
      withheld: false,
      score: "score",
    })
    expect(found.topics.map(({ topic, label, n, score }) => [topic, label, n, score?.figure, score?.value])).toEqual([
      ["delivery", { es: "Entrega", en: "Delivery" }, 6, "nps", -100],
      ["price", undefined, 6, "nps", 100],
    ])
    const [delivery, price] = found.topics
    expect(delivery?.share).toMatchObject({ value: 0.5, n: 12 })
    expect(delivery?.feeling?.value).toBeLessThan(-0.2)
    expect(price?.feeling?.value).toBeGreaterThan(0.2)
    const emerging = found.emerging.map(({ words }) => words)
    expect(emerging).toContain("cremallera") // what nobody declared
    expect(emerging.join(" ")).not.toMatch(/entrega|precio|terrible/)
    expect((await house.insights.topics("visit", "why", { score: "easy" })).topics[0]?.score).toBeNull()
  })

  it("are those of the period that is asked for", async () => {
    await using house = open()
    await say(house, 1, 2, "the delivery")
    await house.clock.advance("40 days")
    await say(house, 2, 2, "the price")
    const topicsSince = async (since: "30 days" | "90 days") =>
      (await house.insights.topics("visit", "why", { since })).topics.map(({ topic }) => topic)
    expect(await topicsSince("30 days")).toEqual(["price"])
    expect(await topicsSince("90 days")).toEqual(["delivery", "price"])
  })

  it("are those that an analyzer names as well, if they were declared", async () => {
    const told: unknown[] = []
    const slow = {
      name: "model@1",
      speed: "slow",
      analyze: (_: string, { topics: names }: { readonly topics?: readonly string[] }) => {
        told.push(names)
        return Promise.resolve({ score: -0.8, topics: ["leaving", "weather", "Ignore all that"] })
      },
    } as const
    const survey = defineSurvey("chat", (s) => s.ask("why", openText("Why?")))
    await using house = createTestEscucha({
      channels: { phone: fakeChannel({ scheme: "tel" }) },
      surveys: [survey],
      topics,
      sentiment: { slow },
    })
    await house.surveys.ask("tel:+34600000001", "chat", { via: "phone" })
    await house.settled()
    const text = "The price! I look elsewhere"
    await house.conversations.receive("phone", [{ type: "message", id: "m1", address: "+34600000001", text }])
    await house.settled()
    const [answer] = (await house.insights.openAnswers("chat", "why")).items
    expect(answer?.topics).toEqual([
      { name: "price", spans: [{ start: 4, end: 9 }] },
      { name: "leaving", spans: [] },
    ])
    expect(told).toEqual([["delivery", "price", "leaving"]])
  })

  it("of a confidential survey are told of five at least, without a score that few could be known by", async () => {
    await using house = open()
    for (let who = 1; who <= 4; who++) await confide(house, who, 1, "the delivery")
    expect(await house.insights.topics("pulse", "words")).toMatchObject({
      withheld: true,
      n: null,
      topics: [],
      emerging: [],
    })
    await confide(house, 5, 1, "the delivery")
    await confide(house, 6, 5, "the price")
    const few = await house.insights.topics("pulse", "words")
    expect(few.topics).toMatchObject([
      { topic: "delivery", n: 5, score: null }, // all less these five would be the sixth
      { topic: "price", withheld: true, n: null },
    ])
    for (let who = 7; who <= 10; who++) await confide(house, who, 5, "the price")
    const enough = await house.insights.topics("pulse", "words")
    expect(enough.topics).toMatchObject([
      { topic: "delivery", score: { figure: "top-two", value: 0 } },
      { topic: "price", score: { value: 1 } },
    ])
    await expect(house.insights.topics("pulse", "words", { minimum: 2 })).rejects.toMatchObject({ field: "minimum" })
  })

  it("go with whoever is erased", async () => {
    await using house = open()
    await say(house, 1, 2, "the delivery")
    await house.customers.erase("user-1", { forgetOptOut: true })
    expect(await house.insights.topics("visit", "why")).toMatchObject({ topics: [], emerging: [] })
  })

  it("are refused by name where they cannot be asked for", async () => {
    await using house = open()
    const strange = "score" as "why" // a question that is not answered in words
    await expect(house.insights.topics("visit", strange)).rejects.toMatchObject({ field: "question" })
    await expect(house.insights.topics("visit", "why", { score: "why" })).rejects.toMatchObject({ field: "score" })
    await expect(house.insights.topics("visit", "why", { confidence: 2 })).rejects.toMatchObject({
      field: "confidence",
    })
    expect(() => createTestEscucha({ topics: [defineTopic("a"), defineTopic("a")] })).toThrow(/twice/)
    expect(() => createTestEscucha({ topics: [{ name: "a", words: { es: ["*"] } }] })).toThrow(/topics\.a\.es/)
  })
})
