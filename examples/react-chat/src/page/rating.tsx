import { type Language, SurveyQuestion } from "@escucha/react"
import { useSurvey } from "./hooks.ts"
import { words } from "./words.ts"

/** The survey that ends a conversation. */
export const Rating = ({ language }: { readonly language: Language }) => {
  const survey = useSurvey("visit")
  return (
    <section className="rating" aria-label={words[language].survey}>
      <progress value={survey.progress} aria-label={words[language].survey} />
      <SurveyQuestion survey={survey} language={language} />
    </section>
  )
}
