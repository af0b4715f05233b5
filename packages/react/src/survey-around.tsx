import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type Frame } from "./field-frame.ts"
import { isSafe } from "./safe-address.ts"
import type { SurveyView } from "./survey-view.ts"

/** The name under which the end of a survey is focused; no question has it, for a question's begins with a letter. */
export const end = "-end"

/** What stands around the questions is given. */
export interface AroundProps {
  readonly survey: SurveyView
  readonly frame: Frame
}

/** How a survey ended, and where it leads. */
export const Ending = ({ survey, frame }: AroundProps): ReactNode => {
  if (survey.status !== "done") return null
  const { text, link } = survey.ended
  return (
    <>
      <p role="status" id={fieldId(frame, end)} tabIndex={-1} className="escucha-ending">
        {text === undefined ? frame.labels.thanks : textIn(text, frame.language)}
      </p>
      {link !== undefined && isSafe(link) && <a href={link}>{frame.labels.goOn}</a>}
    </>
  )
}

/** That it is being loaded, or what went wrong beside the fields, with a way to try again. */
export const Trouble = ({ survey, frame, onRetry }: AroundProps & { readonly onRetry?: () => void }): ReactNode => {
  const { labels, problems } = frame
  const { status, problem } = survey
  if (status === "loading") return <p role="status">{labels.loading}</p>
  if (!problem || problems.some(({ field }) => field === problem.field)) return null
  return (
    <p role="alert" className="escucha-trouble">
      {labels.failed}{" "}
      <button
        type="button"
        onClick={() => {
          survey.retry()
          onRetry?.()
        }}
      >
        {labels.retry}
      </button>
    </p>
  )
}
