import { type ComponentType, type ReactNode, useEffect, useRef } from "react"
import type { Question } from "@escucha/core/survey"
import { type FieldProps, type Frame, FrameContext } from "./field-frame.ts"
import { focusField } from "./focus-field.ts"
import type { ProblemSummary } from "./problem-summary.tsx"
import { end, Ending, Trouble } from "./survey-around.tsx"
import { useSurveyFields } from "./survey-fields.ts"
import type { SurveyPartProps } from "./survey-form-props.ts"
import type { checkOf } from "./survey-problems.ts"
import type { Progress } from "./survey-progress.tsx"

/** What steps are given. */
export interface StepsProps extends SurveyPartProps {
  /** Shows a question. */
  readonly Field: ComponentType<FieldProps>
  /** Holds answers against their questions, and says all that is wrong. Without it browser and server do. */
  readonly checking?: {
    readonly checkOf: typeof checkOf
    readonly Summary: typeof ProblemSummary
    readonly Progress: typeof Progress
  }
}

const orNull = (value: unknown): unknown =>
  value === undefined || (typeof value === "string" && value.trim() === "") ? null : value

/** Moves the focus along with what is shown, once somebody began: what was pressed went away. */
const useFocusAlong = (prefix: string, place: string): { readonly begin: () => void } => {
  const hasBegun = useRef(false)
  const before = useRef(place)
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    if (hasBegun.current) focusField(prefix, place)
  }, [place, prefix])
  return {
    begin: () => {
      hasBegun.current = true
    },
  }
}

interface ButtonsProps {
  readonly question: Question
  readonly frame: Frame
  readonly onSkip: () => void
  readonly onBack: (() => void) | undefined
}

const Buttons = ({ question, frame: { labels }, onSkip, onBack }: ButtonsProps): ReactNode => (
  <div className="escucha-buttons">
    <button type="submit">{labels.next}</button>
    {!question.required && question.kind !== "statement" && (
      <button type="button" onClick={onSkip}>
        {labels.skip}
      </button>
    )}
    {onBack && (
      <button type="button" className="escucha-back" onClick={onBack}>
        {labels.back}
      </button>
    )}
  </div>
)

/** One question after the other, then the end. The focus goes along as soon as somebody began. */
export const SurveySteps = ({ Field, checking, ...props }: StepsProps): ReactNode => {
  const { survey } = props
  const { status, question } = survey
  const { frame, fields, change, refuse } = useSurveyFields(props, question ? [question.id] : [])
  const { prefix, problems } = frame
  const place = question?.id ?? (status === "done" ? end : status)
  const { begin } = useFocusAlong(prefix, place)
  const go = (act: () => void) => {
    begin()
    refuse([])
    act()
  }
  const submit = () => {
    if (survey.status !== "asking") return
    const { question: asked, answers } = survey
    const value = fields[asked.id]
    const checked = checking?.checkOf(survey, asked, value, answers, frame) ?? { value: orNull(value) }
    if ("problems" in checked) refuse(checked.problems)
    else go(() => survey.answer(asked.id, checked.value))
  }
  return (
    <FrameContext value={frame}>
      {checking && <checking.Progress survey={survey} frame={frame} />}
      {survey.status === "asking" && (
        <form
          noValidate={checking !== undefined}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          {checking && problems.length > 1 && <checking.Summary frame={frame} />}
          <Field
            key={place}
            question={survey.question}
            value={fields[place] ?? undefined}
            onChange={(value) => change(place, value)}
          />
          <Buttons
            question={survey.question}
            frame={frame}
            onSkip={() => go(() => survey.answer(place, null))}
            onBack={survey.canGoBack ? () => go(survey.back) : undefined}
          />
        </form>
      )}
      <Ending survey={survey} frame={frame} />
      <Trouble survey={survey} frame={frame} onRetry={() => go(() => focusField(prefix, place))} />
    </FrameContext>
  )
}
