import { describe, expect, it } from "vitest"
import { createHouse } from "../../src/assembly/house.ts"
import { settingOf } from "../../src/assembly/options.ts"
import { csat, defineSurvey, openText } from "../../src/index.ts"
import { rebuild } from "../../src/runtime/rebuild.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"
import { answer, open, options, questionOf } from "./a-house-of-surveys.ts"

describe("what is confidential", () => {
  it("is told of five at least, and of no group that could be subtracted", async () => {
    await using house = open()
    const say = async (who: number, plan: "free" | "pro" | undefined, mood: number) => {
      if (plan) await house.customers.identify(`user-${who}`, { plan })
      await answer(house, who, { mood }, "pulse")
    }
    for (let who = 1; who <= 4; who++) await say(who, "free", 5)
    expect(await questionOf(house, "mood", "pulse")).toMatchObject({
      answered: 4,
      withheld: true,
      figures: [],
      distribution: [],
    })
    for (let who = 5; who <= 9; who++) await say(who, "free", 4)
    for (let who = 10; who <= 15; who++) await say(who, "pro", 2)
    const before = await questionOf(house, "mood", "pulse", { by: "plan" })
    expect(before.groups.map(({ group, n, withheld }) => [group, n, withheld])).toEqual([
      ["free", 9, false],
      ["pro", 6, false],
    ])
    await say(16, undefined, 1)
    const { groups, withheld } = await questionOf(house, "mood", "pulse", { by: "plan" })
    expect(withheld).toBe(false)
    // one alone is of no plan; with pro it is hidden, or all less free and pro would be what they said
    expect(groups.map(({ group, n, withheld: isHidden, figures }) => [group, n, isHidden, figures.length])).toEqual([
      ["free", 9, false, 2],
      ["pro", null, true, 0],
      [null, null, true, 0],
    ])
  })

  it("stays so, whatever is asked for", async () => {
    await using house = open()
    await expect(house.insights.survey("pulse", { minimum: 1 })).rejects.toMatchObject({
      _tag: "InputError",
      field: "minimum",
    })
    expect((await house.insights.survey("pulse", { minimum: 10 })).minimum).toBe(10)
    expect((await house.insights.survey("pulse")).minimum).toBe(5)
  })

  it("shows words without who said them, and only where five have", async () => {
    await using house = open()
    for (let who = 1; who <= 4; who++) await answer(house, who, { mood: 3, words: `word ${who}` }, "pulse")
    await answer(house, 5, { mood: 3, words: null }, "pulse")
    expect(await house.insights.openAnswers("pulse", "words")).toEqual({ items: [], withheld: true })
    await answer(house, 6, { mood: 3, words: "word 6" }, "pulse")
    const { items, withheld } = await house.insights.openAnswers("pulse", "words")
    expect(withheld).toBe(false)
    expect(items.map((item) => Object.keys(item))).toEqual(
      Array.from({ length: 5 }, () => ["text", "feeling", "topics"]),
    )
  })
})

describe("what is anonymous", () => {
  const secret = "the-secret-of-a-test-of-32-letters"
  const quiet = defineSurvey(
    "quiet",
    (survey) => survey.ask("mood", csat("How are you?")).ask("more", openText("More?"), { required: false }),
    {
      confidentiality: "anonymous",
    },
  )

  it("is counted by who was asked, and by what was said apart from them, once each", async () => {
    await using house = createTestEscucha({
      secret,
      surveys: [quiet],
      channels: { phone: fakeChannel({ scheme: "tel" }) },
    })
    for (let who = 1; who <= 6; who++) {
      const given = { survey: "quiet", response: `web:quiet-${who}` } as const
      await house.surveys.answer(`user-${who}`, { ...given, question: "mood", value: 4 })
      if (who > 1) await house.surveys.answer(`user-${who}`, { ...given, question: "more", value: `word ${who}` })
      await house.settled()
    }
    await house.surveys.ask("tel:+34600000009", "quiet", { via: "phone" })
    await house.settled()
    const { responses, questions } = await house.insights.survey("quiet")
    expect(responses).toMatchObject({ asked: 7, completed: 5 })
    expect(questions[0]).toMatchObject({
      asked: 6,
      answered: 6,
      stopped: 0,
      figures: [
        { figure: "top-two", value: 1, n: 6 },
        { figure: "mean", value: 4 },
      ],
    })
    await expect(house.insights.survey("quiet", { by: "channel" })).rejects.toMatchObject({
      _tag: "InputError",
      field: "by",
    })
    const words = await house.insights.openAnswers("quiet", "more")
    expect(words.items.map(({ text }) => text).toSorted()).toEqual(["word 2", "word 3", "word 4", "word 5", "word 6"])
    expect(JSON.stringify([words, questions])).not.toMatch(/user-|s_/)
  })

  it("is counted by whole days where only the day of an answer is known, whatever moment is asked for", async () => {
    const nameless = defineSurvey(
      "quiet",
      (survey) => survey.ask("mood", csat("How are you?")).ask("more", openText("More?")),
      {
        confidentiality: "anonymous",
      },
    )
    await using house = createTestEscucha({ secret: "a secret of a test, long enough to be one", surveys: [nameless] })
    await house.clock.advance(Date.parse("2030-03-05T18:30:00Z") - house.clock.now())
    for (let who = 1; who <= 6; who++) {
      const given = { survey: "quiet", response: `web:quiet-${who}` } as const
      await house.surveys.answer(`user-${who}`, { ...given, question: "mood", value: 4 })
      await house.surveys.answer(`user-${who}`, { ...given, question: "more", value: `word ${who}` })
    }
    await house.clock.advance("2 hours")
    const counted = async (period: {
      readonly since?: "1 day" | "3 hours" | number
      readonly until?: "1 hour" | number
    }) => {
      const { responses, questions } = await house.insights.survey("quiet", period)
      return [responses.asked, questions[0]?.answered]
    }
    expect(await counted({ since: "3 hours" })).toEqual([6, 6])
    expect(await counted({ since: "3 hours", until: "1 hour" })).toEqual([6, 6])
    expect((await house.insights.topics("quiet", "more", { since: "3 hours" })).n).toBe(6)
    expect(await counted({ until: Date.parse("2030-03-05T00:00:00Z") })).toEqual([0, 0])
    expect(await counted({ since: Date.parse("2030-03-06T00:00:00Z") })).toEqual([0, 0])
    expect(await counted({ until: Date.parse("2030-03-05T12:00:00Z") })).toEqual([6, 6])
  })
})

describe("answers in own words", () => {
  it("are read for how they feel, with who said them, page by page", async () => {
    await using house = open()
    await house.customers.identify("user-1", {})
    await answer(house, 1, { score: 2, why: "Terrible, awful service" })
    await answer(house, 2, { score: 8, why: "I love it, excellent" })
    await answer(house, 3, { score: 8, why: null })
    const first = await house.insights.openAnswers("visit", "why", { limit: 1 })
    expect(first.items).toMatchObject([
      {
        text: "I love it, excellent",
        feeling: { label: "positive" },
        by: { name: expect.any(String), customer: expect.any(String) },
      },
    ])
    const second = await house.insights.openAnswers("visit", "why", {
      limit: 5,
      ...(first.next !== undefined && { after: first.next }),
    })
    expect(second.items).toMatchObject([{ text: "Terrible, awful service", feeling: { label: "negative" } }])
  })

  it("that came as a message have the reading that the house keeps, the slow one before the fast one", async () => {
    const slow = {
      name: "late@1",
      speed: "slow",
      analyze: () => Promise.resolve({ score: -0.8, confidence: 0.9 }),
    } as const
    const survey = defineSurvey("chat", (s) => s.ask("why", openText("Why?")))
    const channels = { phone: fakeChannel({ scheme: "tel" }) }
    const told = async (sentiment: { readonly slow?: typeof slow }) => {
      await using house = createTestEscucha({ channels, surveys: [survey], sentiment })
      await house.surveys.ask("tel:+34600000001", "chat", { via: "phone" })
      await house.settled()
      const message = {
        type: "message",
        id: "m1",
        address: "+34600000001",
        text: "I love it, excellent",
        at: house.clock.now(),
      } as const
      await house.conversations.receive("phone", [message])
      await house.settled()
      return (await house.insights.openAnswers("chat", "why")).items
    }
    expect(await told({})).toMatchObject([{ text: "I love it, excellent", feeling: { label: "positive" } }])
    expect(await told({ slow })).toMatchObject([{ feeling: { label: "negative", score: -0.8, confidence: 0.9 } }])
  })

  it("that are not asked any more, or were taken back, are not among them", async () => {
    await using house = open()
    await answer(house, 1, { score: 2, why: "too dear" })
    await answer(house, 2, { score: 2, why: "too slow" })
    await house.surveys.answer("user-1", { survey: "visit", response: "web:visit-1", question: "score", value: 10 })
    const texts = async () => (await house.insights.openAnswers("visit", "why")).items.map(({ text }) => text)
    expect(await texts()).toEqual(["too slow"])
    await house.surveys.answer("user-1", { survey: "visit", response: "web:visit-1", question: "score", value: 3 })
    expect(await texts()).toContain("too dear") // hidden is not forgotten
  })

  it("of a question that nobody asks are refused by name", async () => {
    await using house = open()
    await expect(house.insights.openAnswers("visit", "score")).rejects.toMatchObject({
      _tag: "InputError",
      field: "question",
    })
    const strange = "nothing" as "visit" // as a program without types would
    await expect(house.insights.openAnswers(strange, "why")).rejects.toMatchObject({ field: "survey" })
  })
})

describe("results and memory", () => {
  it("forget whoever is erased", async () => {
    await using house = open()
    await answer(house, 1, { score: 0, why: "a secret of Ana" })
    await answer(house, 2, { score: 10 })
    await house.customers.erase("user-1", { forgetOptOut: true })
    const results = await house.insights.survey("visit")
    expect(results.responses.asked).toBe(1)
    expect(results.questions[0]?.figures[0]?.value).toBe(100)
    expect(JSON.stringify([results, await house.insights.openAnswers("visit", "why")])).not.toContain("secret")
    expect(JSON.stringify(await house.store.query("words:visit:why", {}, { limit: 10 }))).not.toContain("s_")
  })

  it("go along with whoever moves to another house", async () => {
    await using house = open()
    await answer(house, 1, { score: 0, why: "slow" })
    const [document] = (await house.customers.export("user-1")) ?? []
    await using other = open()
    await other.customers.import((await document?.text()) ?? "")
    expect((await questionOf(other, "score")).figures[0]).toMatchObject({ value: -100, n: 1 })
    expect((await other.insights.openAnswers("visit", "why")).items).toMatchObject([{ text: "slow" }])
  })

  it("are the same when the timeline is folded again", async () => {
    await using house = open()
    await answer(house, 1, { score: 0, why: "slow", fix: "price" })
    await answer(house, 1, { score: 9, fix: "speed" })
    await answer(house, 2, { score: 10 })
    await answer(house, 3, { mood: 4, words: "fine" }, "pulse")
    const again = await rebuild(createHouse(settingOf(options), []), house.store)
    for (const list of [
      "response:visit",
      "response:pulse",
      "words:visit:why",
      "words:visit:fix",
      "words:pulse:words",
    ]) {
      const kept = (await house.store.query(list, {}, { limit: 100 })).items
      const folded = again.rows.filter(({ projection }) => projection === list)
      expect(kept.length).toBeGreaterThan(0)
      expect(folded.toSorted((one, two) => one.at - two.at || (one.key < two.key ? -1 : 1))).toEqual(kept)
    }
  })
})
