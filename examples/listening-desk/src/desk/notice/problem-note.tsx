import { CircleAlert, RotateCcw } from "lucide-react"
import type { DeskError } from "../data/desk-error.ts"
import { useSpeech } from "../i18n/words.tsx"

/** What went wrong, in the reader's words; the server's own remedy where it refused something. */
export const ProblemText = ({ error }: { readonly error: DeskError }) => {
  const { words } = useSpeech()
  return error.reason === "refused" ? error.message : words.problem[error.reason]
}

/** A failure in the place where the data would be, and the way to try again. */
export const ProblemNote = ({ error, onRetry }: { readonly error: DeskError; readonly onRetry: () => void }) => {
  const { words } = useSpeech()
  return (
    <div className="note" role="alert">
      <CircleAlert aria-hidden="true" />
      <p>
        <ProblemText error={error} />
      </p>
      <button type="button" className="quiet-button" onClick={onRetry}>
        <RotateCcw aria-hidden="true" />
        {words.problem.retry}
      </button>
    </div>
  )
}
