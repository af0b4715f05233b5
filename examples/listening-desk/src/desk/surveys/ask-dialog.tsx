import { useEffect, useId, useRef, useState, type FormEvent } from "react"
import type { Asking, CustomerId } from "@escucha/core"
import { asDeskError } from "../data/desk-error.ts"
import { useResource } from "../data/resource.ts"
import { DialogFoot } from "../dialog/dialog-foot.tsx"
import { Dialog } from "../dialog/dialog.tsx"
import type { ActState } from "../dialog/use-act.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech, wordFor, type Speech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { closeOverlay } from "../use-route.ts"
import { channelWords, surveyName } from "./survey-words.ts"

const outcomeWords = (asking: Asking, { words }: Speech): string => {
  if (asking.status === "withheld") return words.surveys.ask.spared(wordFor(words.surveys.spared, asking.because))
  return asking.status === "asked" ? words.surveys.ask.asked : words.surveys.ask.duplicate
}

interface FormProps {
  readonly customer: CustomerId
  readonly names: readonly string[]
  readonly onDone: (asking: Asking) => void
}

const AskForm = ({ customer, names, onDone }: FormProps) => {
  const speech = useSpeech()
  const { words } = speech
  const { client, data } = useDesk()
  const page = useResource(data.customer(customer))
  const [state, setState] = useState<ActState>("idle")
  const [survey, setSurvey] = useState(names[0] ?? "")
  const [via, setVia] = useState("")
  const id = useRef(crypto.randomUUID())
  const field = useId()
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), []) // the surveys may come after the window
  const channels = page.state === "ready" ? page.data.view.known.flatMap(({ channel }) => channel ?? []) : []
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setState("working")
    try {
      const asking = await client.ask({ id: id.current, customer, survey, via: via === "" ? null : via })
      onDone(asking)
      await data.customer(customer).refresh()
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p className="dialog-note">{words.surveys.ask.note}</p>
      <fieldset>
        <legend>{words.surveys.ask.survey}</legend>
        {names.map((name, place) => (
          <label key={name} className="radio">
            <input
              type="radio"
              name="survey"
              value={name}
              checked={survey === name}
              ref={place === 0 ? first : null}
              onChange={() => setSurvey(name)}
            />
            {surveyName(name, speech)}
          </label>
        ))}
      </fieldset>
      <label htmlFor={field}>{words.surveys.ask.via}</label>
      <select id={field} className="field-select" value={via} onChange={(event) => setVia(event.target.value)}>
        <option value="">{words.surveys.ask.best}</option>
        {[...new Set(channels)].map((name) => (
          <option key={name} value={name}>
            {channelWords(name, speech)}
          </option>
        ))}
      </select>
      <DialogFoot state={state} missing={null} problemId={`${field}-problem`} act={words.surveys.ask.act} />
    </form>
  )
}

/** Asks one customer a survey, and says whether they were asked or spared. */
export const AskDialog = ({ customer }: { readonly customer: CustomerId }) => {
  const speech = useSpeech()
  const { words } = speech
  const { data } = useDesk()
  const page = useResource(data.customer(customer))
  const surveys = useResource(data.surveys)
  const [asking, setAsking] = useState<Asking | null>(null)
  const name = page.state === "ready" ? nameOf(page.data.view, words) : "…"
  return (
    <Dialog kind="ask" title={words.surveys.ask.title(name)}>
      {surveys.state === "failed" && <ProblemNote error={surveys.error} onRetry={() => void data.surveys.refresh()} />}
      {surveys.state === "ready" && surveys.data.items.length === 0 && <p>{words.surveys.ask.none}</p>}
      {surveys.state === "ready" && surveys.data.items.length > 0 && asking === null && (
        <AskForm customer={customer} names={surveys.data.items.map((survey) => survey.name)} onDone={setAsking} />
      )}
      {asking !== null && (
        <>
          <p role="status">{outcomeWords(asking, speech)}</p>
          <footer>
            <button type="button" className="button" ref={(button) => button?.focus()} onClick={closeOverlay}>
              {words.surveys.ask.again}
            </button>
          </footer>
        </>
      )}
    </Dialog>
  )
}
