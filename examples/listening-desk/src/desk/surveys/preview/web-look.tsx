import { useMemo } from "react"
import { SurveyForm, useSurveyDefinition } from "@escucha/react"
import { textIn, type AnyDefinition, type Question } from "@escucha/core/survey"
import { fieldNames } from "@escucha/core/survey-render"
import type { LookProps } from "./question-look.tsx"

// The question alone: what it depends on is not asked here.
const alone = (asked: Question): AnyDefinition => {
  const { when: _, checks: __, requiredWhen: ___, trait: ____, ...question } = asked
  return { name: "look", version: "look", questions: [question as Question] } // it keeps its kind
}

/** The words of a form for whoever does not see its picture: its question, and what can be answered. */
const spokenOf = (question: Question, language: string | undefined): string => {
  const labels =
    "options" in question
      ? question.options.map(({ label }) => textIn(label, language))
      : "rows" in question
        ? [...question.rows, ...question.columns].map(({ label }) => textIn(label, language))
        : question.kind === "contact"
          ? question.fields.map((field) => textIn(fieldNames[field], language))
          : []
  return [textIn(question.text, language), labels.join(", ")].filter((part) => part !== "").join(" ")
}

/** A question as a form shows it. It is a picture: nothing in it can be pressed. */
export const WebLook = ({ question, language }: LookProps) => {
  const definition = useMemo(() => alone(question), [question])
  const survey = useSurveyDefinition(definition)
  return (
    <>
      <p className="hidden">{spokenOf(question, language)}</p>
      <div className="look-form" inert>
        <SurveyForm survey={survey} {...(language !== undefined && { language })} />
      </div>
    </>
  )
}
