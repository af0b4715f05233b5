import { useMemo, useState, type FormEvent } from "react"
import { BellOff, Ban } from "lucide-react"
import type { CustomerId, DeskDone, DeskJoin } from "@escucha/core"
import { createResource, useResource } from "../data/resource.ts"
import { plainValue } from "../i18n/plain-value.ts"
import { useSpeech, wordFor, type Speech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { Fact } from "../card/facts.tsx"
import { channelWords, purposeWords } from "./consent-words.ts"
import { DoneStep } from "./done-step.tsx"
import { ruleWords } from "./evidence.ts"
import { Field, StepFoot } from "./field.tsx"
import { HeadBox } from "./head-box.tsx"
import { StepHead } from "./step-head.tsx"
import { useDeed } from "./use-deed.ts"

/** Where the two differ, and what they agreed to together. */
const Together = ({ join }: { readonly join: DeskJoin }) => {
  const speech = useSpeech()
  const { words } = speech
  return (
    <>
      {join.conflicts.length > 0 && (
        <>
          <h4>{words.person.join.conflicts}</h4>
          <dl>
            {join.conflicts.map(({ name, holds }) => (
              <Fact key={name} name={wordFor(words.traits, name)}>
                {plainValue(name, holds, speech)}
              </Fact>
            ))}
          </dl>
        </>
      )}
      {join.consents.length > 0 && (
        <>
          <h4>{words.person.join.consents}</h4>
          <dl>
            {join.consents.map(({ purpose, channel, state }) => (
              <Fact
                key={`${purpose} ${channel}`}
                name={`${purposeWords(purpose, speech)}, ${channelWords(channel, speech)}`}
              >
                {wordFor(words.person.consents.states, state)}
              </Fact>
            ))}
          </dl>
        </>
      )}
      {join.optedOut && (
        <p className="warn">
          <BellOff aria-hidden="true" />
          {words.person.join.stop}
        </p>
      )}
    </>
  )
}

interface JoinPreviewProps {
  readonly customer: CustomerId
  readonly other: CustomerId
  readonly onBack: () => void
  readonly onLeave: () => void
}

/** Both of them, side by side, and what they would be together; or the rule that refuses it. */
const Both = ({ join }: { readonly join: DeskJoin }) => {
  const speech = useSpeech()
  const { words } = speech
  return (
    <>
      <ul className="heads">
        {[join.one, join.two].map((head) => (
          <li key={head.customer}>
            <HeadBox head={head} />
          </li>
        ))}
      </ul>
      {join.refused === null ? (
        <Together join={join} />
      ) : (
        <p className="warn">
          <Ban aria-hidden="true" />
          {words.person.join.refused(ruleWords(join.refused, speech))}
        </p>
      )}
      <p className="dialog-note">{words.person.join.note}</p>
    </>
  )
}

/** Joins the two, and takes it back. */
const useJoining = (customer: CustomerId, other: CustomerId) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const { state, run } = useDeed(customer)
  const [done, setDone] = useState<DeskDone | "undone" | null>(null)
  const join = async (reason: string) =>
    setDone(await run((deed) => client.join(deed, [[customer, other]], reason), words.person.join.done))
  const undo = async ({ links: [made] }: DeskDone) => {
    if (made === undefined) return
    const cut = { link: made.link }
    const back = await run((deed) => client.takeApart(deed, cut, words.person.undo, false), words.person.join.undone)
    if (back !== null) setDone("undone")
  }
  return { state, done, join, undo }
}

const saidOf = (done: DeskDone | "undone", speech: Speech): string => {
  const own = speech.words.person.join
  if (done === "undone") return own.undone
  return done.refused === null ? own.done : own.refused(ruleWords(done.refused, speech))
}

/** What joining two customers would give; joins them with a reason, and offers to undo it. */
export const JoinPreview = ({ customer, other, onBack, onLeave }: JoinPreviewProps) => {
  const speech = useSpeech()
  const { words } = speech
  const { client } = useDesk()
  const resource = useMemo(() => createResource(() => client.previewJoin(customer, other)), [client, customer, other])
  const snapshot = useResource(resource)
  const { state, done, join, undo } = useJoining(customer, other)
  const [reason, setReason] = useState("")
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === "")
    if (reason.trim() !== "") void join(reason.trim())
  }
  if (done !== null)
    return (
      <DoneStep
        said={saidOf(done, speech)}
        state={state}
        onUndo={done === "undone" ? null : () => void undo(done)}
        onLeave={onLeave}
      />
    )
  if (snapshot.state === "loading") return <Skeleton kind="card" rows={3} />
  if (snapshot.state === "failed") return <ProblemNote error={snapshot.error} onRetry={() => void resource.refresh()} />
  const isRefused = snapshot.data.refused !== null
  return (
    <section className="step">
      <StepHead title={isRefused ? words.person.join.title : words.person.join.preview} />
      <Both join={snapshot.data} />
      <form onSubmit={submit} noValidate>
        {!isRefused && (
          <Field
            label={words.person.reason}
            value={reason}
            onChange={setReason}
            problem={missing && words.person.reasonMissing}
          />
        )}
        <StepFoot state={state} act={words.person.join.act} onBack={onBack} disabled={isRefused} />
      </form>
    </section>
  )
}
