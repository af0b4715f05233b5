import { describe, expect, it } from "vitest"
import type { ClientSurvey } from "../../src/client/wire.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import { choice } from "../../src/survey/question-list.ts"
import { nps } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"
import { noNetwork, refusal } from "./fake-server.ts"
import { opened } from "./opened.ts"

const definition = defineSurvey("postPurchase", (s) =>
  s
    .ask("score", nps("Would you recommend us?"))
    .ask("why", openText("Why?"), { when: (a) => a.score.atMost(6) })
    .ask("fix", choice("What first?", ["delivery", "price"]), { required: false })
    .thank({ es: "Gracias", en: "Thank you" }),
)

const begun: ClientSurvey = { response: "r-1", definition, answers: {}, done: false }

const watched = async (prepare: (parts: ReturnType<typeof opened>) => void = () => {}) => {
  const parts = opened({ survey: begun })
  prepare(parts)
  const survey = parts.client.survey("postPurchase")
  survey.subscribe(() => {})
  await expect.poll(() => survey.getSnapshot().status).not.toBe("loading")
  const asked = () => survey.getSnapshot().question?.id ?? survey.getSnapshot().status
  return { ...parts, survey, asked }
}

const refused = refusal(400, {
  reason: "invalid",
  field: "score",
  message: "score: Responde con un número entero del 0 al 10.",
})

describe("a survey in a page", () => {
  it("asks its first question when it is there", async () => {
    const { survey, asked, client } = await watched()
    expect(asked()).toBe("score")
    expect(survey.getSnapshot()).toMatchObject({ status: "asking", answers: {}, progress: 0 })
    client.close()
  })

  it("asks the next question before the server has the answer", async () => {
    const { survey, server, asked, client } = await watched()
    survey.answer("score", 3)
    await expect.poll(asked).toBe("why")
    expect(survey.getSnapshot()).toMatchObject({ answers: { score: 3 }, progress: 1 / 3 })
    await expect
      .poll(() => server.to("answers").map(({ body }) => body))
      .toEqual([{ id: "id-1", survey: "postPurchase", response: "r-1", question: "score", value: 3 }])
    client.close()
  })

  it("passes over what need not be asked, and thanks at the end", async () => {
    const { survey, asked, client } = await watched()
    survey.answer("score", 10)
    await expect.poll(asked).toBe("fix")
    survey.answer("fix", null)
    await expect
      .poll(() => survey.getSnapshot())
      .toMatchObject({
        status: "done",
        progress: 1,
        ended: { why: "complete", text: { es: "Gracias" } },
        answers: { score: 10, fix: null },
      })
    client.close()
  })

  it("takes an answer back that the server refuses, and what followed from it, in the server's words", async () => {
    const { survey, server, asked, client } = await watched(({ server: { plan } }) => plan("answers", refused))
    survey.answer("score", 2)
    survey.answer("why", "it was late")
    await expect
      .poll(() => survey.getSnapshot().problem?.message)
      .toBe("score: Responde con un número entero del 0 al 10.")
    expect(asked()).toBe("score")
    expect(survey.getSnapshot().answers).toEqual({})
    expect(server.to("answers")).toHaveLength(1)
    client.close()
  })

  it("keeps an answer that could not be sent, and sends it under the same id", async () => {
    const { survey, server, asked, client } = await watched(({ server: { plan } }) => plan("answers", noNetwork))
    survey.answer("score", 9)
    await expect.poll(() => survey.getSnapshot().problem?.reason).toBe("network")
    expect(asked()).toBe("fix")
    survey.retry()
    await expect.poll(() => survey.getSnapshot().problem).toBeUndefined()
    expect(server.to("answers").map(({ body }) => body["id"])).toEqual(["id-1", "id-1"])
    client.close()
  })

  it("says why it could not be loaded, and tries again when told", async () => {
    const { survey, asked, client } = await watched(({ server: { plan } }) => {
      plan("surveys/postPurchase", refusal(404, { reason: "unknown", message: "survey: name one" }))
      plan("conversation", noNetwork)
    })
    expect(survey.getSnapshot()).toMatchObject({ status: "failed", problem: { reason: "unknown" } })
    survey.retry()
    await expect.poll(asked).toBe("score")
    client.close()
  })

  it("follows what was answered elsewhere, in the chat or on another page", async () => {
    const { server, asked, client } = await watched()
    await expect.poll(() => server.streams()).toBe(1)
    server.say({ type: "survey", survey: { ...begun, answers: { score: 1 } } })
    await expect.poll(asked).toBe("why")
    client.close()
  })

  it("goes back to what was answered, sends only what changed, and goes on from there", async () => {
    const { survey, server, asked, client } = await watched()
    survey.answer("score", 3)
    survey.answer("why", "slow")
    await expect.poll(() => server.to("answers").length).toBe(2)
    expect(survey.getSnapshot()).toMatchObject({ canGoBack: true })
    survey.back()
    await expect.poll(asked).toBe("why")
    survey.back()
    await expect.poll(asked).toBe("score")
    expect(survey.getSnapshot()).toMatchObject({ canGoBack: false, answers: { score: 3, why: "slow" } })
    survey.answer("score", 3)
    await expect.poll(asked).toBe("why")
    survey.answer("why", "very slow")
    await expect.poll(asked).toBe("fix")
    await expect.poll(() => server.to("answers").map(({ body }) => body["value"])).toEqual([3, "slow", "very slow"])
    client.close()
  })

  it("asks again what the server refuses of what was answered before", async () => {
    const { survey, server, asked, client } = await watched()
    survey.answer("score", 9)
    await expect.poll(() => server.to("answers").length).toBe(1)
    survey.back()
    await expect.poll(asked).toBe("score")
    server.plan("answers", refused)
    survey.answer("score", 2)
    await expect.poll(() => survey.getSnapshot().problem?.field).toBe("score")
    expect(asked()).toBe("score")
    expect(survey.getSnapshot().answers).toEqual({ score: 9 })
    client.close()
  })

  it("does not lead back to what was known, and uses the names of the person", async () => {
    const named = defineSurvey("postPurchase", (s) =>
      s.ask("score", nps("Score?")).ask("why", openText("Why, {name|friend}?")),
    )
    const begunKnown: ClientSurvey = {
      response: "r-1",
      definition: named,
      answers: { score: 9 },
      done: false,
      walk: { names: { name: "Ana" } },
      known: ["score"],
    }
    const { client } = opened({ survey: begunKnown })
    const survey = client.survey("postPurchase")
    survey.subscribe(() => {})
    await expect
      .poll(() => survey.getSnapshot())
      .toMatchObject({ question: { id: "why", text: "Why, Ana?" }, canGoBack: false })
    client.close()
  })

  it("hands in a file, and has what stands for it in the answer", async () => {
    const { survey, server, client } = await watched()
    const file = { media: "media:1", type: "image/png", bytes: 4, name: "a.png" }
    const path = (id: string) => `media?id=${id}&name=a.png&survey=postPurchase&response=r-1`
    server.plan(path("id-1"), () => Response.json({ id: "id-1", file }))
    const given = new File(["data"], "a.png", { type: "image/png" })
    expect(await survey.upload(given)).toEqual({ value: file })
    server.plan(path("id-2"), noNetwork)
    expect(await survey.upload(given)).toMatchObject({ problem: { reason: "network" } })
    client.close()
  })

  it("gives way to the response that was asked for, unless it has answers of its own", async () => {
    const { survey, server, client } = await watched()
    await expect.poll(() => server.streams()).toBe(1)
    server.say({ type: "survey", survey: { ...begun, response: "r-2" } })
    survey.answer("score", 9)
    await expect.poll(() => server.to("answers").length).toBe(1)
    server.say({ type: "survey", survey: { ...begun, response: "r-3" } })
    survey.answer("fix", "price")
    await expect.poll(() => server.to("answers").length).toBe(2)
    expect(new Set(server.to("answers").map(({ body }) => body["response"])).size).toBe(1)
    client.close()
  })

  it("is the same store for the same name", () => {
    const { client } = opened()
    expect(client.survey("score")).toBe(client.survey("score"))
  })
})
