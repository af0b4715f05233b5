import { all } from "../../src/kernel/condition.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import { choice } from "../../src/survey/question-list.ts"
import { csat, nps } from "../../src/survey/question-scale.ts"
import { openText } from "../../src/survey/question-words.ts"

/** A survey with every kind of question, one that may be passed over, and conditions over one and over two answers. */
export const postPurchase = defineSurvey("postPurchase", (s) =>
  s
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }, { maxLength: 20 }), {
      when: (a) => a.score.lessThan(9),
      required: false,
    })
    .ask(
      "fix",
      choice({ es: "¿Qué arreglamos primero?", en: "What should we fix first?" }, [
        { value: "delivery", label: { es: "La entrega", en: "The delivery" } },
        { value: "price", label: { es: "El precio", en: "The price" } },
        "quality",
      ]),
      { when: (a) => a.score.atMost(6) },
    )
    .ask("price", csat("¿El precio?"), { when: (a) => all(a.fix.is("price"), a.score.exists()) })
    .thank({ es: "Gracias", en: "Thank you" }),
)

/** The question of this id; the test stops here if there is none. */
export const questionOf = (id: string) => {
  const question = postPurchase.questions.find((asked) => asked.id === id)
  if (!question) throw new TypeError(`there is no question ${id}`)
  return question
}
