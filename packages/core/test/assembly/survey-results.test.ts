import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../src/index.ts"
import { matrix, maxDiff, ranking } from "../../src/survey.ts"
import { createTestEscucha } from "../../src/testing.ts"
import { unitOf } from "../../src/timeline/unit.ts"
import { answer, type House, open, type Options, questionOf, visit } from "./a-house-of-surveys.ts"

describe("the results of a survey", () => {
  it("count each question with its figures, who passed it over and who went no further", async () => {
    await using house = open()
    await answer(house, 1, { score: 10, fix: "price" })
    await answer(house, 2, { score: 8, why: "slow", fix: "speed" })
    await answer(house, 3, { score: 2, why: null, fix: "speed" })
    await answer(house, 4, { score: 3 })
    const { responses, completion, seconds, questions, confidence, minimum } = await house.insights.survey("visit")
    expect(responses).toEqual({ asked: 4, started: 4, completed: 3, screenedOut: 0, quotaFull: 0, open: 1, expired: 0 })
    expect(completion).toMatchObject({ value: 0.75, n: 4 })
    expect(seconds).toMatchObject({ value: 20, n: 3 })
    expect([confidence, minimum]).toEqual([0.95, 1])
    const [score, why, fix] = questions
    expect(score).toMatchObject({
      id: "score",
      kind: "nps",
      asked: 4,
      answered: 4,
      skipped: 0,
      stopped: 0,
      figures: [{ figure: "nps", value: -25, n: 4 }],
    })
    expect(score?.distribution.filter(({ n }) => n > 0)).toEqual([
      { value: "2", n: 1 },
      { value: "3", n: 1 },
      { value: "8", n: 1 },
      { value: "10", n: 1 },
    ])
    expect(why).toMatchObject({
      asked: 3,
      answered: 1,
      skipped: 1,
      stopped: 1,
      dropOff: { value: 1 / 3, n: 3 },
      figures: [],
      distribution: [],
    })
    expect(fix).toMatchObject({
      asked: 3,
      distribution: [
        { value: "price", n: 1 },
        { value: "speed", n: 2 },
      ],
      figures: [
        { figure: "share", of: "price", value: 1 / 3, n: 3 },
        { figure: "share", of: "speed", value: 2 / 3, n: 3 },
      ],
    })
  })

  it("have nothing to say where nobody was asked", async () => {
    await using house = open()
    const { responses, completion, seconds, questions } = await house.insights.survey("visit", { by: "plan" })
    expect(responses.asked).toBe(0)
    expect([completion.value, seconds.value]).toEqual([null, null])
    expect(questions.flatMap(({ figures }) => figures.map(({ value }) => value)).every((value) => value === null)).toBe(
      true,
    )
  })

  it("count the last word, and everything that was ever answered, however many each person answered", async () => {
    await using house = open()
    for (let time = 0; time < 12; time++) {
      await house.clock.advance("1 day")
      const response = `web:${time}`
      await house.surveys.answer("user-1", { survey: "visit", response, question: "score", value: 10 })
      await house.surveys.answer("user-1", { survey: "visit", response, question: "fix", value: "price" })
    }
    await house.surveys.answer("user-1", { survey: "visit", response: "web:11", question: "fix", value: "speed" })
    expect((await house.surveys.responses("user-1")).length).toBeLessThan(12) // the stream forgets, the results do not
    expect((await questionOf(house, "fix")).distribution).toEqual([
      { value: "price", n: 11 },
      { value: "speed", n: 1 },
    ])
  })

  it("are of those who were asked since then, and before then", async () => {
    await using house = open()
    await answer(house, 1, { score: 0 })
    await house.clock.advance("40 days")
    const middle = house.clock.now()
    await answer(house, 2, { score: 10 })
    const valueOf = async (of: Options) => (await questionOf(house, "score", "visit", of)).figures[0]?.value
    expect(await valueOf({ since: "30 days" })).toBe(100)
    expect(await valueOf({ until: middle })).toBe(-100)
    expect(await valueOf({ since: 0 })).toBe(0)
  })

  it("are of all of them, however many pages they fill", async () => {
    await using house = open()
    const lineOf = (place: number) => {
      const askedAt = house.clock.now() - 1_000 * place
      const answers = { score: place < 500 ? 10 : 0 }
      const line = {
        survey: "visit",
        version: visit.version,
        id: `r${place}`,
        askedAt,
        seed: place,
        answers,
        question: "fix",
      }
      return { projection: "response:visit", key: `s_${place}/1`, at: -askedAt, data: JSON.stringify(line) }
    }
    await house.start()
    await house.store.commit([unitOf({ puts: Array.from({ length: 2_300 }, (_, place) => lineOf(place)) })])
    const nOf = async (of: Options) => (await questionOf(house, "score", "visit", of)).answered
    expect(await nOf({})).toBe(2_300)
    expect(await nOf({ since: "1500 seconds" })).toBe(1_501)
    expect(await nOf({ until: house.clock.now() - 500_000 })).toBe(1_799)
  })

  it("tell the channel by which people were asked from those who began by themselves", async () => {
    await using house = open()
    await house.surveys.ask("tel:+34600000001", "visit", { via: "phone" })
    await house.settled()
    const [response] = await house.surveys.responses("tel:+34600000001")
    await house.surveys.answer("tel:+34600000001", {
      survey: "visit",
      response: response?.id ?? "",
      question: "score",
      value: 9,
    })
    await answer(house, 2, { score: 0 })
    const { groups } = await questionOf(house, "score", "visit", { by: "channel" })
    expect(groups.map(({ group, n, figures }) => [group, n, figures[0]?.value])).toEqual([
      ["page", 1, -100],
      ["phone", 1, 100],
    ])
  })
})

describe("groups", () => {
  const crowd = async (
    house: House,
    plans: readonly (readonly [plan: "free" | "pro", scores: readonly number[]])[],
  ) => {
    let who = 0
    for (const [plan, scores] of plans)
      for (const score of scores) {
        await house.customers.identify(`user-${++who}`, { plan })
        await answer(house, who, { score })
      }
  }
  const many = (n: number, score: number) => Array.from({ length: n }, () => score)

  it("are told apart by a trait, each with its interval and how probable its difference is by chance", async () => {
    await using house = open()
    await crowd(house, [
      ["free", [...many(15, 3), ...many(5, 9)]],
      ["pro", [...many(4, 3), ...many(16, 10)]],
    ])
    const { groups } = await questionOf(house, "score", "visit", { by: "plan" })
    expect(groups.map(({ group, n, withheld }) => [group, n, withheld])).toEqual([
      ["free", 20, false],
      ["pro", 20, false],
    ])
    const [free, pro] = groups.map(({ figures }) => figures[0])
    expect([free?.value, free?.difference, pro?.value, pro?.difference]).toEqual([-50, -110, 60, 110])
    expect(Number(free?.high)).toBeLessThan(Number(pro?.low))
    expect(free?.p).toBe(pro?.p) // each is the rest of the other
    expect(Number(free?.p)).toBeLessThan(0.001)
  })

  it("are what people are now, and join when they turn out to be one person", async () => {
    await using house = open()
    await crowd(house, [["free", [9, 9]]])
    await house.customers.identify("user-2", { plan: "pro" })
    const groups = async () =>
      (await questionOf(house, "score", "visit", { by: "plan" })).groups.map(({ group, n }) => [group, n])
    expect(await groups()).toEqual([
      ["free", 1],
      ["pro", 1],
    ])
    await answer(house, 3, { score: 5 })
    expect(await groups()).toContainEqual([null, 1])
  })

  it("that nobody declared, or that would be as many as people, are refused by name", async () => {
    await using house = open()
    const by = (name: string) => house.insights.survey("visit", { by: name as "plan" }) // as a program without types would
    await expect(by("colour")).rejects.toMatchObject({ _tag: "InputError", field: "by", reason: "unknown" })
    await expect(by("__proto__")).rejects.toMatchObject({ field: "by" })
    for (let who = 0; who < 101; who++) {
      await house.customers.identify(`user-${who}`, { seats: who })
      await answer(house, who, { score: 9 })
    }
    await expect(by("seats")).rejects.toMatchObject({ _tag: "InputError", field: "by", reason: "too-large" })
  })
})

describe("options that cannot be", () => {
  it("are refused by name", async () => {
    await using house = open()
    const ask = (given: Options) => house.insights.survey("visit", given)
    await expect(ask({ confidence: 95 })).rejects.toMatchObject({ _tag: "InputError", field: "confidence" })
    await expect(ask({ minimum: 0 })).rejects.toMatchObject({ field: "minimum" })
    await expect(ask({ since: Number.NaN })).rejects.toMatchObject({ field: "since" })
    await expect(ask({ until: "soon" as "1 day" })).rejects.toMatchObject({ field: "until" }) // as a program without types would
    await expect(house.insights.survey("__proto__" as "visit")).rejects.toMatchObject({ field: "survey" })
  })
})

it("rankings, tables and choices of best and worst have figures of their own", async () => {
  const survey = defineSurvey("needs", (s) =>
    s
      .ask("order", ranking("In which order?", ["price", "speed", "care"]))
      .ask("service", matrix("How was it?", ["desk", "phone"], ["bad", "good"]))
      .ask("best", maxDiff("What matters?", ["price", "speed", "care", "charm"], { size: 4, times: 1 })),
  )
  await using house = createTestEscucha({ surveys: [survey] })
  const say = async (
    who: string,
    order: readonly ("price" | "speed" | "care")[],
    desk: "bad" | "good",
    best: "price" | "speed",
  ) => {
    const given = { survey: "needs", response: `web:${who}` } as const
    await house.surveys.answer(who, { ...given, question: "order", value: order })
    await house.surveys.answer(who, { ...given, question: "service", value: { desk, phone: "good" } })
    await house.surveys.answer(who, { ...given, question: "best", value: [{ best, worst: "charm" }] })
  }
  await say("ana", ["price", "speed", "care"], "good", "price")
  await say("ben", ["speed", "price", "care"], "bad", "price")
  const [order, service, best] = (await house.insights.survey("needs")).questions
  const short = (figures: NonNullable<typeof order>["figures"]) =>
    figures.map(({ figure, row, of, value }) => [figure, row ?? of, row === undefined ? value : `${of} ${value}`])
  expect(short(order?.figures ?? [])).toEqual([
    ["rank", "price", 1.5],
    ["rank", "speed", 1.5],
    ["rank", "care", 3],
    ["first", "price", 0.5],
    ["first", "speed", 0.5],
    ["first", "care", 0],
  ])
  expect(short(service?.figures ?? [])).toEqual([
    ["share", "desk", "bad 0.5"],
    ["share", "desk", "good 0.5"],
    ["share", "phone", "bad 0"],
    ["share", "phone", "good 1"],
  ])
  expect(short(best?.figures ?? [])).toEqual([
    ["score", "price", 1],
    ["score", "speed", 0],
    ["score", "care", 0],
    ["score", "charm", -1],
  ])
})
