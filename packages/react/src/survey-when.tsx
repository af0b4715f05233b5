import type { ReactNode } from "react"
import { useClient } from "./client-context.ts"
import type { SurveyTrigger } from "./trigger.ts"
import { type MayAsk, useSurveyTrigger } from "./use-survey-trigger.ts"

/** What `SurveyWhen` is given. */
export interface SurveyWhenProps {
  /** The survey, by its name. */
  readonly survey: string
  readonly when: SurveyTrigger
  /** What asks it: it is not there before, and loads nothing. */
  readonly children: ReactNode
}

/**
 * Shows a survey when its moment has come, once a visit. The server is asked whether it may be put to this customer: whoever was asked
 * lately on any channel, has answered it or has told us to stop is left in peace, and putting it counts as asking.
 *
 * @example
 * <SurveyWhen survey="visit" when={{ scroll: 0.6, exit: true, share: 0.2 }}>
 *   <VisitPopup />
 * </SurveyWhen>
 */
export const SurveyWhen = ({ survey, when, children }: SurveyWhenProps): ReactNode => {
  const client = useClient("SurveyWhen")
  const mayAsk: MayAsk = async () => {
    const offered = await client.survey(survey).offer()
    return "value" in offered ? offered.value.isOffered : undefined
  }
  return useSurveyTrigger(survey, when, mayAsk) ? children : null
}
