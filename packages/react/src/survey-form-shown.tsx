import type { ReactNode } from "react"
import { AnyField } from "./any-field.tsx"
import { ProblemSummary } from "./problem-summary.tsx"
import type { SurveyFormProps } from "./survey-form-props.ts"
import { Surveyed } from "./surveyed.tsx"
import { SurveyPage } from "./survey-page.tsx"
import { checkOf } from "./survey-problems.ts"
import { Progress } from "./survey-progress.tsx"
import { SurveySteps } from "./survey-steps.tsx"

const checking = { checkOf, Summary: ProblemSummary, Progress }

/** The questions of a survey. Another response has other fields. */
export const SurveyFormShown = ({ layout = "steps", ...props }: SurveyFormProps): ReactNode => {
  const { survey } = props
  const key = survey.status === "asking" || survey.status === "done" ? survey.response : ""
  return (
    <Surveyed {...props} layout={layout}>
      {layout === "page" ? (
        <SurveyPage key={key} {...props} />
      ) : (
        <SurveySteps key={key} {...props} Field={AnyField} checking={checking} />
      )}
    </Surveyed>
  )
}
