import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { useLabels } from "./field-labels.ts"
import { Single } from "./field-parts.tsx"
import { Ends } from "./scale-field.tsx"

/** A number on a line, and beside it as a number. It has no answer before it is moved: where it stands by itself says nothing. */
export const SliderField = ({ question, value, onChange }: FieldProps<"slider">): ReactNode => {
  const frame = useFrame()
  const labels = useLabels()
  const { low, high, step, ends } = question
  const id = fieldId(frame, question.id)
  const isMoved = typeof value === "number" && !Number.isNaN(value)
  const middle = low + Math.round((high - low) / 2 / step) * step
  const shown = isMoved ? value : middle
  const bounds = { min: low, max: high, step }
  return (
    <Single question={question} describedBy={ends && `${id}-ends`}>
      {({ required, ...attributes }) => (
        <>
          <span className="escucha-slider">
            <input
              {...attributes}
              {...bounds}
              type="range"
              value={shown}
              aria-valuetext={isMoved ? undefined : labels.untouched}
              data-untouched={isMoved ? undefined : ""}
              onChange={({ target }) => onChange(target.valueAsNumber)}
              onClick={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
            />
            <input
              {...bounds}
              type="number"
              required={required}
              inputMode="decimal"
              aria-label={`${textIn(question.text, frame.language)}: ${labels.number}`}
              aria-describedby={attributes["aria-describedby"]}
              aria-invalid={attributes["aria-invalid"]}
              value={isMoved ? value : ""}
              onChange={({ target }) => onChange(target.value === "" ? undefined : target.valueAsNumber)}
            />
          </span>
          {ends && (
            <Ends
              id={`${id}-ends`}
              low={low}
              high={high}
              words={[textIn(ends.low, frame.language), textIn(ends.high, frame.language)]}
            />
          )}
        </>
      )}
    </Single>
  )
}
