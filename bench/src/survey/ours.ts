import { checkAnswers, type AnyDefinition, type Condition, type Question } from "@escucha/core/survey"
import { compile } from "../../../packages/core/src/kernel/condition.ts" // no door has it alone
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

const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

const conditionOf = ({ under }: Asked): { readonly when?: Condition } =>
  under
    ? {
        when: {
          op: "all",
          of: [
            { op: "at-most", path: [under.score], value: 6 },
            { op: "in", path: [under.one], value: ["a", "b"] },
          ],
        },
      }
    : {}

const questionOf = (asked: Asked): Question => {
  const placed = { id: asked.id, text: asked.id, required: isRequired(asked), ...conditionOf(asked) }
  switch (asked.kind) {
    case "score":
      return { kind: "nps", ...placed }
    case "one":
      return { kind: "choice", options: optionsOf(single), ...placed }
    case "several":
      return { kind: "choices", options: optionsOf(multiple), least: 0, most: multiple.length, ...placed }
    case "number":
      return { kind: "number", low: 0, high: largest, ...placed }
    case "words":
      return { kind: "open-text", maxLength: longest, ...placed }
    case "mail":
      return { kind: "email", ...placed }
  }
}

/** The survey as we write it. */
export const definition: AnyDefinition = { name: "measured", version: "1", questions: questions.map(questionOf) }

/** Holds a whole response against the survey, branches and all. */
export const checked = (given: Given): Found => {
  const { answers, problems, waiting } = checkAnswers(definition, given)
  let counts = 0
  for (const value of Object.values(answers)) if (value !== null) counts += 1
  return { isValid: problems.length === 0 && waiting === undefined, counts }
}

const matches = compile({
  op: "all",
  of: [
    { op: "at-least", path: ["age"], value: 18 },
    {
      op: "any",
      of: [
        { op: "equals", path: ["plan"], value: "pro" },
        { op: "equals", path: ["plan"], value: "team" },
      ],
    },
    { op: "less-than", path: ["score"], value: 7 },
  ],
})

/** One condition of four comparisons. */
export const matched = (person: Person): boolean => matches(person, 0)
