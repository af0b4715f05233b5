import { lazy, type ReactNode, Suspense } from "react"
import type { SurveyQuestionProps } from "./survey-question-props.ts"

// Most pages never ask: what shows a question is loaded with the first one, like the engine that chooses it.
const SurveySteps = lazy(() => import("./survey-steps.tsx").then((module) => ({ default: module.SurveySteps })))

/**
 * The question that waits, accessible and without styles, then the next one, then the thanks. The focus goes along. A part of the page
 * that cannot be loaded reaches the nearest error boundary.
 *
 * @example
 * <SurveyQuestion survey={useSurvey("postPurchase")} language="es" />
 */
export const SurveyQuestion = (props: SurveyQuestionProps): ReactNode => (
  <div className="escucha-survey" lang={props.language ?? "en"} data-status={props.survey.status}>
    <Suspense>
      <SurveySteps {...props} />
    </Suspense>
  </div>
)
