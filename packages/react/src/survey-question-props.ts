import type { Language } from "./chat-labels.ts"
import type { SurveyView } from "./hooks.tsx"
import type { SurveyLabels } from "./survey-labels.ts"

/** What `SurveyQuestion` is given. */
export interface SurveyQuestionProps {
  /** What `useSurvey` gave. */
  readonly survey: SurveyView
  /** `en` unless told. */
  readonly language?: Language
  /** Other words for some labels. */
  readonly labels?: Partial<SurveyLabels>
}
