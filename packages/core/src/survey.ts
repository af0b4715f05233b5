// The door @escucha/core/survey: surveys as data, the same engine in a browser and on a server. Pure.
export { all, any, not } from "./kernel/condition.ts"
export type { Comparison, Condition, Path, Scalar } from "./kernel/condition.ts"
export type { Field, Fields } from "./kernel/condition-fields.ts"
export type { Calculation } from "./kernel/calculation.ts"
export {
  choose,
  count,
  difference,
  least,
  mean,
  most,
  place,
  points,
  product,
  quotient,
  round,
  sum,
} from "./kernel/calculated.ts"
export type { Amount, Calculated } from "./kernel/calculated.ts"
export { textIn } from "./kernel/localized.ts"
export type { Language, Localized } from "./kernel/localized.ts"
export { defineSurvey, panel } from "./survey/builder.ts"
export type { AskOptions, SurveyBuilder, SurveyOptions } from "./survey/builder.ts"
export type {
  Answers,
  AnswersByName,
  AnswersOf,
  AnyDefinition,
  Change,
  Confidentiality,
  Ending,
  Migration,
  Quota,
  Survey,
  SurveyNames,
  SurveyValue,
} from "./survey/definition.ts"
export { next, relevant } from "./survey/engine.ts"
export type { Ended, Next, Walk } from "./survey/engine.ts"
export { standing } from "./survey/standing.ts"
export type { Standing } from "./survey/standing.ts"
export type { Draft } from "./survey/draft.ts"
export type {
  Asked,
  Check,
  Medium,
  PanelQuestion,
  Placed,
  Question,
  QuestionKind,
  QuestionOf,
} from "./survey/question.ts"
export { ces, csat, nps, number, rating, scaleOf, slider } from "./survey/question-scale.ts"
export type { CesScore, CsatScore, Ends, NpsScore, Scale, ScaleQuestion } from "./survey/question-scale.ts"
export { pairBalance } from "./survey/max-diff-sets.ts"
export type { PairBalance } from "./survey/max-diff-sets.ts"
export { choice, choices, dropdown, imageChoice, matrix, maxDiff, ranking } from "./survey/question-list.ts"
export type {
  BestAndWorst,
  ImageInput,
  ImageOption,
  ListQuestion,
  Option,
  OptionInput,
  Order,
  Ordering,
} from "./survey/question-list.ts"
export { date, email, openText, phone, text, time } from "./survey/question-words.ts"
export type { Day, TimeOfDay, WordsQuestion } from "./survey/question-words.ts"
export { consent, contact, contactFields, file } from "./survey/question-form.ts"
export type { ContactField, FileAnswer, FormQuestion } from "./survey/question-form.ts"
export { answer, begin, isComplete, isExpired } from "./survey/response.ts"
export type { Response } from "./survey/response.ts"
export { migrate } from "./survey/migrate.ts"
export type { Migrated } from "./survey/migrate.ts"
export type { Answer, AnswerProblem, AnswerReason, CheckedAnswer, Remedy } from "./survey/answer.ts"
export { checkAnswer } from "./survey/check-answer.ts"
export { checkAnswers } from "./survey/check-answers.ts"
export { explain } from "./survey/explain.ts"
export type { CheckedAnswers } from "./survey/check-answers.ts"
