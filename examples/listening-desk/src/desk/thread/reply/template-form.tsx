import { useId, useState, type FormEvent, type ReactNode } from "react"
import { CornerDownLeft } from "lucide-react"
import type { DeskChannel } from "@escucha/core"
import type { ChosenTemplate } from "../../data/channel-client.ts"
import { useSpeech } from "../../i18n/words.tsx"

type Template = DeskChannel["templates"][number]

const nameOf = ({ name, language }: Template): string => `${name} · ${language}`

const placeForm = /\{\{\s*([\w-]{1,64})\s*\}\}/g

/** What the customer reads: each place filled, an empty one as it stands. */
export const filledIn = (text: string, values: { readonly [place: string]: string }): string =>
  text.replaceAll(placeForm, (whole, place: string) => {
    const value = Object.hasOwn(values, place) ? (values[place] ?? "").trim() : ""
    return value === "" ? whole : value
  })

interface TemplateFormProps {
  readonly templates: readonly Template[]
  /** The customer's language: its messages come first. */
  readonly language: string | undefined
  readonly onSend: (template: ChosenTemplate) => void
  /** By which channel it will leave. */
  readonly children: ReactNode
}

/** Chooses one of the approved messages, fills its places and shows what they will read. */
export const TemplateForm = ({ templates, language, onSend, children }: TemplateFormProps) => {
  const { words } = useSpeech()
  const id = useId()
  const sorted = templates.toSorted((one, two) => Number(two.language === language) - Number(one.language === language))
  const [name, setName] = useState("")
  const [values, setValues] = useState<{ readonly [place: string]: string }>({})
  const chosen = sorted.find((each) => nameOf(each) === name)
  if (sorted.length === 0)
    return (
      <>
        <p className="reply-note">{words.message.template.missing}</p>
        <div className="reply-foot">{children}</div>
      </>
    )
  const isWhole = chosen?.places.every((place) => (values[place] ?? "").trim() !== "") ?? false
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!chosen || !isWhole) return
    const said = Object.fromEntries(chosen.places.map((place) => [place, (values[place] ?? "").trim()]))
    onSend({ ...chosen, values: said, text: filledIn(chosen.text, said) })
    setName("")
    setValues({})
  }
  return (
    <form className="template" onSubmit={submit}>
      <label htmlFor={id}>{words.message.template.choose}</label>
      <select id={id} className="select" value={name} onChange={(event) => setName(event.target.value)}>
        <option value="">{words.message.template.none}</option>
        {sorted.map((each) => (
          <option key={nameOf(each)} value={nameOf(each)}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      {chosen?.places.map((place) => (
        <label key={place} className="template-place">
          {words.message.template.place(place)}
          <input
            value={values[place] ?? ""}
            maxLength={1_024}
            onChange={(event) => setValues({ ...values, [place]: event.target.value })}
          />
        </label>
      ))}
      {chosen !== undefined && (
        <p className="template-text" lang={chosen.language}>
          <small>{words.message.template.reads}</small>
          {filledIn(chosen.text, values)}
        </p>
      )}
      <div className="reply-foot">
        {children}
        <button type="submit" className="button" disabled={!isWhole}>
          {words.reply.send}
          <CornerDownLeft aria-hidden="true" />
        </button>
      </div>
    </form>
  )
}
