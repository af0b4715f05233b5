import { useId, useState, type FormEvent } from "react"
import type { CustomerId } from "@escucha/core"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { closeOverlay } from "../use-route.ts"
import { Dialog } from "./dialog.tsx"
import { useAct } from "./use-act.ts"

interface AssignProps {
  readonly customer: CustomerId
  readonly name: string
  readonly case: string | null
  /** Names that were seen as owners: offered, never required. */
  readonly owners: readonly string[]
}

/** Asks who takes care of a conversation or of a case. */
export const AssignDialog = ({ customer, name, case: open, owners }: AssignProps) => {
  const { words } = useSpeech()
  const { client, user } = useDesk()
  const { state, run } = useAct(customer, open)
  const [owner, setOwner] = useState("")
  const [missing, setMissing] = useState(false)
  const field = useId()
  const assign = (to: string) => {
    setMissing(to === "")
    if (to !== "") void run((act) => client.assign(act, to), words.dialog.assigned(to))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    assign(owner.trim())
  }
  return (
    <Dialog kind="assign" title={open === null ? words.dialog.assignTitle(name) : words.dialog.assignCase}>
      <form onSubmit={submit} noValidate>
        <div className="choices">
          <button
            type="button"
            className="choice"
            data-first
            disabled={state === "working"}
            onClick={() => assign(user.name)}
          >
            {words.dialog.me(user.name)}
          </button>
          {owners
            .filter((known) => known !== user.name)
            .map((known) => (
              <button
                key={known}
                type="button"
                className="choice"
                disabled={state === "working"}
                onClick={() => assign(known)}
              >
                {wordFor(words.house.teams, known)}
              </button>
            ))}
        </div>
        <label htmlFor={field}>{words.dialog.owner}</label>
        <input
          id={field}
          value={owner}
          onChange={(event) => setOwner(event.target.value)}
          autoComplete="off"
          aria-invalid={missing}
          aria-describedby={`${field}-problem`}
        />
        <p id={`${field}-problem`} className="form-problem" role="alert">
          {missing && words.dialog.ownerMissing}
          {typeof state === "object" && <ProblemText error={state} />}
        </p>
        <footer>
          <button type="button" className="quiet-button" onClick={closeOverlay}>
            {words.dialog.cancel}
          </button>
          <button type="submit" className="button" disabled={state === "working"}>
            {state === "working" ? words.dialog.working : words.dialog.assign}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}
