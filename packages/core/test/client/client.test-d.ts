import { describe, expectTypeOf, it } from "vitest"
import { createClient } from "../../src/client.ts"
import { choice, createEscucha, defineSurvey, nps, openText } from "../../src/index.ts"

const postPurchase = defineSurvey("postPurchase", (s) =>
  s
    .ask("score", nps("Would you recommend us?"))
    .ask("why", openText("Why?"), { when: (a) => a.score.lessThan(9) })
    .ask("fix", choice("What first?", ["delivery", "price"]), { required: false }),
)
const exit = defineSurvey("exit", (s) => s.ask("reason", openText("Why?")))

const escucha = createEscucha({ surveys: [postPurchase, exit] })
const client = createClient<typeof escucha>({ baseUrl: "/escucha" })
const survey = client.survey("postPurchase")

describe("a client that knows its application", () => {
  it("knows the surveys by their names", () => {
    expectTypeOf(client.survey).parameter(0).toEqualTypeOf<"postPurchase" | "exit">()
    expectTypeOf(client.conversation().getSnapshot().surveys).toEqualTypeOf<readonly ("postPurchase" | "exit")[]>()
    // @ts-expect-error there is no survey of this name
    client.survey("postpurchase")
  })

  it("knows the answers to each question", () => {
    survey.answer("score", 9)
    survey.answer("why", "it came on time")
    survey.answer("fix", "price")
    survey.answer("fix", null)
    // @ts-expect-error a score ends at 10
    survey.answer("score", 11)
    // @ts-expect-error there is no question of this name
    survey.answer("reason", "because")
    // @ts-expect-error this is none of the choices
    survey.answer("fix", "colour")
    // @ts-expect-error only a question that is not required may be passed over
    survey.answer("score", null)
    expectTypeOf(survey.getSnapshot().answers.score).toEqualTypeOf<
      0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | undefined
    >()
  })
})
