import { useId, useState, type FormEvent } from "react"
import type { CustomerId, DeskPerson } from "@escucha/core"
import type { SaidConsent } from "../data/person-client.ts"
import { useSpeech } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { channelWords, purposeWords } from "./consent-words.ts"
import { Field, StepFoot } from "./field.tsx"
import { StepHead } from "./step-head.tsx"
import { useDeed } from "./use-deed.ts"

const decisions: readonly SaidConsent["decision"][] = ["withdraw", "grant"]

interface ConsentFormProps {
  readonly customer: CustomerId
  readonly person: DeskPerson
  readonly onLeave: () => void
}

/** Takes down what a customer said to a colleague: which purpose, on which channel, and how they said it. */
export const ConsentForm = ({ customer, person, onLeave }: ConsentFormProps) => {
  const speech = useSpeech()
  const { words } = speech
  const { client } = useDesk()
  const { state, run } = useDeed(customer)
  const [purpose, setPurpose] = useState(person.purposes[0]?.name ?? "")
  const [channel, setChannel] = useState("*")
  const [decision, setDecision] = useState<SaidConsent["decision"]>("withdraw")
  const [said, setSaid] = useState("")
  const [missing, setMissing] = useState(false)
  const [purposeField, channelField] = [useId(), useId()]
  const own = words.person.consents
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMissing(said.trim() === "")
    if (said.trim() === "") return
    const work = async (deed: Parameters<typeof client.recordConsent>[0]) => {
      await client.recordConsent(deed, { purpose, channel, decision, said: said.trim() })
      return true
    }
    if ((await run(work, own.saved)) !== null) onLeave()
  }
  return (
    <section className="step">
      <StepHead title={own.record} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="field-pair">
          <div className="field">
            <label htmlFor={purposeField}>{own.channel}</label>
            <select id={purposeField} value={purpose} onChange={(event) => setPurpose(event.target.value)}>
              {person.purposes.map(({ name }) => (
                <option key={name} value={name}>
                  {purposeWords(name, speech)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={channelField}>{words.reply.by}</label>
            <select id={channelField} value={channel} onChange={(event) => setChannel(event.target.value)}>
              {["*", ...person.channels].map((name) => (
                <option key={name} value={name}>
                  {channelWords(name, speech)}
                </option>
              ))}
            </select>
          </div>
        </div>
        <fieldset>
          <legend>{own.decision}</legend>
          {decisions.map((each) => (
            <label key={each} className="radio">
              <input
                type="radio"
                name="decision"
                value={each}
                checked={decision === each}
                onChange={() => setDecision(each)}
              />
              {each === "grant" ? own.agrees : own.withdraws}
            </label>
          ))}
        </fieldset>
        <Field label={own.said} value={said} onChange={setSaid} problem={missing && own.saidMissing} />
        <StepFoot state={state} act={own.save} onBack={onLeave} />
      </form>
    </section>
  )
}
