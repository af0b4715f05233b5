import type { ReactNode } from "react"
import type { SurveyPartProps } from "./survey-form-props.ts"

const rightToLeft = /^(?:ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b/i

interface SurveyedProps extends Pick<SurveyPartProps, "survey" | "language"> {
  readonly layout: string
  readonly children: ReactNode
}

/** What stands around a survey: its language, the direction of that, and how things are, for styles. */
export const Surveyed = ({ survey, language = "en", layout, children }: SurveyedProps): ReactNode => (
  <div
    className="escucha-survey"
    lang={language}
    dir={rightToLeft.test(language) ? "rtl" : "ltr"}
    data-status={survey.status}
    data-layout={layout}
  >
    {children}
  </div>
)
