import { type ReactNode, useId } from "react"
import { type Question, textIn } from "@escucha/core/survey"
import { prompt } from "@escucha/core/survey-render"
import type { Language } from "./chat-labels.ts"
import type { SurveyLabels } from "./survey-labels.ts"

/** What a question is given. */
export interface QuestionFormProps {
  readonly question: Question
  readonly language: Language
  readonly labels: SurveyLabels
  readonly onAnswer: (value: unknown) => void
}

const tens = Array.from({ length: 11 }, (_, score) => ({ value: String(score), label: String(score) }))

/** The answer as it is stored. A box that was left empty passes its question over, where that may be. */
const valueOf = ({ kind, required }: Question, given: FormDataEntryValue | null): unknown => {
  if (given !== null && (kind === "nps" || kind === "csat")) return Number(given)
  return !required && typeof given === "string" && given.trim() === "" ? null : given
}

/** One question as a form of native controls: a group of radio buttons, or a box for the person's own words. */
export const QuestionForm = ({ question, language, labels, onAnswer }: QuestionFormProps): ReactNode => {
  const id = useId()
  const { kind, required } = question
  const text = textIn(question.text, language)
  const isNps = kind === "nps"
  const choices = isNps ? tens : (prompt(question, language).choices ?? [])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onAnswer(valueOf(question, new FormData(event.currentTarget).get(id)))
      }}
    >
      <fieldset tabIndex={-1} data-kind={kind} aria-describedby={isNps ? `${id}-scale` : undefined}>
        <legend>{text}</legend>
        {kind === "open-text" ? (
          <textarea name={id} dir="auto" aria-label={text} maxLength={question.maxLength} required={required} />
        ) : (
          choices.map(({ value, label }) => (
            <label key={value}>
              <input type="radio" name={id} value={value} required />
              {label}
            </label>
          ))
        )}
        {isNps && <p id={`${id}-scale`}>{labels.scale}</p>}
      </fieldset>
      <button type="submit">{labels.next}</button>
      {!required && (
        <button type="button" onClick={() => onAnswer(null)}>
          {labels.skip}
        </button>
      )}
    </form>
  )
}
