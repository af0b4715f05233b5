import { type Language, SurveyForm } from "@escucha/react"
import { useEffect, useRef } from "react"
import { useSurvey } from "./hooks.ts"
import { words } from "./words.ts"

interface RatingProps {
  readonly language: Language
  /** Whether the customer asked for it: then the focus goes to it. */
  readonly isWanted: boolean
}

/** The survey that ends a conversation. */
export const Rating = ({ language, isWanted }: RatingProps) => {
  const survey = useSurvey("visit")
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isWanted) place.current?.focus()
  }, [isWanted])
  return (
    <section ref={place} tabIndex={-1} className="rating" aria-label={words[language].survey}>
      <SurveyForm survey={survey} language={language} />
    </section>
  )
}
