import type { ReactNode } from "react"
import type { SurveyView } from "./survey-view.ts"
import type { SurveyLabels } from "./survey-labels.ts"

/** What a survey in a page is given. */
export interface SurveyPartProps {
  /** What `useSurvey` or `useSurveyDefinition` gave. */
  readonly survey: SurveyView
  /** A BCP 47 tag; `en` unless told. What we say ourselves is Spanish or English: for another language give every label. */
  readonly language?: string
  /** Other words for some labels. */
  readonly labels?: Partial<SurveyLabels>
}

/** What `SurveyForm` is given. */
export interface SurveyFormProps extends SurveyPartProps {
  /** One question after the other, with a way back; or all that is asked on one page. `steps` unless told. */
  readonly layout?: "steps" | "page"
}

/** What `NpsPopup` is given. */
export interface NpsPopupProps extends SurveyPartProps {
  /** What is shown for a question that is neither a score nor words, such as a `SurveyForm`; without it the pop-up is not there then. */
  readonly otherwise?: ReactNode
  /** They put it away without answering to the end. Keep it, so that it does not come back. */
  readonly onDismiss?: () => void
}
