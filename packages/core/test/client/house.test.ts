import { expect, it } from "vitest"
import { createClient } from "../../src/client.ts"
import { createEscucha, defineChannel, defineSurvey, nps, openText } from "../../src/index.ts"
import * as z from "zod"
import { aStorage } from "./opened.ts"

const chat = defineChannel({
  id: "chat",
  kind: "chat",
  scheme: "visitor",
  config: z.strictObject({ secret: z.string() }),
  web: ({ secret }) => ({ secret, origins: [], visitors: true }),
  capabilities: {
    parts: { choices: "full" },
    text: { max: 10_000 },
    inbound: true,
    receipts: [],
    idempotency: { kind: "key", window: 1_000_000 },
  },
  open: async () => ({ send: async () => ({ status: "sent" }), close: async () => {} }),
})

const score = defineSurvey("score", (s) =>
  s
    .ask("recommend", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: (a) => a.recommend.atMost(6) }),
)

it("talks with a real house: writes, is answered live, answers the survey that it is asked", async () => {
  const escucha = createEscucha({
    channels: { chat: chat({ secret: "a secret of a test, long enough to seal with" }) },
    surveys: [score],
    rules: [
      {
        name: "answer",
        on: "message-received",
        do: async (_, act) => {
          await act.reply("We are looking for it.")
          await act.ask("score")
        },
      },
    ],
  })
  const client = createClient<typeof escucha>({
    baseUrl: "http://house.test",
    storage: aStorage(),
    fetch: (input, init) => escucha.fetch(new Request(input, init)),
  })
  const conversation = client.conversation()
  const survey = client.survey("score")
  conversation.subscribe(() => {})
  await expect.poll(() => conversation.getSnapshot().status).toBe("live")
  conversation.send("Where is my order?")
  await expect
    .poll(() => conversation.getSnapshot().messages.map(({ text, state }) => `${text} ${state}`))
    .toEqual(expect.arrayContaining(["Where is my order? sent", "We are looking for it. sent"]))
  await expect.poll(() => conversation.getSnapshot().surveys).toEqual(["score"])

  const choices = () => conversation.getSnapshot().messages.map((line) => line.choices?.length ?? 0)
  await expect.poll(() => Math.max(...choices())).toBe(11)

  survey.subscribe(() => {})
  await expect.poll(() => survey.getSnapshot().question?.id).toBe("recommend")
  survey.answer("recommend", 2)
  await expect.poll(() => survey.getSnapshot().question?.id).toBe("why")
  await expect.poll(() => Math.max(...choices())).toBe(0) // the score was given here: nobody can tap it there any more
  survey.answer("why", "  ")
  await expect.poll(() => survey.getSnapshot().problem?.field).toBe("why")
  expect(survey.getSnapshot().question?.id).toBe("why")
  survey.answer("why", "It was late")
  await expect.poll(() => survey.getSnapshot().status).toBe("done")
  await expect.poll(() => conversation.getSnapshot().surveys).toEqual([])
  client.close()
  await escucha.close()
}, 20_000)
