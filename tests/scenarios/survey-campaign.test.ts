import * as z from "zod"
import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { choice } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { aHouse, factsOf, type HouseOptions } from "../support/house.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const visit = defineSurvey("visit", (s) => s.ask("score", nps("Which score?")).thank("Thanks."), { within: "30 days" })
const other = defineSurvey("other", (s) => s.ask("score", nps("And today?")).thank("Thanks."))
const people = Array.from({ length: 40 }, (_, number) => `tel:p${number}`)

/** A house in which forty people have an address. */
const crowd = async (options: HouseOptions = {}) => {
  const house = await aHouse({ surveys: [visit, other], traits: { town: z.string() }, ...options })
  for (const person of people) await house.escucha.customers.identify(person, { town: "Soria" })
  return house
}

const askedIn = (house: Awaited<ReturnType<typeof crowd>>) =>
  house.chat.delivered.map(({ address }) => address).toSorted()

describe("a survey for many", () => {
  it("asks each of them once, and says how it stands", async () => {
    const house = await crowd()
    const launched = await house.escucha.surveys.launch("visit", { id: "june", to: "everybody" })
    await house.escucha.settled()
    expect(launched).toMatchObject({ status: "launched", of: 40, drawn: 40, asked: 40, answered: 0, spared: {} })
    await house.escucha.surveys.launch("visit", { id: "june", to: "everybody" })
    await house.escucha.settled()
    expect(house.texts()).toHaveLength(40)
    const { items } = await house.escucha.surveys.members("june", { limit: 100, status: "asked" })
    const response = items[0]?.response ?? ""
    await house.escucha.surveys.answer(items[0]?.customer ?? "", {
      survey: "visit",
      response,
      question: "score",
      value: 9,
    })
    expect(await house.escucha.surveys.campaign("june")).toMatchObject({ asked: 40, answered: 1 })
  })

  it("asks people alone: neither companies nor the places of anonymous answers", async () => {
    const vote = defineSurvey("vote", (s) => s.ask("what", choice("What?", ["tea", "cake"])), {
      confidentiality: "anonymous",
    })
    const house = await crowd({ surveys: [visit, vote], secret: "a secret of a test, long enough to be one" })
    await house.escucha.customers.join("tel:p0", "account:acme", { role: "buyer" })
    const answer = { survey: "vote", response: "web:1", question: "what", value: "tea" } as const
    await house.escucha.surveys.answer("tel:p1", answer)
    const { of, spared } = await house.escucha.surveys.launch("visit", { id: "june", to: "everybody" })
    expect({ of, spared }).toEqual({ of: 40, spared: {} })
  })

  it("asks once whoever turned out to be one person meanwhile", async () => {
    const house = await crowd()
    const notice = { text: "Soon.", before: "1 hour" } as const
    await house.escucha.surveys.launch("visit", { id: "june", to: { customers: ["tel:p0", "tel:p1"] }, notice })
    await house.escucha.settled()
    await house.escucha.identities.link("tel:p0", "tel:p1")
    await house.waits("2026-06-01T16:00:00+02:00")
    expect(house.texts().filter((text) => text !== "Soon.")).toHaveLength(1)
    expect(house.failures).toEqual([])
    expect((await house.escucha.store.jobs({ limit: 10 })).items.filter(({ type }) => type === "survey")).toEqual([])
  })

  it("asks nobody again who was asked by another name, became one with somebody and has answered", async () => {
    const house = await crowd({ contact: { surveys: { atMost: "unlimited" } } })
    const notice = { text: "Soon.", before: "1 hour" } as const
    await house.escucha.surveys.launch("visit", {
      id: "june",
      to: { customers: ["tel:p0", "tel:p1"] },
      notice,
      pacing: "1 per 1 hour",
    })
    await house.waits("2026-06-01T13:10:00+02:00")
    const first = house.chat.delivered.at(-1)?.address ?? ""
    await house.writes("9", { address: first })
    await house.escucha.identities.link("tel:p0", "tel:p1")
    await house.waits("2026-06-01T16:00:00+02:00")
    expect(house.texts().filter((text) => text.startsWith("Which score?"))).toHaveLength(1)
    expect(await house.escucha.surveys.campaign("june")).toMatchObject({
      waiting: 0,
      asked: 1,
      answered: 1,
      spared: { waiting: 1 },
    })
    const { items } = await house.escucha.surveys.members("june")
    expect(items.map(({ status }) => status)).toEqual(["answered"])
    expect((await house.escucha.store.jobs({ limit: 10 })).items.filter(({ type }) => type === "survey")).toEqual([])
  })

  it("draws the same people by the same seed, others by another, and no more than were wanted", async () => {
    const drawnBy = async (sample: number | { readonly atMost: number }, seed: number) => {
      const house = await crowd()
      const { drawn, asked } = await house.escucha.surveys.launch("visit", {
        id: "june",
        to: "everybody",
        sample,
        seed,
      })
      await house.escucha.settled()
      expect(drawn).toBe(asked)
      return askedIn(house)
    }
    const some = await drawnBy({ atMost: 10 }, 1)
    expect(some).toHaveLength(10)
    expect(await drawnBy({ atMost: 10 }, 1)).toEqual(some)
    expect(await drawnBy({ atMost: 10 }, 2)).not.toEqual(some)
    const part = await drawnBy(0.25, 1)
    expect(part.length).toBeGreaterThan(3)
    expect(part.length).toBeLessThan(20)
    for (const one of part) expect(people).toContain(`tel:${one}`)
  })

  it("spares whoever was asked lately, on whatever channel and by whatever survey, whoever said stop, and says why", async () => {
    const house = await crowd()
    await house.escucha.surveys.ask("tel:p0", "other")
    await house.escucha.customers.optOut("tel:p1")
    await house.escucha.customers.identify("user-7", { town: "Soria" })
    const { spared, asked } = await house.escucha.surveys.launch("visit", {
      id: "june",
      to: { customers: ["tel:p0", "tel:p1", "tel:p2", "user-7", "nobody"] },
    })
    expect({ spared, asked }).toEqual({ spared: { capped: 1, "opted-out": 1, "no-address": 1 }, asked: 1 })
    const { items } = await house.escucha.surveys.members("june", { status: "spared" })
    expect(items.map(({ because }) => because).toSorted()).toEqual(["capped", "no-address", "opted-out"])
    expect((await house.facts("tel:p0")).filter(({ kind }) => kind === "survey-spared")).toHaveLength(1)
  })

  it("that asks somebody again is held by one cap for all channels, also after two records were joined", async () => {
    const house = await crowd()
    expect(await house.escucha.surveys.ask("tel:p0", "visit")).toMatchObject({ status: "asked" })
    await house.escucha.identities.link("tel:p0", "tel:p1")
    expect(await house.escucha.surveys.ask("tel:p1", "other")).toEqual({ status: "withheld", because: "capped" })
    await house.waits("2026-07-02T12:00:00+02:00")
    expect(await house.escucha.surveys.ask("tel:p1", "other")).toMatchObject({ status: "asked" })
  })

  it("fills a sample with the next where somebody may not be asked", async () => {
    const house = await crowd()
    for (const person of people.slice(0, 30)) await house.escucha.customers.optOut(person)
    const view = await house.escucha.surveys.launch("visit", { id: "june", to: "everybody", sample: { atMost: 5 } })
    expect(view.asked).toBe(5)
    expect(view.drawn).toBeGreaterThan(5)
  })

  it("asks at the pace that was wanted, after saying so, and nobody else once it is cancelled", async () => {
    const house = await crowd()
    await house.escucha.surveys.launch("visit", {
      id: "june",
      to: { customers: people.slice(0, 6) },
      pacing: "2 per 1 hour",
      notice: { text: "We will ask you soon.", before: "1 day" },
    })
    await house.escucha.settled()
    expect(house.texts()).toEqual(people.slice(0, 6).map(() => "We will ask you soon."))
    await house.waits("2026-06-02T12:00:00+02:00")
    expect(house.texts().slice(6)).toHaveLength(1)
    await house.waits("2026-06-02T13:10:00+02:00")
    expect(house.texts().slice(6)).toHaveLength(3)
    expect(await house.escucha.surveys.campaign("june")).toMatchObject({ waiting: 3, asked: 3 })
    await house.escucha.surveys.cancel("june")
    await house.waits("2026-06-03T12:00:00+02:00")
    expect(house.texts().slice(6)).toHaveLength(3)
    expect(await house.escucha.surveys.campaign("june")).toMatchObject({
      waiting: 0,
      asked: 3,
      spared: { cancelled: 3 },
    })
    await expect(house.escucha.surveys.launch("visit", { id: "june", to: "everybody" })).rejects.toMatchObject({
      reason: "conflict",
    })
  })

  it("reminds only those who have not answered, and never after a stop", async () => {
    const house = await crowd()
    const customers = ["tel:p0", "tel:p1", "tel:p2"]
    await house.escucha.surveys.launch("visit", { id: "june", to: { customers }, remind: ["3 days", "7 days"] })
    await house.escucha.settled()
    const [response] = await house.escucha.surveys.responses("tel:p0")
    const given = { survey: "visit", response: response?.id ?? "", question: "score" } as const
    await house.escucha.surveys.answer("tel:p0", { ...given, value: 9 })
    await house.escucha.customers.optOut("tel:p1")
    await house.waits("2026-06-04T12:00:01+02:00")
    const reminded = house.chat.delivered.slice(3)
    expect(reminded.map(({ address }) => address)).toEqual(["p2"])
    expect(reminded[0]?.content.text.split("\n").slice(0, 2)).toEqual(["A reminder:", "Which score?"])
    await house.escucha.surveys.cancel("june")
    await house.waits("2026-06-09T12:00:00+02:00")
    expect(house.chat.delivered).toHaveLength(4)
  })

  it("leaves lists and counters that the timeline alone gives again, byte by byte", async () => {
    const vote = defineSurvey("vote", (s) => s.ask("what", choice("What?", ["tea", "cake"])), {
      confidentiality: "anonymous",
    })
    const options = {
      surveys: [visit, vote],
      traits: { town: z.string() },
      secret: "a secret of a test, long enough to be one",
      incentives: { coffee: { text: "A coffee", atMost: 1 } },
    }
    const house = await crowd(options)
    await house.escucha.customers.optOut("tel:p1")
    await house.escucha.surveys.launch("visit", {
      id: "june",
      to: "everybody",
      sample: 0.5,
      pacing: "5 per 1 hour",
      remind: ["1 hour"],
      incentive: { name: "coffee", give: "after" },
    })
    await house.waits("2026-06-01T14:30:00+02:00")
    for (const person of people) {
      await house.writes("11", { address: person.slice(4), language: "en" })
      await house.writes("8", { address: person.slice(4), language: "en" })
    }
    await house.escucha.identities.link("tel:p2", "tel:p3")
    for (const value of ["tea", "cake", "tea"] as const)
      await house.escucha.surveys.answer("tel:p4", { survey: "vote", response: "web:1", question: "what", value })
    await house.escucha.surveys.cancel("june")
    await house.waits("2026-06-03T12:00:00+02:00")
    const view = await house.escucha.surveys.campaign("june")
    expect(view).toMatchObject({ waiting: 0, spared: { cancelled: expect.any(Number) } })
    expect(view?.answered).toBeGreaterThan(3)
    expect(house.failures).toEqual([])
    const same = houseOf({ ...options, channels: { chat: house.chat } })
    expect(await driftOf(same, house.escucha.store)).toEqual([])
  })

  it("goes on where it was stopped", async () => {
    const house = await crowd()
    const stop = new AbortController()
    const options = { id: "june", to: { customers: people }, sample: { atMost: 10 } } as const
    await expect(
      house.escucha.surveys.launch("visit", { ...options, sample: 1, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ field: "signal" })
    const view = await house.escucha.surveys.launch("visit", { ...options, signal: stop.signal })
    await house.escucha.settled()
    expect(view).toMatchObject({ status: "launched", asked: 10 })
    expect(house.texts()).toHaveLength(10)
  })

  it.each([
    ["id", { id: "june of Ana" }],
    ["sample", { sample: 2 }],
    ["sample.atMost", { sample: { atMost: 0 } }],
    ["to.segment", { to: { segment: "nobody" } }],
    ["pacing", { pacing: "often" }],
    ["remind", { remind: ["1 day", "2 days", "3 days", "4 days"] }],
    ["incentive", { incentive: { name: "cake", give: "after" } }],
    ["via", { via: "pigeon" }],
  ])("refuses by its name: %s", async (field, wrong) => {
    const house = await aHouse({ surveys: [visit] })
    const options = { id: "june", to: "everybody" as const, ...(wrong as object) } // what a program without types may write
    await expect(house.escucha.surveys.launch("visit", options)).rejects.toMatchObject({ field })
  })
})

describe("what is given for answers", () => {
  const options = {
    incentives: { coffee: { text: { es: "Un café: KAFFA", en: "A coffee: KAFFA" }, atMost: 2 } },
  } as const

  it("is told after the last answer, once for each response and while there is some left", async () => {
    const house = await crowd(options)
    const incentive = { name: "coffee", give: "after" } as const
    for (const person of people.slice(0, 3)) {
      await house.escucha.surveys.ask(person, "visit", { incentive })
      await house.escucha.settled()
      await house.writes("9", { address: person.slice(4), language: "en" })
    }
    expect(house.texts().filter((text) => text === "Thanks.\nA coffee: KAFFA")).toHaveLength(2)
    expect(house.texts().at(-1)).toBe("Thanks.")
    const [response] = await house.escucha.surveys.responses("tel:p0")
    await house.escucha.surveys.answer("tel:p0", {
      survey: "visit",
      response: response?.id ?? "",
      question: "score",
      value: 3,
    })
    expect(await factsOf(house, "tel:p0", "incentive-given")).toHaveLength(1)
  })

  it("is told with the first question where it is given before", async () => {
    const house = await crowd(options)
    await house.escucha.surveys.ask("tel:p0", "visit", { incentive: { name: "coffee", give: "before" } })
    await house.escucha.settled()
    expect(house.texts().at(-1)?.split("\n").slice(0, 2)).toEqual(["A coffee: KAFFA", "Which score?"])
  })

  it("is told in the chat to whoever answered on a page", async () => {
    const house = await crowd(options)
    const asking = await house.escucha.surveys.ask("tel:p0", "visit", { incentive: { name: "coffee", give: "after" } })
    const response = asking.status === "asked" ? asking.response : ""
    await house.escucha.settled()
    await house.escucha.surveys.answer("tel:p0", { survey: "visit", response, question: "score", value: 3 })
    await house.escucha.settled()
    expect(house.texts().at(-1)).toBe("A coffee: KAFFA")
  })

  it("is given for an anonymous survey that is answered on a page as for any other, once", async () => {
    const vote = defineSurvey("vote", (s) => s.ask("what", choice("What?", ["tea", "cake"])), {
      confidentiality: "anonymous",
    })
    const secret = "a secret of a test, long enough to be one"
    const house = await crowd({ ...options, surveys: [vote], secret })
    for (const person of ["tel:p0", "tel:p1", "tel:p2"]) {
      const asking = await house.escucha.surveys.ask(person, "vote", { incentive: { name: "coffee", give: "after" } })
      const response = asking.status === "asked" ? asking.response : ""
      await house.escucha.settled()
      for (const value of ["tea", "cake"] as const)
        await house.escucha.surveys.answer(person, { survey: "vote", response, question: "what", value })
      await house.escucha.settled()
    }
    expect(house.texts().filter((text) => text === "A coffee: KAFFA")).toHaveLength(2)
    const given = await Promise.all(people.slice(0, 3).map((person) => factsOf(house, person, "incentive-given")))
    expect(given.map(({ length }) => length)).toEqual([1, 1, 0])
  })
})

describe("a quota", () => {
  it("that is full ends the survey for whoever would belong to it, with its own words", async () => {
    const pets = defineSurvey("pets", (s) =>
      s
        .ask("has", choice("Which pet?", ["cat", "dog"]))
        .ask("score", nps("Which score?"))
        .quota("cats", { when: (a) => a.has.is("cat"), limit: 2, text: "We have heard enough of cats, thank you." }),
    )
    const house = await aHouse({ surveys: [pets] })
    const answers = async (who: string, has: "cat" | "dog") => {
      const given = { survey: "pets", response: `web:${who}` } as const
      await house.escucha.surveys.answer(`tel:${who}`, { ...given, question: "has", value: has })
      return house.escucha.surveys.answer(`tel:${who}`, { ...given, question: "score", value: 9 })
    }
    await answers("a", "cat")
    await answers("b", "cat")
    expect((await answers("d", "dog")).ended).toBe("complete")
    await expect(answers("c", "cat")).rejects.toMatchObject({ field: "response" })
    // who was counted is not told that there are enough
    const late = { survey: "pets", response: "web:a", question: "score", value: 2 } as const
    expect(await house.escucha.surveys.answer("tel:a", late)).toMatchObject({
      ended: "complete",
      answers: { score: 2 },
    })
    await house.writes("hi", { language: "en" })
    await house.escucha.surveys.ask("tel:ana", "pets")
    await house.escucha.settled()
    await house.writes("cat")
    expect(house.texts().at(-1)).toBe("We have heard enough of cats, thank you.")
    expect((await house.escucha.surveys.responses("tel:ana"))[0]).toMatchObject({ ended: "quota-full" })
  })
})
