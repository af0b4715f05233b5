// The door @escucha/core/survey: surveys as data, the same engine in a browser and on a server. Pure.
export { all, any, not } from "./kernel/condition.ts"
export type { Comparison, Condition, Path, Scalar } from "./kernel/condition.ts"
export type { Field, Fields } from "./kernel/condition-fields.ts"
export { textIn } from "./kernel/localized.ts"
export type { Language, Localized } from "./kernel/localized.ts"
export { defineSurvey } from "./survey/definition.ts"
export type {
  Answers,
  AnswersByName,
  AnswersOf,
  AnyDefinition,
  AskOptions,
  Survey,
  SurveyBuilder,
  SurveyNames,
} from "./survey/definition.ts"
export { next, relevant } from "./survey/engine.ts"
export type { Next } from "./survey/engine.ts"
export { prompt } from "./survey/prompt.ts"
export type { Prompt } from "./survey/prompt.ts"
export { choice, csat, nps, openText, scales } from "./survey/question.ts"
export type { Asked, CsatScore, Draft, NpsScore, Option, Question, Scale } from "./survey/question.ts"
export { parseReply } from "./survey/reply.ts"
export { answer, begin, isComplete } from "./survey/response.ts"
export type { Response } from "./survey/response.ts"
export { checkAnswer } from "./survey/check-answer.ts"
export type { Answer, AnswerProblem, CheckedAnswer } from "./survey/check-answer.ts"
