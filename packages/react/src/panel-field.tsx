import { type ComponentType, type ReactNode, useEffect, useRef, useState } from "react"
import type { QuestionOf } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { Group } from "./field-parts.tsx"
import { entriesOf } from "./survey-draft.ts"
import { filled, useLabels } from "./field-labels.ts"
import { surveyOf } from "./survey-problems.ts"
import { pageOf } from "./survey-page-of.ts"

// The questions of a panel never change, so their survey is made once.
const surveys = new WeakMap<object, ReturnType<typeof surveyOf>>()

const surveyIn = ({ questions }: QuestionOf<"panel">) => {
  const survey = surveys.get(questions) ?? surveyOf(questions)
  surveys.set(questions, survey)
  return survey
}

interface PanelProps extends FieldProps<"panel"> {
  /** Shows the questions inside. */
  readonly Field: ComponentType<FieldProps>
}

/** The same questions for each of several things, with buttons to add one and to take one away. */
export const PanelField = ({ question, value, onChange, Field }: PanelProps): ReactNode => {
  const frame = useFrame()
  const labels = useLabels()
  const { id: own, least, most } = question
  const entries = entriesOf(question, value)
  const made = useRef(entries.length)
  // what stands in a field goes with its entry
  const [names, rename] = useState<readonly number[]>(() => entries.map((_, number) => number))
  const aim = useRef<string>(undefined)
  useEffect(() => {
    if (aim.current !== undefined) document.getElementById(aim.current)?.focus()
    aim.current = undefined
  })
  const change = (number: number, id: string, given: unknown) =>
    onChange(entries.map((entry, index) => (index === number ? { ...entry, [id]: given } : entry)))
  const add = () => {
    rename([...names, made.current++])
    aim.current = fieldId(frame, `${own}.${entries.length}`)
    onChange([...entries, {}])
  }
  const remove = (number: number) => {
    rename(names.filter((_, index) => index !== number))
    aim.current = fieldId(frame, own)
    onChange(entries.filter((_, index) => index !== number))
  }
  return (
    <Group question={question}>
      {entries.map((entry, number) => {
        const field = `${own}.${number}`
        const named = filled(labels.part, { number: number + 1, count: entries.length })
        return (
          <fieldset key={names[number]} id={fieldId(frame, field)} tabIndex={-1} className="escucha-entry">
            <legend>{named}</legend>
            {pageOf(surveyIn(question), entry).questions.map((inner) => (
              <Field
                key={inner.id}
                question={{ ...inner, id: `${field}.${inner.id}` }}
                value={entry[inner.id]}
                onChange={(given) => change(number, inner.id, given)}
              />
            ))}
            {entries.length > least && (
              <button type="button" onClick={() => remove(number)}>
                {labels.remove} <span className="escucha-unseen">{named}</span>
              </button>
            )}
          </fieldset>
        )
      })}
      {entries.length < most && (
        <button type="button" onClick={add}>
          {labels.addAnother}
        </button>
      )}
    </Group>
  )
}
