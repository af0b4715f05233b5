import type { Localized } from "../kernel/localized.ts"
import type { Answers } from "../survey/definition.ts"
import type { Question } from "../survey/question.ts"
import type { ClientProblem } from "./problem.ts"

/** Where a survey stands. `answers` holds what was answered so far; `progress` goes from 0 to 1. */
export type SurveyState<Given = Answers> = { readonly answers: Partial<Given>; readonly progress: number } & (
  | { readonly status: "loading"; readonly question: undefined; readonly problem?: undefined }
  /** `problem`: why the last answer was not taken, in the server's words. */
  | { readonly status: "asking"; readonly question: Question; readonly problem?: ClientProblem }
  /** `problem`: why the server has not got the last answer yet. */
  | {
      readonly status: "done"
      readonly question: undefined
      readonly thanks?: Localized
      readonly problem?: ClientProblem
    }
  /** It could not be loaded; `retry` tries again. */
  | { readonly status: "failed"; readonly question: undefined; readonly problem: ClientProblem }
)
