import { type ReactNode, useEffect, useRef } from "react"
import { textIn } from "@escucha/core/survey"
import type { Language } from "./chat-labels.ts"
import type { SurveyView } from "./hooks.tsx"
import { QuestionForm } from "./question-form.tsx"
import { type SurveyLabels, surveyLabels } from "./survey-labels.ts"

/** What `SurveyQuestion` is given. */
export interface SurveyQuestionProps {
  /** What `useSurvey` gave. */
  readonly survey: SurveyView
  /** `en` unless told. */
  readonly language?: Language
  /** Other words for some labels. */
  readonly labels?: Partial<SurveyLabels>
}

/**
 * The question that waits, accessible and without styles, then the next one, then the thanks. The focus goes along.
 *
 * @example
 * <SurveyQuestion survey={useSurvey("postPurchase")} language="es" />
 */
export const SurveyQuestion = ({ survey, language = "en", labels: given }: SurveyQuestionProps): ReactNode => {
  const labels = { ...surveyLabels[language], ...given }
  const { status, question, problem } = survey
  const place = useRef<HTMLElement>(null)
  const answered = useRef(false)
  useEffect(() => {
    if (answered.current) place.current?.focus() // what was pressed went away
  }, [question, status])
  return (
    <div className="escucha-survey" lang={language} data-status={status}>
      {question && (
        <QuestionForm
          key={question.id} question={question} language={language} labels={labels} place={place}
          onAnswer={(value) => {
            answered.current = true
            survey.answer(question.id, value)
          }}
        />
      )}
      {status === "loading" && <p role="status">{labels.loading}</p>}
      {status === "done" && <p role="status" ref={place as Ref<HTMLParagraphElement>} tabIndex={-1}>{survey.thanks ? textIn(survey.thanks, language) : labels.thanks}</p>}
      {problem && (
        <p role="alert">
          {status === "asking" ? problem.message : labels.failed} <button type="button" onClick={() => survey.retry()}>{labels.retry}</button>
        </p>
      )}
    </div>
  )
}
