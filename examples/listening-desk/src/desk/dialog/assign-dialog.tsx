import { useId, useState, type FormEvent } from "react"
import type { CustomerId } from "@escucha/core"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { Dialog } from "./dialog.tsx"
import { DialogFoot } from "./dialog-foot.tsx"
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
          {[user.name, ...owners.filter((known) => known !== user.name)].map((known, place) => (
            <button
              key={known}
              type="button"
              className="choice"
              data-first={place === 0 || undefined}
              disabled={state === "working"}
              onClick={() => assign(known)}
            >
              {place === 0 ? words.dialog.me(known) : wordFor(words.house.teams, known)}
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
        <DialogFoot
          state={state}
          missing={missing && words.dialog.ownerMissing}
          problemId={`${field}-problem`}
          act={words.dialog.assign}
        />
      </form>
    </Dialog>
  )
}
