import type { Localized } from "../kernel/localized.ts"
import type { AnyDefinition, Answers } from "../survey/definition.ts"
import type { Ended, Walk } from "../survey/engine.ts"
import type { Question } from "../survey/question.ts"
import type { ClientProblem } from "./problem.ts"

/** Why an answer is not where it belongs: what the server said, or in several languages what the survey itself says. */
export type SurveyProblem = Omit<ClientProblem, "message"> & { readonly message: Localized }

/** What is known of a survey that was loaded. */
interface Loaded {
  readonly definition: AnyDefinition
  /** What the way through it depends on beside the answers. */
  readonly walk: Walk
  /** Names this response; another one has other answers. */
  readonly response: string
  /** The questions whose answers were known before anything was asked. */
  readonly known: readonly string[]
}

/** Where a survey stands. `answers` holds what was answered so far; `progress` goes from 0 to 1. */
export type SurveyState<Given = Answers> = { readonly answers: Partial<Given>; readonly progress: number } & (
  | { readonly status: "loading"; readonly question: undefined; readonly problem?: undefined }
  /** `problem`: why the last answer was not taken. */
  | ({
      readonly status: "asking"
      readonly question: Question
      /** Whether there is a question before this one. */
      readonly canGoBack: boolean
      readonly problem?: SurveyProblem
    } & Loaded)
  /** `problem`: why the server has not got the last answer yet. */
  | ({
      readonly status: "done"
      readonly question: undefined
      /** How it ended, and what is said then. */
      readonly ended: Ended
      readonly problem?: SurveyProblem
    } & Loaded)
  /** It could not be loaded; `retry` tries again. */
  | { readonly status: "failed"; readonly question: undefined; readonly problem: SurveyProblem }
)
