import { describe, expect, it } from "vitest"
import * as z from "zod"
import type {
  DeskCampaign,
  DeskCampaigns,
  DeskMembers,
} from "../../packages/core/src/assembly/routes/desk-campaigns.ts"
import type { DeskEstimate } from "../../packages/core/src/assembly/routes/desk-survey-estimate.ts"
import type { DeskAskedPage } from "../../packages/core/src/assembly/routes/desk-survey-outcome.ts"
import type { DeskSurvey, DeskSurveys } from "../../packages/core/src/assembly/routes/desk-surveys.ts"
import { choice, defineSegment, defineSurvey, nps, openText } from "../../packages/core/src/index.ts"
import type { SurveyResults } from "../../packages/core/src/insight/survey-results.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { deskToken } from "./a-desk.ts"
import { bearer, call, refusalOf } from "./caller.ts"

const recommend = defineSurvey("recommend", (survey) =>
  survey
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { required: false }),
)
const inside = defineSurvey(
  "inside",
  (survey) => survey.ask("score", nps("Would you work here again?")).ask("why", openText("Why?"), { required: false }),
  { confidentiality: "confidential" },
)
const vote = defineSurvey("vote", (survey) => survey.ask("which", choice("Which?", ["a", "b"])), {
  confidentiality: "anonymous",
})
const doubtful = defineSurvey(
  "doubtful",
  (survey) =>
    survey
      .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
      .ask("never", openText({ es: "¿Por qué?", en: "Why?" }), { when: ({ score }) => score.greaterThan(10) }),
  { unverified: true },
)

const traits = { name: z.string(), email: z.email(), plan: z.enum(["free", "pro"]), contact: z.string() }

/** A desk of a house that asks, with so many customers who can be written to. */
const anAskingDesk = async (customers = 0) => {
  const sms = fakeChannel({ scheme: "tel" })
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: { sms },
    traits,
    segments: [defineSegment<{ readonly traits: typeof traits }>("pros", (of) => of.traits.plan.is("pro"))],
    surveys: [recommend, inside, vote, doubtful],
    secret: "a secret of a test, long enough to seal with",
    desk: { token: deskToken },
    report: (failure) => failures.push(failure),
  })
  await escucha.start()
  failures.length = 0 // what the start says of the doubtful survey
  const { value } = await call(escucha, "POST", "/desk/session", { body: { token: deskToken, name: "Eva" } })
  const headers = bearer((value as { readonly session: string }).session) // what the route gives
  const tel = (number: number) => `tel:+3460000${String(number).padStart(4, "0")}`
  for (let number = 0; number < customers; number++)
    await escucha.customers.identify(tel(number), { name: `Number ${number}`, plan: number % 2 === 0 ? "pro" : "free" })
  await escucha.settled()
  const answers = async (number: number, survey: "recommend" | "inside", score: number, why?: string) => {
    const response = `web:${survey}.${number}`
    await escucha.surveys.answer(tel(number), { survey, response, question: "score", value: score as 9 }) // of 0 to 10
    if (why !== undefined) await escucha.surveys.answer(tel(number), { survey, response, question: "why", value: why })
  }
  return {
    escucha,
    sms,
    failures,
    tel,
    answers,
    get: (path: string) => call(escucha, "GET", path, { headers }),
    post: async (path: string, body: unknown) => {
      const seen = await call(escucha, "POST", path, { body, headers })
      await escucha.settled()
      return seen
    },
  }
}

describe("the surveys of the desk", () => {
  it("are told with their version, languages, kinds, how many answered and what is wrong with them", async () => {
    const desk = await anAskingDesk(2)
    await desk.answers(0, "recommend", 9, "Kind people")
    await desk.answers(1, "recommend", 3)
    const { items } = (await desk.get("/desk/surveys")).value as DeskSurveys // what the route gives
    expect(items.map(({ name, languages, confidentiality }) => [name, languages, confidentiality])).toEqual([
      ["recommend", ["es", "en"], "identified"],
      ["inside", [], "confidential"],
      ["vote", [], "anonymous"],
      ["doubtful", ["es", "en"], "identified"],
    ])
    expect(items[0]).toMatchObject({
      kinds: ["nps", "open-text"],
      questions: 2,
      asked: 2,
      completed: 1,
      completion: 0.5,
    })
    expect(items[0]).toMatchObject({ version: recommend.version, errors: 0 })
    expect(items[3]?.errors).toBeGreaterThan(0)
  })

  it("are told one by one with every finding, where they can go, and by what their results are told apart", async () => {
    const desk = await anAskingDesk()
    const one = (await desk.get("/desk/surveys/doubtful")).value as DeskSurvey // what the route gives
    expect(one.definition).toEqual(JSON.parse(JSON.stringify(doubtful)))
    expect(one.findings.map(({ question, severity }) => [question, severity])).toContainEqual(["never", "error"])
    expect([one.segments, one.channels, one.by]).toEqual([["pros"], ["sms"], ["channel", "plan", "contact"]])
    const anonymous = (await desk.get("/desk/surveys/vote")).value as DeskSurvey // what the route gives
    expect(anonymous.by).toEqual([])
  })

  it("are told to colleagues alone, and refuse by name what they do not know", async () => {
    const desk = await anAskingDesk(1)
    for (const path of [
      "",
      "/recommend",
      "/recommend/results",
      "/recommend/answers",
      "/recommend/asked",
      "/recommend/campaigns",
    ])
      expect((await call(desk.escucha, "GET", `/desk/surveys${path}`)).status).toBe(401)
    for (const path of ["estimate", "campaigns"])
      expect((await call(desk.escucha, "POST", `/desk/surveys/recommend/${path}`, { body: {} })).status).toBe(401)
    expect((await call(desk.escucha, "POST", "/desk/campaigns/c/cancel", { body: {} })).status).toBe(401)
    for (const name of ["nothing", "__proto__", "constructor"])
      for (const path of ["", "/results", "/asked", "/campaigns"])
        expect(refusalOf(await desk.get(`/desk/surveys/${name}${path}`))).toMatchObject({
          status: 404,
          field: "survey",
        })
    expect(refusalOf(await desk.get("/desk/surveys/recommend/results?by=__proto__"))).toMatchObject({ field: "by" })
    expect(refusalOf(await desk.get("/desk/surveys/recommend/results?since=long"))).toMatchObject({ field: "since" })
    expect(refusalOf(await desk.get("/desk/surveys/recommend/answers?question=score"))).toMatchObject({
      field: "question",
    })
  })
})

describe("asking one customer from the desk", () => {
  it("sends the first question once, however often it is tried, and says why somebody is spared", async () => {
    const desk = await anAskingDesk(1)
    const id = (await desk.escucha.customers.get(desk.tel(0)))?.id ?? "s_nobody"
    const ask = { id: "1", survey: "recommend" }
    expect((await desk.post(`/desk/customers/${id}/ask`, ask)).value).toMatchObject({ status: "asked" })
    expect((await desk.post(`/desk/customers/${id}/ask`, ask)).value).toMatchObject({ status: "duplicate" })
    expect(desk.sms.delivered).toHaveLength(1)
    const again = await desk.post(`/desk/customers/${id}/ask`, { id: "2", survey: "inside" })
    expect(again.value).toMatchObject({ status: "withheld", because: "capped" })
    expect(desk.sms.delivered).toHaveLength(1)
  })

  it("refuses a survey, a channel and a customer that are not there", async () => {
    const desk = await anAskingDesk(1)
    const id = (await desk.escucha.customers.get(desk.tel(0)))?.id ?? "s_nobody"
    const refused = async (body: object, customer: string = id) =>
      refusalOf(await desk.post(`/desk/customers/${customer}/ask`, body)).field
    expect(await refused({ id: "1", survey: "nothing" })).toBe("survey")
    expect(await refused({ id: "1", survey: "recommend", via: "fax" })).toBe("via")
    expect(await refused({ id: "1", survey: "recommend", via: 7 })).toBe("via")
    expect(await refused({ survey: "recommend" })).toBe("id")
    expect(await refused({ id: "1", survey: "recommend" }, "s_nobody")).toBe("customer")
    expect(desk.sms.delivered).toHaveLength(0)
  })
})

describe("what came of a survey", () => {
  it("has its intervals, and masks what looks like an address in the name of a group", async () => {
    const desk = await anAskingDesk(4)
    for (const [number, score] of [10, 9, 3, 8].entries()) await desk.answers(number, "recommend", score)
    await desk.escucha.customers.identify(desk.tel(0), { contact: "ana.lopez@example.com" })
    const plain = (await desk.get("/desk/surveys/recommend/results")).value as SurveyResults // what the route gives
    expect(plain.questions[0]?.figures[0]).toMatchObject({ figure: "nps", value: 25, n: 4 })
    expect(plain.questions[0]?.figures[0]?.low).toBeLessThan(25)
    const grouped = await desk.get("/desk/surveys/recommend/results?by=contact")
    expect(grouped.text).not.toContain("ana.lopez")
    expect(grouped.text).toContain("···")
  })

  it("is nobody's answer where it is confidential: nothing below five, and no name beside words", async () => {
    const desk = await anAskingDesk(5)
    for (const number of [0, 1, 2, 3]) await desk.answers(number, "inside", 9, "Because of Number 0")
    const few = await desk.get("/desk/surveys/inside/results")
    expect((few.value as SurveyResults).questions[0]).toMatchObject({ withheld: true, figures: [], distribution: [] }) // what the route gives
    expect((await desk.get("/desk/surveys/inside/answers?question=why")).value).toEqual({ items: [], withheld: true })
    await desk.answers(4, "inside", 9, "Because of Number 0")
    const enough = await desk.get("/desk/surveys/inside/answers?question=why")
    expect(enough.value).toMatchObject({ withheld: false })
    expect(enough.text).not.toMatch(/"by"|s_|Number [1-4]/)
    const asked = await desk.get("/desk/surveys/inside/asked")
    expect((asked.value as DeskAskedPage).items).toHaveLength(5) // who was asked is no secret
    expect(asked.text).not.toContain("Because")
  })

  it("says of an anonymous survey who was asked, and leads from no answer to anybody", async () => {
    const desk = await anAskingDesk(3)
    for (const number of [0, 1, 2])
      await desk.escucha.surveys.answer(desk.tel(number), {
        survey: "vote",
        response: `web:vote.${number}`,
        question: "which",
        value: "a",
      })
    const { items } = (await desk.get("/desk/surveys/vote/asked")).value as DeskAskedPage // what the route gives
    expect(items.map(({ name, status }) => [name, status]).toSorted()).toEqual([
      ["Number 0", "completed"],
      ["Number 1", "completed"],
      ["Number 2", "completed"],
    ])
  })
})

describe("sending a survey to many", () => {
  const everybody = { id: "campaign-1", to: "everybody" } as const

  it("says before who would be asked and who would be spared and why, and asks nobody by that", async () => {
    const desk = await anAskingDesk(6)
    const [first, second] = [desk.tel(0), desk.tel(1)]
    await desk.escucha.surveys.ask(first, "inside")
    await desk.escucha.conversations.receive("sms", [
      { type: "message", id: "stop", address: second.slice("tel:".length), text: "STOP" },
    ])
    await desk.escucha.customers.identify("user:without-address", { name: "Nobody's address" })
    await desk.escucha.settled()
    const before = [desk.sms.delivered.length, await desk.escucha.store.head()]
    const estimate = (await desk.post("/desk/surveys/recommend/estimate", everybody)).value as DeskEstimate // what the route gives
    expect(estimate).toEqual({
      of: 7,
      drawn: 7,
      looked: 7,
      asked: 4,
      later: 0,
      spared: { capped: 1, "opted-out": 1, "no-address": 1 },
    })
    expect([desk.sms.delivered.length, await desk.escucha.store.head()]).toEqual(before)
  })

  it("asks exactly whom the estimate of the same id said, a part of them as well as so many at most", async () => {
    for (const sample of [0.5, { atMost: 3 }]) {
      const desk = await anAskingDesk(12)
      const options = { ...everybody, sample }
      const estimate = (await desk.post("/desk/surveys/recommend/estimate", options)).value as DeskEstimate // what the route gives
      const launched = await desk.post("/desk/surveys/recommend/campaigns", options)
      expect(launched.status).toBe(202)
      const { items } = (await desk.get("/desk/surveys/recommend/campaigns")).value as DeskCampaigns // what the route gives
      expect(items).toMatchObject([{ id: "campaign-1", status: "launched", asked: estimate.asked, isGoing: false }])
      expect(desk.sms.delivered).toHaveLength(estimate.asked)
      expect(estimate.asked).toBeGreaterThan(0)
      expect(estimate.asked).toBeLessThan(12)
    }
  })

  it("goes on where it was stopped, with nobody asked twice, and with nothing else", async () => {
    const desk = await anAskingDesk(130)
    const stop = new AbortController()
    const options = { ...everybody, sample: { atMost: 120 }, signal: stop.signal, onProgress: () => stop.abort() }
    await expect(desk.escucha.surveys.launch("recommend", options)).rejects.toMatchObject({ field: "signal" })
    await desk.escucha.settled()
    const asked = desk.sms.delivered.length
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(120)
    const campaigns = async () => ((await desk.get("/desk/surveys/recommend/campaigns")).value as DeskCampaigns).items // what the route gives
    expect(await campaigns()).toMatchObject([{ status: "launching", canGoOn: true, isGoing: false }])
    expect((await desk.post("/desk/campaigns/campaign-1/resume", {})).status).toBe(202)
    await expect.poll(async () => (await campaigns())[0]?.status).toBe("launched")
    await desk.escucha.settled()
    expect(desk.sms.delivered).toHaveLength(120)
    expect(new Set(desk.sms.delivered.map(({ address }) => address)).size).toBe(120)
    expect(await campaigns()).toMatchObject([{ canGoOn: false }])
    expect((await desk.post("/desk/campaigns/campaign-1/resume", {})).status).toBe(409)
    expect((await desk.post("/desk/campaigns/nothing/resume", {})).value).toMatchObject({
      error: { reason: "unknown" },
    })
  })

  it("goes to a segment alone, and the same id asks nobody twice", async () => {
    const desk = await anAskingDesk(6)
    const options = { id: "pros-1", to: { segment: "pros" } }
    await desk.post("/desk/surveys/recommend/campaigns", options)
    await desk.post("/desk/surveys/recommend/campaigns", options)
    expect(desk.sms.delivered).toHaveLength(3)
    const members = (await desk.get("/desk/campaigns/pros-1/members")).value as DeskMembers // what the route gives
    expect(members.items.map(({ name, status }) => [name, status]).toSorted()).toEqual([
      ["Number 0", "asked"],
      ["Number 2", "asked"],
      ["Number 4", "asked"],
    ])
    expect((await desk.get("/desk/campaigns/pros-1/members?status=spared")).value).toEqual({ items: [] })
    expect(desk.failures).toEqual([])
  })

  it("is cancelled: who waits for their moment is not asked any more", async () => {
    const desk = await anAskingDesk(4)
    await desk.post("/desk/surveys/recommend/campaigns", { ...everybody, pacing: "1 per 1 hour" })
    const asked = desk.sms.delivered.length
    const cancelled = (await desk.post("/desk/campaigns/campaign-1/cancel", {})).value as DeskCampaign // what the route gives
    expect(cancelled.status).toBe("cancelled")
    await desk.escucha.clock.advance("6 hours")
    await desk.escucha.settled()
    expect(desk.sms.delivered).toHaveLength(asked)
    expect(refusalOf(await desk.post("/desk/surveys/recommend/campaigns", everybody))).toMatchObject({ status: 409 })
    expect(desk.failures).toEqual([])
  })

  it("refuses by name what cannot be sent, and begins nothing", async () => {
    const desk = await anAskingDesk(2)
    for (const [given, field] of [
      [{ to: "nobody" }, "to"],
      [{ to: null }, "to"],
      [{ to: { segment: 7 } }, "to"],
      [{ to: { segment: "__proto__" } }, "to.segment"],
      [{ sample: 0 }, "sample"],
      [{ sample: 2 }, "sample"],
      [{ sample: null }, "sample"],
      [{ sample: { atMost: "3" } }, "sample"],
      [{ sample: { atMost: 0.5 } }, "sample.atMost"],
      [{ via: "sms" }, "via"],
      [{ via: ["fax"] }, "via"],
      [{ remind: ["soon"] }, "remind"],
      [{ pacing: "often" }, "pacing"],
      [{ id: "../c" }, "id"],
      [{ id: 7 }, "id"],
    ] as const)
      for (const path of ["estimate", "campaigns"])
        expect({
          given,
          ...refusalOf(await desk.post(`/desk/surveys/recommend/${path}`, { ...everybody, ...given })),
        }).toMatchObject({ given, field })
    expect((await desk.get("/desk/surveys/recommend/campaigns")).value).toEqual({ items: [] })
    expect(refusalOf(await desk.get("/desk/campaigns/nothing/members"))).toMatchObject({ status: 404 })
    expect(desk.sms.delivered).toHaveLength(0)
    expect(desk.failures).toEqual([])
  })
})
