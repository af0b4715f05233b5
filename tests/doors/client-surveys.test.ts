import * as z from "zod"
import { describe, expect, it } from "vitest"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { choice } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText, text } from "../../packages/core/src/survey/question-words.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { chatSecret } from "./a-page.ts"
import { bearer, call } from "./caller.ts"

const visit = defineSurvey(
  "visit",
  (s) =>
    s
      .ask("town", text("Which town?"), { trait: "town" })
      .ask("score", nps("Which score, {name|friend}?"))
      .ask("fix", choice("Fix?", ["delivery", "price"], { order: "mixed" }), { when: (a) => a.score.atMost(6) }),
  { within: "30 minutes" },
)
const quiet = defineSurvey("quiet", (s) => s.ask("score", nps("Score?")).ask("why", openText("Why?")), {
  confidentiality: "anonymous",
})

const aBrowser = async () => {
  const escucha = createTestEscucha({
    channels: { chat: webChat({ secret: chatSecret }) },
    traits: { town: z.string(), name: z.string(), plan: z.string() },
    secret: chatSecret,
    surveys: [visit, quiet],
  })
  await escucha.customers.identify("ana", { town: "Soria", name: "Ana", plan: "pro" })
  const { token } = await escucha.sessions.mint("ana")
  const headers = bearer(token)
  const post = (body: object) => call(escucha, "POST", "/client/answers", { body, headers })
  const get = async (path: string) => (await call(escucha, "GET", `/client/${path}`, { headers })).value as Shown // what the route gives
  return { escucha, get, post }
}

interface Shown {
  readonly response: string
  readonly answers: object
  readonly done: boolean
  readonly walk: object
  readonly known?: readonly string[]
  readonly surveys: readonly Shown[]
}

describe("a survey on a page of a customer", () => {
  it("comes with what is known, what its texts may name and the seed of its order, and with nothing else of theirs", async () => {
    const { get } = await aBrowser()
    const shown = await get("surveys/visit")
    expect(shown).toMatchObject({ answers: { town: "Soria" }, known: ["town"], done: false })
    expect(shown.walk).toEqual({ seed: expect.any(Number), names: { name: "Ana" } })
    expect(JSON.stringify(shown)).not.toContain("pro")
  })

  it("goes on where it was left, and is offered no more when its time is over", async () => {
    const { escucha, get, post } = await aBrowser()
    const { response, walk } = await get("surveys/visit")
    const sent = await post({ id: "1", survey: "visit", response, question: "score", value: 3 })
    expect([sent.status, sent.value]).toMatchObject([200, { answers: { town: "Soria", score: 3 }, walk }])
    expect(await get("surveys/visit")).toMatchObject({ response, answers: { score: 3 }, known: ["town"] })
    await escucha.clock.advance("40 minutes")
    const late = await post({ id: "2", survey: "visit", response, question: "score", value: 9 })
    expect([late.status, late.value]).toMatchObject([409, { error: { field: "response" } }])
    expect((await get("conversation")).surveys).toEqual([])
    expect((await get("surveys/visit")).response).not.toBe(response)
  })

  it("goes on where it was left although its answers are nobody's", async () => {
    const { escucha, get, post } = await aBrowser()
    const { response, walk } = await get("surveys/quiet")
    await post({ id: "1", survey: "quiet", response, question: "score", value: 3 })
    expect(await get("surveys/quiet")).toMatchObject({ response, answers: { score: 3 }, done: false, walk })
    const sent = await post({ id: "2", survey: "quiet", response, question: "why", value: "it was late" })
    expect(sent.value).toMatchObject({ done: true, answers: { score: 3, why: "it was late" } })
    const own = (await escucha.customers.timeline("ana")).items
    expect(JSON.stringify(own)).not.toContain("it was late")
  })

  it.each([
    ["an id that no page begins with", "ask:1", 404],
    ["words that are no id", "somebody", 400],
  ])("refuses %s", async (_, response, status) => {
    const { post } = await aBrowser()
    const sent = await post({ id: "1", survey: "visit", response, question: "score", value: 3 })
    expect(sent.status).toBe(status)
  })
})
