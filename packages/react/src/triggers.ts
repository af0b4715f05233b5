// The door @escucha/react/triggers: surveys that come when something happens on a page. Loaded by pages that have some, and by no other.
export { SurveyWhen, type SurveyWhenProps } from "./survey-when.tsx"
export { type Stay, type SurveyTrigger, TriggerError } from "./trigger.ts"
export { type MayAsk, useSurveyTrigger } from "./use-survey-trigger.ts"
