import type { SurveyState, SurveyStore } from "@escucha/core/client"

/** A survey as a component sees it. */
export type SurveyView<Given = Record<string, unknown>> = SurveyState<Given> &
  Pick<SurveyStore<Given>, "answer" | "back" | "upload" | "retry">
