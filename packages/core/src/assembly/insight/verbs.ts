// Results of surveys are for those who ask for them: they are loaded together, when the first is asked for.
export { answerTopics } from "./answer-topics.ts"
export { openAnswers } from "./open-answers.ts"
export { surveyResults } from "./results.ts"
