import * as z from "zod"
import { describe, expect, it } from "vitest"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { consent, contact } from "../../packages/core/src/survey/question-form.ts"
import { choice } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { email, openText, text } from "../../packages/core/src/survey/question-words.ts"
import { aHouse, factsOf } from "../support/house.ts"

const traits = { plan: z.enum(["free", "pro"]), town: z.string(), email: z.email() }

const profile = defineSurvey("profile", (s) =>
  s
    .ask("plan", choice("Which plan?", ["free", "pro"]), { trait: "plan" })
    .ask("town", text("Which town?"), { trait: "town", required: false })
    .ask("mail", email("Your mail?"), { trait: "email" })
    .thank("Thanks."),
)

describe("what a survey knows and what is known from it", () => {
  it("does not ask what the profile knows, and writes what was answered into the profile", async () => {
    const house = await aHouse({ surveys: [profile], traits })
    await house.escucha.customers.identify("tel:ana", { plan: "pro" })
    await house.writes("hi", { language: "en" })
    await house.escucha.surveys.ask("tel:ana", "profile")
    await house.escucha.settled()
    expect(house.texts().at(-1)?.split("\n")[0]).toBe("Which town?")
    await house.writes("Soria")
    await house.writes("ana@example.com")
    const view = await house.escucha.customers.get("tel:ana")
    expect(view?.traits).toMatchObject({ plan: "pro", town: "Soria", email: "ana@example.com" })
    const told = (await factsOf(house, "tel:ana", "traits-set")).map(({ data }) => data.source)
    expect(told).toEqual(["app", "survey", "survey"])
  })

  it("never joins two people because one of them answered with an address", async () => {
    const house = await aHouse({ surveys: [profile], traits })
    await house.escucha.customers.identify("email:ana@example.com", {})
    const answer = { survey: "profile", response: "web:1" } as const
    await house.escucha.surveys.answer("tel:ana", { ...answer, question: "mail", value: "ana@example.com" })
    const [one, two] = await Promise.all(
      ["tel:ana", "email:ana@example.com"].map((name) => house.escucha.customers.get(name)),
    )
    expect(one?.id).not.toBe(two?.id)
  })

  it("says by itself that everything is known, and asks nothing", async () => {
    const house = await aHouse({ surveys: [profile], traits })
    await house.writes("hi")
    await house.escucha.customers.identify("tel:ana", { plan: "pro", town: "Soria", email: "ana@example.com" })
    expect(await house.escucha.surveys.ask("tel:ana", "profile")).toEqual({ status: "withheld", because: "known" })
    expect(house.texts()).toEqual([])
    expect((await factsOf(house, "tel:ana", "survey-answered")).map(({ data }) => data.answers)).toEqual([
      { plan: "pro", town: "Soria", mail: "ana@example.com" },
    ])
  })

  it("writes a yes and a no to a purpose into the consent ledger, with the words that were read", async () => {
    const ask = (name: string) =>
      defineSurvey(name, (s) =>
        s.ask("news", consent({ es: "¿Quieres novedades?", en: "Do you want news?" }, { purpose: "marketing" })),
      )
    const house = await aHouse({ surveys: [ask("one"), ask("two")], contact: { surveys: { atMost: "unlimited" } } })
    await house.writes("hola", { language: "es" })
    await house.escucha.surveys.ask("tel:ana", "one")
    await house.escucha.settled()
    await house.writes("sí")
    const [yes] = await factsOf(house, "tel:ana", "consent-changed")
    expect(yes?.data).toMatchObject({
      purpose: "marketing",
      decision: "grant",
      basis: "consent",
      method: "message-word",
      actor: "customer",
      text: { text: "¿Quieres novedades?", language: "es" },
    })
    expect(yes?.data.salt.length).toBeGreaterThan(20)
    await house.escucha.surveys.answer("tel:ana", { survey: "two", response: "web:2", question: "news", value: false })
    const no = (await factsOf(house, "tel:ana", "consent-changed")).at(-1)
    expect(no?.data).toMatchObject({ decision: "deny", method: "form" })
    const sent = await house.escucha.messages.send("tel:ana", { text: "News" }, { purpose: "marketing" })
    expect(sent).toMatchObject({ status: "withheld", because: "no-consent" })
    expect((await house.escucha.consents.verify()).broken).toEqual([])
  })

  it.each([
    [
      "surveys.a.q",
      "a trait that nobody declared",
      { surveys: [defineSurvey("a", (s) => s.ask("q", text("?"), { trait: "shoe" }))] },
    ],
    [
      "surveys.a.q",
      "an option that the trait does not take",
      { traits, surveys: [defineSurvey("a", (s) => s.ask("q", choice("?", ["free", "gold"]), { trait: "plan" }))] },
    ],
    [
      "surveys.a.q",
      "a purpose that nobody declared",
      { surveys: [defineSurvey("a", (s) => s.ask("q", consent("?", { purpose: "drones" })))] },
    ],
    [
      "surveys.a.q",
      "a trait of a confidential survey",
      {
        traits,
        surveys: [
          defineSurvey("a", (s) => s.ask("q", text("?"), { trait: "town" }), { confidentiality: "confidential" }),
        ],
      },
    ],
    [
      "secret",
      "an anonymous survey without a secret",
      { surveys: [defineSurvey("a", (s) => s.ask("q", text("?")), { confidentiality: "anonymous" })] },
    ],
    ["incentives.cake", "an incentive of which there is none", { incentives: { cake: { text: "Cake", atMost: 0 } } }],
  ])("names %s for %s", (option, _, options) => {
    const create = () => createEscucha(options as Parameters<typeof createEscucha>[0]) // what a program without types may write
    expect(create).toThrow(expect.objectContaining({ _tag: "ConfigurationError", option }))
  })
})

const visit = defineSurvey(
  "visit",
  (s) =>
    s
      .ask("score", nps({ es: "¿Qué nota?", en: "Which score?" }))
      .ask("fix", choice("Fix?", ["delivery", "price"]), { when: (answers) => answers.score.atMost(6) })
      .ask("why", openText("Why?")),
  { within: "7 days" },
)

describe("an answer from a page", () => {
  const answering = async () => {
    const house = await aHouse({ surveys: [visit] })
    await house.writes("hola", { language: "es" })
    const asking = await house.escucha.surveys.ask("tel:ana", "visit", { id: "1" })
    if (asking.status !== "asked") throw new TypeError("it was not asked")
    const { response } = asking
    const answer = (question: "score" | "fix" | "why", value: never, id?: string) =>
      house.escucha.surveys.answer("tel:ana", { survey: "visit", response, question, value, ...(id && { id }) })
    return {
      house,
      response,
      answer: answer as (question: string, value: unknown, id?: string) => ReturnType<typeof answer>,
    }
  }

  it("to a question that is not asked of them is refused in their language, and what was answered stays", async () => {
    const { answer, house } = await answering()
    await answer("score", 10)
    await expect(answer("fix", "price")).rejects.toThrow("fix: Esa pregunta ya no toca.")
    await expect(answer("score", 11)).rejects.toThrow("score: Responde con un número entero del 0 al 10.")
    expect((await house.escucha.surveys.responses("tel:ana"))[0]?.answers).toEqual({ score: 10 })
  })

  it("is taken once, however often it comes", async () => {
    const { answer, house } = await answering()
    await answer("score", 3, "a")
    await answer("score", 9, "b")
    await answer("score", 3, "a")
    expect((await house.escucha.surveys.responses("tel:ana"))[0]?.answers).toEqual({ score: 9 })
    expect(await factsOf(house, "tel:ana", "question-answered")).toHaveLength(2)
  })

  it("that comes after the end is the last word, until the time is over", async () => {
    const { answer, house } = await answering()
    await answer("score", 10)
    await answer("why", "good")
    await answer("score", 9)
    expect((await house.escucha.surveys.responses("tel:ana"))[0]).toMatchObject({
      answers: { score: 9, why: "good" },
      question: null,
    })
    await house.waits("2026-06-08T12:00:01+02:00")
    await expect(answer("score", 1)).rejects.toMatchObject({ reason: "conflict", field: "response" })
    await expect(answer("score", 1)).rejects.toThrow("el plazo ha terminado")
  })

  it("to a response of somebody else, or to none, is refused", async () => {
    const { house, response } = await answering()
    const given = { survey: "visit", question: "score", value: 1 } as const
    await expect(house.escucha.surveys.answer("tel:eva", { ...given, response })).rejects.toMatchObject({
      reason: "unknown",
    })
    await expect(house.escucha.surveys.answer("tel:ana", { ...given, response: "ask:2" })).rejects.toMatchObject({
      field: "response",
    })
    expect((await house.escucha.surveys.responses("tel:eva")).length).toBe(0)
  })

  it("to an older version goes on with the answers that this one takes, once", async () => {
    const before = defineSurvey("visit", (s) =>
      s
        .ask("stars", nps("?"))
        .ask("old", choice("Old?", ["a", "b"]))
        .ask("gone", text("?"))
        .ask("why", openText("Why?")),
    )
    const after = defineSurvey(
      "visit",
      (s) =>
        s
          .ask("score", nps("?"))
          .ask("old", choice("Old?", ["b", "c"]))
          .ask("why", openText("Why?"))
          .thank("Thanks."),
      {
        migrations: [
          {
            from: before.version,
            changes: [
              { change: "rename", question: "stars", to: "score" },
              { change: "map", question: "old", options: { a: "b", b: "c" } },
            ],
          },
        ],
      },
    )
    const first = await aHouse({ surveys: [before] })
    await first.writes("hi", { language: "en" })
    await first.escucha.surveys.ask("tel:ana", "visit", { id: "1" })
    await first.escucha.settled()
    await first.writes("7")
    await first.writes("a")
    const { store } = first.escucha
    // the memory goes on in the house of the next release
    const second = await aHouse({ surveys: [after], store: { ...store, close: async () => {} }, clock: first.clock })
    await second.writes("it was late", { id: "n1" })
    const [response] = await second.escucha.surveys.responses("tel:ana")
    expect(response).toMatchObject({
      version: after.version,
      answers: { score: 7, old: "b", why: "it was late" },
      question: null,
    })
    await second.escucha.surveys.answer("tel:ana", {
      survey: "visit",
      response: response?.id ?? "",
      question: "old",
      value: "c",
    })
    expect((await second.escucha.surveys.responses("tel:ana"))[0]?.answers).toEqual({
      score: 7,
      old: "c",
      why: "it was late",
    })
    expect(await factsOf(second, "tel:ana", "survey-migrated")).toHaveLength(1)
  })
})

describe("contact details", () => {
  it("are asked field by field and kept in the response", async () => {
    const survey = defineSurvey("reach", (s) =>
      s.ask("you", contact("How do we reach you?", ["name", "email"], { optional: ["email"] })).thank("Thanks."),
    )
    const house = await aHouse({ surveys: [survey] })
    await house.writes("hi", { language: "en" })
    await house.escucha.surveys.ask("tel:ana", "reach")
    await house.escucha.settled()
    await house.writes("Ana Ruiz")
    await house.writes("skip")
    expect((await house.escucha.surveys.responses("tel:ana"))[0]?.answers).toEqual({ you: { name: "Ana Ruiz" } })
  })
})
