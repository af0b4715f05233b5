import * as z from "zod"
import { choice, csat, defineSurvey, nps, openText } from "../../src/index.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

/** How a visit was: of people who are known. */
export const visit = defineSurvey("visit", (survey) =>
  survey
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: ({ score }) => score.lessThan(9), required: false })
    .ask("fix", choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["price", "speed"])),
)
/** How colleagues are: in confidence. */
export const pulse = defineSurvey(
  "pulse",
  (survey) =>
    survey
      .ask("mood", csat({ es: "¿Cómo estás?", en: "How are you?" }))
      .ask("words", openText({ es: "¿Algo más?", en: "Anything else?" }), { required: false }),
  { confidentiality: "confidential" },
)
/** A house with both. */
export const options = {
  traits: { plan: z.enum(["free", "pro"]), seats: z.number() },
  channels: { phone: fakeChannel({ scheme: "tel" }) },
  surveys: [visit, pulse],
} as const

/** The house. */
export type House = ReturnType<typeof open>
/** Opens it. */
export const open = () => createTestEscucha(options)

/** Somebody answers on a page, question by question. */
export const answer = async (
  house: House,
  who: number,
  answers: { readonly [question: string]: unknown },
  survey: "visit" | "pulse" = "visit",
) => {
  for (const [question, value] of Object.entries(answers)) {
    await house.clock.advance("10 seconds")
    // the names and the values are those of a table: the compiler sees each of them where a test writes one
    const given = { survey, response: `web:${survey}-${who}`, question, value } as Parameters<
      House["surveys"]["answer"]
    >[1]
    await house.surveys.answer(`user-${who}`, given)
  }
}

/** How results are asked for. */
export type Options = Parameters<House["insights"]["survey"]>[1]
/** What a question came to. */
export const questionOf = async (
  house: House,
  id: string,
  survey: "visit" | "pulse" = "visit",
  given: Options = {},
) => {
  const found = (await house.insights.survey(survey, given)).questions.find((question) => question.id === id)
  if (!found) throw new TypeError(id)
  return found
}
