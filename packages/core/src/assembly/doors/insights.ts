import type { Pulse } from "../../insight/pulse.ts"
import type { SurveyResults } from "../../insight/survey-results.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { AnswerTopics, TopicsOptions } from "../insight/answer-topics.ts"
import type { OpenAnswers, OpenAnswersRequest } from "../insight/open-answers.ts"
import type { SurveyResultsOptions } from "../insight/results-request.ts"
import type { FitOptions } from "../value/fit.ts"
import type { ValuedCustomer } from "../value/list.ts"
import type { ValueModel } from "../value/model.ts"

/** What the house knows of itself, each figure with its uncertainty. */
export interface InsightsDoor {
  /** Volume, feeling and unanswered over the last `hours` (1 to 8,784), by hour up to three days and by day beyond. */
  readonly pulse: (options?: { readonly hours?: number }) => Promise<Pulse>
  /** What a survey came to: each question with its figures and their intervals and, with `by`, group by group. */
  readonly survey: (name: string, options?: SurveyResultsOptions) => Promise<SurveyResults>
  /** What was answered to a question in own words, with how it feels and what it speaks of, who was asked last first. */
  readonly openAnswers: (survey: string, question: string, wanted?: OpenAnswersRequest) => Promise<OpenAnswers>
  /** What answers in own words speak of: each topic with its share, its feeling and its score, and words that nobody declared. */
  readonly topics: (survey: string, question: string, options?: TopicsOptions) => Promise<AnswerTopics>
  /**
   * Learns from all buyers how people buy, spend and leave, and keeps what was learned: numbers alone. Call it now and then, once a day,
   * say. Read the cautions of what it gives.
   */
  readonly fitValue: (options?: FitOptions) => Promise<ValueModel>
  /** Buyers, who spent most first, each with what is expected of them; before a model was learned, with what they bought alone. */
  readonly value: (options?: { readonly page?: Partial<PageRequest> }) => Promise<Page<ValuedCustomer>>
}
