import { type ReactNode, useEffect, useRef } from "react"
import { AnyField } from "./any-field.tsx"
import { type FieldProblem, FrameContext } from "./field-frame.ts"
import { labelsOf } from "./field-labels.ts"
import { focusField } from "./focus-field.ts"
import { ProblemSummary } from "./problem-summary.tsx"
import { end, Ending, Trouble } from "./survey-around.tsx"
import { useSurveyFields } from "./survey-fields.ts"
import type { SurveyPartProps } from "./survey-form-props.ts"
import { pageOf } from "./survey-page-of.ts"
import { checkOf } from "./survey-problems.ts"

/** All that is asked on one page. Questions come and go with the answers before them; what stood in those that went away is kept. */
export const SurveyPage = (props: SurveyPartProps): ReactNode => {
  const { survey } = props
  const { status } = survey
  const all = survey.status === "asking" ? survey.definition.questions.map(({ id }) => id) : []
  const { frame, fields, change, refuse } = useSurveyFields(props, all)
  const hasSent = useRef(false)
  const { prefix } = frame
  const labels = labelsOf(frame)
  useEffect(() => {
    if (status === "done" && hasSent.current) focusField(prefix, end)
  }, [status, prefix])
  const { questions } =
    survey.status === "asking" ? pageOf(survey.definition, fields, survey.walk, survey.known) : { questions: [] }
  const submit = () => {
    if (survey.status !== "asking") return
    const answers: Record<string, unknown> = { ...survey.answers }
    const problems: FieldProblem[] = []
    for (const question of questions) {
      const checked = checkOf(survey, question, fields[question.id], answers, frame)
      if ("problems" in checked) problems.push(...checked.problems)
      else answers[question.id] = checked.value
    }
    refuse(problems)
    if (problems.length > 0) return
    hasSent.current = true
    for (const { id } of questions) survey.answer(id, answers[id])
  }
  return (
    <FrameContext value={frame}>
      {survey.status === "asking" && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          {frame.problems.length > 0 && <ProblemSummary frame={frame} />}
          {questions.map((question) => (
            <AnyField
              key={question.id}
              question={question}
              value={fields[question.id] ?? undefined}
              onChange={(value) => change(question.id, value)}
            />
          ))}
          <div className="escucha-buttons">
            <button type="submit">{labels.send}</button>
          </div>
        </form>
      )}
      <Ending survey={survey} frame={frame} />
      <Trouble survey={survey} frame={frame} />
    </FrameContext>
  )
}
