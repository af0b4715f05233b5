import type { Question } from "../../../src/survey/question.ts"
import { scaleOf } from "../../../src/survey/question-scale.ts"

const subsets = (values: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: 2 ** values.length }, (_, set) => values.filter((_value, place) => (set >> place) % 2 === 1))

const orders = (values: readonly string[], length: number): readonly (readonly string[])[] =>
  length === 0
    ? [[]]
    : values.flatMap((first) =>
        orders(
          values.filter((value) => value !== first),
          length - 1,
        ).map((rest) => [first, ...rest]),
      )

const given = (question: Question): readonly unknown[] => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider": {
      const { low, high, step } = scaleOf(question)
      return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, place) => low + place * step)
    }
    case "number":
      return [-3, 0, 0.5, 1, 4, 5, 7, 10, 120]
    case "choice":
    case "dropdown":
    case "image-choice":
      return question.options.map(({ value }) => value)
    case "choices":
      return subsets(question.options.map(({ value }) => value))
    case "ranking":
      return orders(
        question.options.map(({ value }) => value),
        Math.min(question.top, question.options.length),
      )
    case "matrix":
      return question.columns.flatMap((column) =>
        question.columns.map((other) =>
          Object.fromEntries(
            question.rows.map(({ value }, place) => [value, (place % 2 === 0 ? column : other).value]),
          ),
        ),
      )
    case "consent":
      return [true, false]
    case "date":
      return ["2024-02-29"]
    case "time":
      return ["09:30"]
    case "email":
      return ["ana@correo.es"]
    case "phone":
      return ["+34600111222"]
    case "contact":
      return [
        Object.fromEntries(
          question.fields.map((field) => [
            field,
            field === "email" ? "ana@correo.es" : field === "phone" ? "+34600111222" : "x",
          ]),
        ),
      ]
    case "max-diff":
      return [question.sets.map(([best, worst]) => ({ best, worst }))]
    case "panel":
      return Array.from({ length: 3 }, (_, place) =>
        Array.from({ length: question.least + place }, () =>
          Object.fromEntries(question.questions.map((inner) => [inner.id, given(inner)[0]])),
        ),
      )
    case "file":
      return [[{ media: "m", type: "image/png", bytes: 10 }]]
    case "statement":
      return []
    default:
      return ["words of their own"]
  }
}

/** Answers to a question as it is asked: all of them where there are not too many, and passing it over. What is not taken is for the survey to refuse. */
export const answersTo = (question: Question): readonly unknown[] => [...given(question), null]
