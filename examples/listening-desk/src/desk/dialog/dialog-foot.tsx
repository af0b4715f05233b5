import type { ReactNode } from "react"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { closeOverlay } from "../use-route.ts"
import type { ActState } from "./use-act.ts"

interface DialogFootProps {
  readonly state: ActState
  /** What is missing before it can be done, or what went wrong with the form. */
  readonly missing: ReactNode
  /** The id of the line that says so, for the field that it is about. */
  readonly problemId: string
  /** What the button does. */
  readonly act: string
}

/** The end of a form in a window: what is wrong, and the two ways out. */
export const DialogFoot = ({ state, missing, problemId, act }: DialogFootProps) => {
  const { words } = useSpeech()
  return (
    <>
      <p id={problemId} className="form-problem" role="alert">
        {missing}
        {typeof state === "object" && <ProblemText error={state} />}
      </p>
      <footer>
        <button type="button" className="quiet-button" onClick={closeOverlay}>
          {words.dialog.cancel}
        </button>
        <button type="submit" className="button" disabled={state === "working"}>
          {state === "working" ? words.dialog.working : act}
        </button>
      </footer>
    </>
  )
}
