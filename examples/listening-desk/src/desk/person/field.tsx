import { useEffect, useId, useRef, type ReactNode } from "react"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import type { ActState } from "../dialog/use-act.ts"

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What is wrong with it, if anything. */
  readonly problem: ReactNode
  readonly note?: string
  /** Whether the cursor is in it as soon as it is there. */
  readonly first?: boolean
}

/** A line to write in, with its name above and what is wrong with it below. */
export const Field = ({ label, value, onChange, problem, note, first = false }: FieldProps) => {
  const field = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (first) input.current?.focus()
  }, [first])
  const isWrong = problem !== null && problem !== false && problem !== undefined
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        value={value}
        autoComplete="off"
        ref={input}
        aria-invalid={isWrong}
        aria-describedby={`${field}-note ${field}-problem`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${field}-note`} className="field-note">
        {note}
      </p>
      <p id={`${field}-problem`} className="form-problem" role="alert">
        {problem}
      </p>
    </div>
  )
}

interface StepFootProps {
  readonly state: ActState
  readonly act: string
  readonly onBack: () => void
  /** Whether what the button does cannot be undone. */
  readonly grave?: boolean
  readonly disabled?: boolean
}

/** The end of a step within a window: what went wrong, the way back and the deed. */
export const StepFoot = ({ state, act, onBack, grave = false, disabled = false }: StepFootProps) => {
  const { words } = useSpeech()
  return (
    <>
      <p className="form-problem" role="alert">
        {typeof state === "object" && <ProblemText error={state} />}
      </p>
      <footer>
        <button type="button" className="quiet-button" onClick={onBack}>
          {words.person.back}
        </button>
        <button
          type="submit"
          className="button"
          data-grave={grave || undefined}
          disabled={disabled || state === "working"}
        >
          {state === "working" ? words.dialog.working : act}
        </button>
      </footer>
    </>
  )
}
