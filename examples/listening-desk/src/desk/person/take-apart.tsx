import { useId, useMemo, useState, type FormEvent } from "react"
import type { CustomerId, DeskDone } from "@escucha/core"
import type { Cut } from "../data/person-client.ts"
import { createResource, useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { DoneStep } from "./done-step.tsx"
import { Field, StepFoot } from "./field.tsx"
import { HeadBox } from "./head-box.tsx"
import { StepHead } from "./step-head.tsx"
import { useDeed } from "./use-deed.ts"

interface TakeApartProps {
  readonly customer: CustomerId
  readonly cut: Cut
  readonly title: string
  readonly onLeave: () => void
}

const Preview = ({ customer, cut }: Pick<TakeApartProps, "customer" | "cut">) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const resource = useMemo(() => createResource(() => client.previewParts(customer, cut)), [client, customer, cut])
  const snapshot = useResource(resource)
  if (snapshot.state === "loading") return <Skeleton kind="card" rows={2} />
  if (snapshot.state === "failed") return <ProblemNote error={snapshot.error} onRetry={() => void resource.refresh()} />
  const { parts } = snapshot.data
  return (
    <>
      <p>{parts.length < 2 ? words.person.apart.stays : words.person.apart.preview(parts.length)}</p>
      <ul className="heads">
        {parts.map((head) => (
          <li key={head.customer}>
            <HeadBox head={head} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Shows what would come apart, asks why, takes it apart and offers to undo it. */
export const TakeApart = ({ customer, cut, title, onLeave }: TakeApartProps) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const { state, run } = useDeed(customer)
  const [reason, setReason] = useState("")
  const [keep, setKeep] = useState(false)
  const [missing, setMissing] = useState(false)
  const [done, setDone] = useState<DeskDone | "undone" | null>(null)
  const box = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === "")
    if (reason.trim() === "") return
    setDone(await run((deed) => client.takeApart(deed, cut, reason.trim(), keep), words.person.apart.done))
  }
  const undo = async ({ links, apart }: DeskDone) => {
    const pairs = links.map(({ ends }) => ends)
    const back = await run((deed) => client.join(deed, pairs, words.person.undo, apart), words.person.apart.undone)
    if (back !== null) setDone("undone")
  }
  if (done !== null)
    return (
      <DoneStep
        said={done === "undone" ? words.person.apart.undone : words.person.apart.done}
        state={state}
        onUndo={done === "undone" ? null : () => void undo(done)}
        onLeave={onLeave}
      />
    )
  return (
    <section className="step">
      <StepHead title={title} />
      <Preview customer={customer} cut={cut} />
      <p className="dialog-note">{words.person.apart.note}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={words.person.reason}
          value={reason}
          onChange={setReason}
          problem={missing && words.person.reasonMissing}
        />
        <p className="tick">
          <input id={box} type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
          <label htmlFor={box}>{words.person.apart.keep}</label>
        </p>
        <StepFoot state={state} act={words.person.apart.act} onBack={onLeave} />
      </form>
    </section>
  )
}
