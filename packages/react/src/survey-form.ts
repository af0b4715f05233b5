import { later } from "./later.ts"
import type { SurveyFormProps } from "./survey-form-props.ts"

/**
 * A survey in a page, with every kind of question, accessible and without styles: `@escucha/react/survey.css` has some. The focus goes
 * along once somebody began, and never before. It is loaded when it is first shown; where it cannot be, the nearest error boundary is told.
 *
 * @example
 * <SurveyForm survey={useSurvey("postPurchase")} language="es" />
 */
export const SurveyForm = /* @__PURE__ */ later<SurveyFormProps>(() =>
  import("./survey-form-shown.tsx").then((module) => module.SurveyFormShown),
)
