import { type ReactNode, useEffect, useRef } from "react"
import { textIn } from "@escucha/core/survey"
import { QuestionForm } from "./question-form.tsx"
import { surveyLabels } from "./survey-labels.ts"
import type { SurveyQuestionProps } from "./survey-question-props.ts"

const focusIn = (place: HTMLElement | null) => place?.querySelector<HTMLElement>("[tabindex]")?.focus()

/** What `SurveyQuestion` shows: the question that waits, the thanks, or what went wrong. */
export const SurveySteps = ({ survey, language = "en", labels: given }: SurveyQuestionProps): ReactNode => {
  const labels = { ...surveyLabels[language], ...given }
  const { status, question, problem } = survey
  const isRefused = question !== undefined && problem?.field === question.id // by what was answered: another answer may do
  const place = useRef<HTMLDivElement>(null)
  const answered = useRef(false)
  const shown = question?.id ?? status
  const before = useRef(shown)
  useEffect(() => {
    if (before.current === shown) return
    before.current = shown
    if (answered.current) focusIn(place.current) // what was pressed went away
  }, [shown])
  return (
    <div ref={place}>
      {question && (
        <QuestionForm
          key={question.id}
          question={question}
          language={language}
          labels={labels}
          onAnswer={(value) => {
            answered.current = true
            survey.answer(question.id, value)
          }}
        />
      )}
      {status === "loading" && <p role="status">{labels.loading}</p>}
      {status === "done" && (
        <p role="status" tabIndex={-1}>
          {survey.thanks === undefined ? labels.thanks : textIn(survey.thanks, language)}
        </p>
      )}
      {problem && (
        <p role="alert">
          {isRefused ? (
            problem.message.replace(`${problem.field}: `, "")
          ) : (
            <>
              {labels.failed}{" "}
              <button
                type="button"
                onClick={() => {
                  answered.current = true
                  survey.retry()
                  focusIn(place.current) // what was pressed goes away
                }}
              >
                {labels.retry}
              </button>
            </>
          )}
        </p>
      )}
    </div>
  )
}
