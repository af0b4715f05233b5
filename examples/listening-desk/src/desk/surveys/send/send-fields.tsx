import { useId } from "react"
import type { DeskSurvey } from "@escucha/core"
import { useSpeech, wordFor } from "../../i18n/words.tsx"
import { channelWords } from "../survey-words.ts"
import type { SendForm } from "./send-form.ts"

interface FieldsProps {
  readonly survey: DeskSurvey
  readonly form: SendForm
  readonly wrong: "percent" | "people" | null
  readonly disabled: boolean
  readonly onChange: (change: Partial<SendForm>) => void
}

const samples = ["all", "part", "some"] as const

/** How many of them: all, a part, or so many at most. */
const Sample = ({ form, wrong, onChange }: Pick<FieldsProps, "form" | "wrong" | "onChange">) => {
  const { words } = useSpeech()
  const field = useId()
  const said = words.surveys.send
  const number = form.sample === "part" ? "percent" : "people"
  return (
    <fieldset>
      <legend>{said.howMany}</legend>
      {samples.map((sample) => (
        <label key={sample} className="radio">
          <input type="radio" name={field} checked={form.sample === sample} onChange={() => onChange({ sample })} />
          {said[sample]}
        </label>
      ))}
      {form.sample !== "all" && (
        <p className="send-number">
          <label htmlFor={`${field}-number`}>{said[number]}</label>
          <input
            id={`${field}-number`}
            inputMode="numeric"
            autoComplete="off"
            value={form[number]}
            aria-invalid={wrong === number}
            aria-describedby={`${field}-problem`}
            onChange={(event) => onChange({ [number]: event.target.value })}
          />
          <span id={`${field}-problem`} className="form-problem" role="alert">
            {wrong === "percent" && said.wrongPercent}
            {wrong === "people" && said.wrongPeople}
          </span>
        </p>
      )}
    </fieldset>
  )
}

const Channels = ({ survey, form, onChange }: Pick<FieldsProps, "survey" | "form" | "onChange">) => {
  const speech = useSpeech()
  const said = speech.words.surveys.send
  return (
    <fieldset>
      <legend>{said.via}</legend>
      {survey.channels.map((name) => (
        <label key={name} className="radio">
          <input
            type="checkbox"
            checked={form.via.includes(name)}
            onChange={(event) =>
              onChange({ via: event.target.checked ? [...form.via, name] : form.via.filter((each) => each !== name) })
            }
          />
          {channelWords(name, speech)}
        </label>
      ))}
      <small>{said.viaNote}</small>
    </fieldset>
  )
}

const paces = ["", "20 per 1 hour", "100 per 1 hour"] as const

/** To whom a survey goes, to how many of them, by which channels and how fast. */
export const SendFields = ({ survey, form, wrong, disabled, onChange }: FieldsProps) => {
  const { words } = useSpeech()
  const field = useId()
  const said = words.surveys.send
  return (
    <fieldset className="send-fields" disabled={disabled}>
      <div>
        <label htmlFor={`${field}-to`}>{said.to}</label>
        <select
          id={`${field}-to`}
          className="field-select"
          value={form.segment}
          onChange={(event) => onChange({ segment: event.target.value })}
        >
          <option value="">{said.everybody}</option>
          {survey.segments.map((name) => (
            <option key={name} value={name}>
              {said.segment(wordFor(words.house.segments, name))}
            </option>
          ))}
        </select>
        <Sample form={form} wrong={wrong} onChange={onChange} />
      </div>
      <div>
        <Channels survey={survey} form={form} onChange={onChange} />
      </div>
      <div>
        <label htmlFor={`${field}-pace`}>{said.pace}</label>
        <select
          id={`${field}-pace`}
          className="field-select"
          value={form.pacing}
          onChange={(event) => onChange({ pacing: event.target.value })}
        >
          {paces.map((pace) => (
            <option key={pace} value={pace}>
              {said.paces[pace]}
            </option>
          ))}
        </select>
        <label className="radio">
          <input
            type="checkbox"
            checked={form.isReminded}
            onChange={(event) => onChange({ isReminded: event.target.checked })}
          />
          {said.remind}
        </label>
      </div>
    </fieldset>
  )
}
