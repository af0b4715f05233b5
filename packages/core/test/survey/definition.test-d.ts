import { describe, expectTypeOf, it } from "vitest"
import type { Condition } from "../../src/kernel/condition.ts"
import { fields } from "../../src/kernel/condition-fields.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import {
  type AnswersByName,
  type AnswersOf,
  type AnyDefinition,
  type SurveyNames,
} from "../../src/survey/definition.ts"
import { choice } from "../../src/survey/question-list.ts"
import { csat, nps, type NpsScore } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"

const postPurchase = defineSurvey("postPurchase", (s) =>
  s
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: (a) => a.score.lessThan(9) })
    .ask(
      "fix",
      choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, [
        "delivery",
        { value: "price", label: "Price" },
        "quality",
      ]),
      { when: (a) => a.score.atMost(6) },
    )
    .ask("service", csat("How was it?"), { required: false }),
)

const exitInterview = defineSurvey("exitInterview", (s) => s.ask("reason", openText("What did we do wrong?")))

const surveys = [postPurchase, exitInterview] as const

describe("the answers of a survey", () => {
  it("are inferred, those that depend or may be passed over as optional", () => {
    expectTypeOf<AnswersOf<typeof postPurchase>>().toEqualTypeOf<{
      readonly score: NpsScore
      readonly why?: string
      readonly fix?: "delivery" | "price" | "quality"
      readonly service?: 1 | 2 | 3 | 4 | 5 | null
    }>()
  })

  it("do not hold a score of 11 or another choice", () => {
    expectTypeOf<AnswersOf<typeof postPurchase>>().toExtend<{ score: NpsScore }>()
    // @ts-expect-error no score is 11
    const tooHigh: AnswersOf<typeof postPurchase> = { score: 11 }
    // @ts-expect-error nobody can choose speed
    const unknown: AnswersOf<typeof postPurchase> = { score: 9, fix: "speed" }
    expectTypeOf([tooHigh, unknown]).not.toBeNever()
  })

  it("are known by the survey's name", () => {
    expectTypeOf<SurveyNames<typeof surveys>>().toEqualTypeOf<"postPurchase" | "exitInterview">()
    expectTypeOf<AnswersByName<typeof surveys>["exitInterview"]>().toEqualTypeOf<
      { readonly reason: string } | undefined
    >()
    expectTypeOf(postPurchase).toExtend<AnyDefinition>()
  })
})

describe("a question", () => {
  it("may be passed over unless it surely may not", () => {
    const survey = defineSurvey("maybe", (s) =>
      s
        .ask("sure", nps("?"), { required: true })
        .ask("unsure", nps("?"), { required: Date.now() > 0 })
        .ask("never", openText("?"), { required: false, when: (a) => a.sure.is(1) })
        .ask("then", openText("?"), { required: true, when: (a) => a.unsure.is(1) }),
    )
    expectTypeOf<AnswersOf<typeof survey>>().toEqualTypeOf<{
      readonly sure: NpsScore
      readonly unsure?: NpsScore | null
      readonly never?: string | null
      readonly then?: string
    }>()
  })
})

describe("a survey does not compile", () => {
  it("that compares with a choice which is not there", () => {
    const wrong = defineSurvey("wrong", (s) =>
      s
        .ask("fix", choice("?", ["delivery", "price"]))
        // @ts-expect-error there is no choice "speed"
        .ask("why", openText("?"), { when: (a) => a.fix.is("speed") }),
    )
    expectTypeOf(wrong).toExtend<AnyDefinition>()
  })

  it("that refers to a later question, or to itself", () => {
    const later = defineSurvey("wrong", (s) =>
      s
        // @ts-expect-error fix comes later
        .ask("why", openText("?"), { when: (a) => a.fix.is("price") })
        .ask("fix", choice("?", ["delivery", "price"])),
    )
    // @ts-expect-error a question cannot depend on itself
    const itself = defineSurvey("wrong", (s) => s.ask("score", nps("?"), { when: (a) => a.score.lessThan(9) }))
    expectTypeOf([later, itself]).toExtend<readonly AnyDefinition[]>()
  })

  it("that compares words like numbers, or a score with words", () => {
    const ordered = defineSurvey("wrong", (s) =>
      s
        .ask("why", openText("?"))
        // @ts-expect-error words are not ordered
        .ask("more", openText("?"), { when: (a) => a.why.lessThan(3) }),
    )
    const searched = defineSurvey("wrong", (s) =>
      s
        .ask("score", nps("?"))
        // @ts-expect-error a score has no words in it
        .ask("more", openText("?"), { when: (a) => a.score.contains("9") }),
    )
    expectTypeOf([ordered, searched]).toExtend<readonly AnyDefinition[]>()
  })

  it("that asks two questions under one id", () => {
    const wrong = () =>
      defineSurvey("wrong", (s) =>
        s
          .ask("score", nps("?"))
          // @ts-expect-error score is taken
          .ask("score", openText("?")),
      )
    expectTypeOf(wrong).toBeFunction()
  })

  it("that compares a score with 11", () => {
    const wrong = defineSurvey("wrong", (s) =>
      s
        .ask("score", nps("?"))
        // @ts-expect-error no score is 11
        .ask("why", openText("?"), { when: (a) => a.score.is(11) }),
    )
    expectTypeOf(wrong).toExtend<AnyDefinition>()
  })

  it("that offers nothing to choose from", () => {
    expectTypeOf(choice<readonly ["a"]>)
      .parameter(1)
      .toEqualTypeOf<readonly ["a"]>()
    // @ts-expect-error a choice needs an option
    choice("?", [])
  })
})

interface Facts {
  readonly mood: "calm" | "upset"
  readonly tags?: readonly ("new" | "old")[]
  readonly answers: AnswersByName<typeof surveys>
}

describe("conditions over the answers of several surveys", () => {
  it("reach into each by its name", () => {
    const { answers, mood, tags } = fields<Facts>()
    expectTypeOf([answers.postPurchase.score.atMost(6), mood.is("upset"), tags.includes("new")]).toExtend<
      readonly Condition[]
    >()
    // @ts-expect-error there is no such mood
    mood.is("angry")
    // @ts-expect-error there is no such tag
    tags.includes("other")
    // @ts-expect-error there is no such survey
    answers.prePurchase.exists()
    // @ts-expect-error a score is no instant
    answers.postPurchase.score.within("7 days")
  })
})
