import { Fragment, type ReactNode } from "react"
import type { Question } from "@escucha/core/survey"
import { useSpeech } from "../../i18n/words.tsx"
import { stepsOf } from "./steps.ts"

const few = 3

interface StepsLookProps {
  readonly question: Question
  readonly renderStep: (step: Question) => ReactNode
}

/** A question where one thing is asked at a time: its first steps, and how many there are. */
export const StepsLook = ({ question, renderStep }: StepsLookProps) => {
  const { words } = useSpeech()
  const { shown, all } = stepsOf(question, few)
  if (all === 1) return shown.map((step) => <Fragment key={step.id}>{renderStep(step)}</Fragment>)
  return (
    <ol className="look-steps">
      {shown.map((step, place) => (
        <li key={step.id}>
          <small>{words.surveys.preview.step(place + 1, all)}</small>
          {renderStep(step)}
        </li>
      ))}
      {all > shown.length && (
        <li>
          <small>{words.surveys.preview.more(all - shown.length)}</small>
        </li>
      )}
    </ol>
  )
}
