import { createClient } from "@escucha/core/client"
import { describe, expectTypeOf, it } from "vitest"
import { createHooks, SurveyForm } from "../src/index.ts"
import type { Shop } from "./fake-house.ts"

const { useConversation, useSurvey } = createHooks(createClient<Shop>())

describe("hooks that know their application", () => {
  it("know its surveys, their questions and their answers", () => {
    expectTypeOf(useSurvey).parameter(0).toEqualTypeOf<"visit">()
    expectTypeOf<ReturnType<typeof useConversation>["surveys"]>().toEqualTypeOf<readonly "visit"[]>()
    const Visit = () => {
      const survey = useSurvey("visit")
      survey.answer("recommend", 10)
      survey.answer("fix", "price")
      survey.answer("words", null)
      // @ts-expect-error a score ends at 10
      survey.answer("recommend", 11)
      // @ts-expect-error there is no question of this name
      survey.answer("score", 9)
      // @ts-expect-error this is none of the choices
      survey.answer("fix", "colour")
      // @ts-expect-error there is no survey of this name
      useSurvey("visits")
      if (survey.status === "asking") expectTypeOf(survey.question.id).toEqualTypeOf<string>()
      return SurveyForm({ survey })
    }
    expectTypeOf(Visit).toBeFunction()
  })
})
