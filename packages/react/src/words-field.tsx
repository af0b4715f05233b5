import type { InputHTMLAttributes, ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { Single } from "./field-parts.tsx"

type Words = "text" | "open-text" | "date" | "time" | "email" | "phone"

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

const inputOf = (question: FieldProps<Words>["question"]): InputHTMLAttributes<HTMLInputElement> => {
  switch (question.kind) {
    case "date":
      return { type: "date", min: question.earliest, max: question.latest }
    case "time":
      return { type: "time" }
    case "email":
      return { type: "email", autoComplete: "email", maxLength: 320 }
    case "phone":
      return { type: "tel", autoComplete: "tel", maxLength: 40 }
    default:
      return { type: "text", dir: "auto", maxLength: question.maxLength }
  }
}

/** What is answered in writing. What is typed stays where it is typed, so that no browser's way of composing letters is disturbed. */
export const WordsField = ({ question, value, onChange }: FieldProps<Words>): ReactNode => (
  <Single question={question}>
    {(attributes) => {
      const shared = { ...attributes, defaultValue: textOf(value) }
      return question.kind === "open-text" ? (
        <textarea
          {...shared}
          dir="auto"
          rows={3}
          maxLength={question.maxLength}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <input {...shared} {...inputOf(question)} onChange={({ target }) => onChange(target.value)} />
      )
    }}
  </Single>
)

/** A free number, with its unit behind it. What is no number comes as `NaN`, which no question takes. */
export const NumberField = ({ question, value, onChange }: FieldProps<"number">): ReactNode => {
  const frame = useFrame()
  const { unit, low, high, whole } = question
  const unitId = unit === undefined ? undefined : `${fieldId(frame, question.id)}-unit`
  return (
    <Single question={question} describedBy={unitId}>
      {(attributes) => (
        <span className="escucha-amount">
          <input
            {...attributes}
            type="number"
            inputMode={whole ? "numeric" : "decimal"}
            step={whole ? 1 : "any"}
            min={low}
            max={high}
            defaultValue={typeof value === "number" ? value : ""}
            onChange={({ target }) =>
              onChange(target.value === "" && !target.validity.badInput ? undefined : target.valueAsNumber)
            }
          />
          {unit !== undefined && <span id={unitId}>{textIn(unit, frame.language)}</span>}
        </span>
      )}
    </Single>
  )
}
