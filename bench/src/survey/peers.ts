import { createRequire } from "node:module"
import { ConditionRunner, SurveyModel } from "survey-core"
import {
  type Asked,
  type Found,
  type Given,
  isRequired,
  largest,
  longest,
  multiple,
  type Person,
  questions,
  single,
} from "./world.ts"

// It has no types of its own.
const jsonLogic = createRequire(import.meta.url)("json-logic-js") as {
  readonly apply: (rule: unknown, data: unknown) => unknown
}

const elementOf = (asked: Asked): object => {
  const { id: name, under } = asked
  const visibleIf = under && `{${under.score}} <= 6 and ({${under.one}} = 'a' or {${under.one}} = 'b')`
  const placed = { name, isRequired: isRequired(asked), ...(visibleIf !== undefined && { visibleIf }) }
  switch (asked.kind) {
    case "score":
      return { type: "rating", rateMin: 0, rateMax: 10, ...placed }
    case "one":
      return { type: "radiogroup", choices: single, ...placed }
    case "several":
      return { type: "checkbox", choices: multiple, ...placed }
    case "number":
      return {
        type: "text",
        inputType: "number",
        validators: [{ type: "numeric", minValue: 0, maxValue: largest }],
        ...placed,
      }
    case "words":
      return { type: "comment", maxLength: longest, ...placed }
    case "mail":
      return { type: "text", validators: [{ type: "email" }], ...placed }
  }
}

const json = { pages: [{ name: "all", elements: questions.map(elementOf) }] }

const readBy = (model: SurveyModel, given: Given): Found => {
  model.data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  const isValid = model.validate(false, false)
  const counting = model.getAllQuestions(true).filter((question) => !question.isEmpty() && question.validate(false))
  return { isValid, counts: counting.length }
}

const reused = new SurveyModel(json)

/** SurveyJS's model, kept and filled again for each response: the cheaper of its two ways. */
export const surveyModel = (given: Given): Found => {
  reused.clear(true, true)
  return readBy(reused, given)
}

const runner = new ConditionRunner("{age} >= 18 and ({plan} = 'pro' or {plan} = 'team') and {score} < 7")

/** SurveyJS's condition, parsed once. */
export const surveyCondition = (person: Person): boolean => Boolean(runner.runValues({ ...person }))

const rule = {
  and: [
    { ">=": [{ var: "age" }, 18] },
    { or: [{ "==": [{ var: "plan" }, "pro"] }, { "==": [{ var: "plan" }, "team"] }] },
    { "<": [{ var: "score" }, 7] },
  ],
}

/** The condition as JSONLogic. */
export const jsonLogicCondition = (person: Person): boolean => Boolean(jsonLogic.apply(rule, person))
