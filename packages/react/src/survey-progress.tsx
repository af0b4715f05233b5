import type { ReactNode } from "react"
import { filled, labelsOf } from "./field-labels.ts"
import type { AroundProps } from "./survey-around.tsx"

/** How far somebody is, for the eye and for the ear. */
export const Progress = ({ survey, frame }: AroundProps): ReactNode =>
  survey.status === "asking" &&
  survey.definition.questions.length > 1 && (
    <p role="status" className="escucha-progress">
      <progress value={survey.progress} aria-hidden="true" />
      <span>{filled(labelsOf(frame).progress, { percent: Math.round(survey.progress * 100) })}</span>
    </p>
  )
