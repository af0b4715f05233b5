import { useId, useState, type FormEvent } from "react"
import type { CustomerId } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { Dialog } from "./dialog.tsx"
import { DialogFoot } from "./dialog-foot.tsx"
import { useAct } from "./use-act.ts"

const reasons = ["solved", "no-answer-needed", "duplicate", "spam", "other"] as const

interface CloseProps {
  readonly customer: CustomerId
  readonly name: string
  readonly case: string | null
}

/** Asks why a conversation or a case is closed: nothing that a customer wrote is put away without a reason. */
export const CloseDialog = ({ customer, name, case: open }: CloseProps) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const { state, run } = useAct(customer, open)
  const [reason, setReason] = useState<(typeof reasons)[number]>("solved")
  const [own, setOwn] = useState("")
  const [missing, setMissing] = useState(false)
  const field = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = reason === "other" ? own.trim() : reason
    setMissing(said === "")
    if (said !== "") void run((act) => client.close(act, said), words.dialog.closed)
  }
  return (
    <Dialog kind="close" title={open === null ? words.dialog.closeTitle(name) : words.dialog.closeCase}>
      <form onSubmit={submit} noValidate>
        {open === null && <p className="dialog-note">{words.dialog.closeNote}</p>}
        <fieldset>
          <legend>{words.dialog.reason}</legend>
          {reasons.map((each) => (
            <label key={each} className="radio">
              <input
                type="radio"
                name="reason"
                value={each}
                checked={reason === each}
                data-first={each === "solved" || undefined}
                onChange={() => setReason(each)}
              />
              {words.reasons[each]}
            </label>
          ))}
        </fieldset>
        {reason === "other" && (
          <>
            <label htmlFor={field}>{words.dialog.otherReason}</label>
            <input
              id={field}
              value={own}
              onChange={(event) => setOwn(event.target.value)}
              autoComplete="off"
              aria-invalid={missing}
              aria-describedby={`${field}-problem`}
            />
          </>
        )}
        <DialogFoot
          state={state}
          missing={missing && words.dialog.reasonMissing}
          problemId={`${field}-problem`}
          act={words.dialog.close}
        />
      </form>
    </Dialog>
  )
}
