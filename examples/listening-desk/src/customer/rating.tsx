import { SurveyForm } from "@escucha/react"
import { X } from "lucide-react"
import { useSurvey } from "./hooks.ts"
import { texts, type ShopLanguage } from "./texts.ts"

interface RatingProps {
  readonly language: ShopLanguage
  readonly onLeave: () => void
}

/** The score that we ask for when something was settled. Nobody has to answer, and words in the chat answer just as well. */
export const Rating = ({ language, onLeave }: RatingProps) => {
  const words = texts[language]
  const survey = useSurvey("recommend")
  return (
    <section className="rating" aria-label={words.rating}>
      <SurveyForm survey={survey} language={language} />
      <button
        type="button"
        className="icon-button"
        aria-label={survey.status === "done" ? words.closeRating : words.notNow}
        title={survey.status === "done" ? words.closeRating : words.notNow}
        onClick={onLeave}
      >
        <X aria-hidden="true" />
      </button>
    </section>
  )
}
