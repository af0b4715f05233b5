import { CircleCheck, Undo2 } from "lucide-react"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import type { ActState } from "../dialog/use-act.ts"
import { StepHead } from "./step-head.tsx"

interface DoneStepProps {
  readonly said: string
  readonly state: ActState
  /** Takes it back; null where it was taken back already. */
  readonly onUndo: (() => void) | null
  readonly onLeave: () => void
}

/** What was done, and the way to undo it. */
export const DoneStep = ({ said, state, onUndo, onLeave }: DoneStepProps) => {
  const { words } = useSpeech()
  return (
    <section className="step done-step">
      <CircleCheck aria-hidden="true" />
      <StepHead key={said} title={said} />
      <p className="form-problem" role="alert">
        {typeof state === "object" && <ProblemText error={state} />}
      </p>
      <footer>
        {onUndo !== null && (
          <button type="button" className="quiet-button" disabled={state === "working"} onClick={onUndo}>
            <Undo2 aria-hidden="true" />
            {words.person.undo}
          </button>
        )}
        <button type="button" className="button" onClick={onLeave}>
          {words.person.done}
        </button>
      </footer>
    </section>
  )
}
