import { useEffect, useRef, useState, type FormEvent } from "react"
import { Search, Send } from "lucide-react"
import type { DeskEstimate, DeskSurvey } from "@escucha/core"
import type { ActState } from "../../dialog/use-act.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { ProblemText } from "../../notice/problem-note.tsx"
import { Campaigns } from "./campaigns.tsx"
import { SendFields } from "./send-fields.tsx"
import { emptyForm, toSend, type SendForm } from "./send-form.ts"
import { SparedList } from "./spared-list.tsx"
import { useSending } from "./use-sending.ts"

interface EstimateProps {
  readonly estimate: DeskEstimate
  readonly state: ActState
  readonly onGo: () => void
  readonly onChange: () => void
}

/** Who would be asked and who would be spared and why, before anything is sent. */
const Estimate = ({ estimate, state, onGo, onChange }: EstimateProps) => {
  const { words, format } = useSpeech()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { of, drawn, looked, asked, later, spared } = estimate
  const said = words.surveys.send
  const left = Object.values(spared).reduce((sum, many) => sum + many, 0)
  return (
    <section className="estimate">
      <h3 ref={heading} tabIndex={-1}>
        {said.estimate}
      </h3>
      <p className="soft">
        {said.ofThem(format.number(of), format.number(drawn))}. {looked < drawn && said.looked(format.number(looked))}
      </p>
      <p className="estimate-asked">
        <b>{asked === 0 ? said.nobody : said.would(format.number(asked))}</b>
        {later > 0 && <span>{said.later(format.number(later))}</span>}
      </p>
      {left > 0 && (
        <>
          <p>{said.sparedOf(format.number(left))}</p>
          <SparedList spared={spared} />
        </>
      )}
      <p className="soft">{said.note}</p>
      <footer>
        <button type="button" className="quiet-button" onClick={onChange}>
          {said.change}
        </button>
        {asked > 0 && (
          <button type="button" className="button" disabled={state === "working"} onClick={onGo}>
            <Send aria-hidden="true" />
            {state === "working" ? said.going : said.go(format.number(looked < drawn ? drawn : asked))}
          </button>
        )}
      </footer>
    </section>
  )
}

/** Sends a survey to a segment or to everybody: first it is told who would be asked and who would be spared. */
export const SendPart = ({ survey }: { readonly survey: DeskSurvey }) => {
  const { words } = useSpeech()
  const [form, setForm] = useState<SendForm>(emptyForm)
  const [wrong, setWrong] = useState<"percent" | "people" | null>(null)
  const id = useRef(crypto.randomUUID())
  const { state, ready, isSent, look, go, change } = useSending(survey)
  const said = words.surveys.send
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = toSend(id.current, form)
    setWrong("wrong" in read ? read.wrong : null)
    if ("send" in read) void look(read.send)
  }
  const onSent = () => {
    id.current = crypto.randomUUID() // the next one is another campaign
  }
  return (
    <div className="send">
      <form onSubmit={submit} noValidate>
        <SendFields
          survey={survey}
          form={form}
          wrong={wrong}
          disabled={ready !== null}
          onChange={(changed) => setForm((held) => ({ ...held, ...changed }))}
        />
        {ready === null && (
          <button type="submit" className="button" disabled={state === "working"}>
            <Search aria-hidden="true" />
            {state === "working" ? said.looking : said.look}
          </button>
        )}
      </form>
      <p className="form-problem" role="alert">
        {typeof state === "object" && <ProblemText error={state} />}
      </p>
      {ready !== null && (
        <Estimate estimate={ready.estimate} state={state} onGo={() => void go(onSent)} onChange={change} />
      )}
      {isSent && <p className="send-done">{said.sent}</p>}
      <Campaigns survey={survey} />
    </div>
  )
}
