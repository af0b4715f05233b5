import { useId, useState, type FormEvent } from "react"
import type { CustomerId, CustomerView, DeskPerson } from "@escucha/core"
import type { SaidConsent } from "../data/person-client.ts"
import { useSpeech } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { channelWords, purposeWords } from "./consent-words.ts"
import { Field, StepFoot } from "./field.tsx"
import { StepHead } from "./step-head.tsx"
import { useDeed } from "./use-deed.ts"

const decisions: readonly SaidConsent["decision"][] = ["withdraw", "grant"]

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly names: readonly string[]
  readonly wordsOf: (name: string) => string
  readonly onChoose: (name: string) => void
}

const Choice = ({ label, value, names, wordsOf, onChoose }: ChoiceProps) => {
  const field = useId()
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <select id={field} value={value} onChange={(event) => onChoose(event.target.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {wordsOf(name)}
          </option>
        ))}
      </select>
    </div>
  )
}

interface DecisionProps {
  readonly chosen: SaidConsent["decision"]
  readonly onChoose: (decision: SaidConsent["decision"]) => void
}

const Decision = ({ chosen, onChoose }: DecisionProps) => {
  const { words } = useSpeech()
  const own = words.person.consents
  return (
    <fieldset>
      <legend>{own.decision}</legend>
      {decisions.map((each) => (
        <label key={each} className="radio">
          <input type="radio" name="decision" value={each} checked={chosen === each} onChange={() => onChoose(each)} />
          {each === "grant" ? own.agrees : own.withdraws}
        </label>
      ))}
    </fieldset>
  )
}

interface ConsentFormProps {
  readonly customer: CustomerId
  readonly person: DeskPerson
  /** What was looked at: most likely it is about this. */
  readonly about: Pick<CustomerView["consents"][number], "purpose" | "channel" | "state">
  readonly onLeave: () => void
}

/** Takes down what a customer said to a colleague: which purpose, on which channel, and how they said it. */
export const ConsentForm = ({ customer, person, about, onLeave }: ConsentFormProps) => {
  const speech = useSpeech()
  const { words } = speech
  const { client } = useDesk()
  const { state, run } = useDeed(customer)
  const [purpose, setPurpose] = useState(about.purpose)
  const [channel, setChannel] = useState(about.channel)
  const [decision, setDecision] = useState<SaidConsent["decision"]>(about.state === "granted" ? "withdraw" : "grant")
  const [said, setSaid] = useState("")
  const [missing, setMissing] = useState(false)
  const own = words.person.consents
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMissing(said.trim() === "")
    if (said.trim() === "") return
    const consent = { purpose, channel, decision, said: said.trim() }
    if ((await run((deed) => client.recordConsent(deed, consent), own.saved)) !== null) onLeave()
  }
  const purposes = person.purposes.map(({ name }) => name)
  const channels = ["*", ...person.channels]
  return (
    <section className="step">
      <StepHead title={own.record} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="field-pair">
          <Choice
            label={own.channel}
            value={purpose}
            names={purposes}
            wordsOf={(name) => purposeWords(name, speech)}
            onChoose={setPurpose}
          />
          <Choice
            label={own.by}
            value={channel}
            names={channels}
            wordsOf={(name) => channelWords(name, speech)}
            onChoose={setChannel}
          />
        </div>
        <Decision chosen={decision} onChoose={setDecision} />
        <Field label={own.said} value={said} onChange={setSaid} problem={missing && own.saidMissing} />
        <StepFoot state={state} act={own.save} onBack={onLeave} />
      </form>
    </section>
  )
}
