import type { Answers, AnswersOf, Survey } from "../survey/definition.ts"

/** What the client asks of the type of an application: what `createEscucha` gives, for the compiler alone. */
export interface Described {
  readonly $app?: { readonly surveys: readonly Survey[] }
}

type SurveysOf<Application extends Described> = NonNullable<Application["$app"]>["surveys"][number]

/** The names of the surveys of this application. */
export type SurveyName<Application extends Described> = SurveysOf<Application>["name"]

/** The answers of the survey of this name; any, where nothing is known of the application. */
export type AnswersTo<Application extends Described, Name extends SurveyName<Application>> =
  string extends SurveyName<Application> ? Answers : AnswersOf<Extract<SurveysOf<Application>, { readonly name: Name }>>
