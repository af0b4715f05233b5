import type { KeyboardEvent, ReactNode } from "react"
import { scaleOf } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { Group } from "./field-parts.tsx"

/** The number that a figure means here: `1` and then `0` is ten, where there is a ten. */
const typed = (key: string, before: unknown, high: number): number =>
  key === "0" && before === 1 && high >= 10 ? 10 : Number(key)

/** What the ends of a scale mean. */
export const Ends = (ends: {
  readonly id: string
  readonly low: number
  readonly high: number
  readonly words: readonly [string, string]
}): ReactNode => (
  <p className="escucha-ends" id={ends.id}>
    <span>
      {ends.low}: {ends.words[0]}
    </span>{" "}
    <span>
      {ends.high}: {ends.words[1]}
    </span>
  </p>
)

/** What a scale is given. */
export interface ScaleFieldProps extends FieldProps<"nps" | "csat" | "ces" | "rating"> {
  /** What its ends mean. */
  readonly ends?: readonly [string, string] | undefined
  /** Words in the place of its numbers. */
  readonly words?: readonly string[] | undefined
}

/** A scale of few numbers: radio buttons, which also take figures. */
export const ScaleField = ({ question, value, onChange, ends, words }: ScaleFieldProps): ReactNode => {
  const id = fieldId(useFrame(), question.id)
  const { low, high } = scaleOf(question)
  const listen = (event: KeyboardEvent) => {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return
    const score = typed(event.key, value, high)
    if (score >= low && score <= high) onChange(score)
  }
  return (
    <Group question={question} describedBy={ends && `${id}-ends`} onKeyDown={listen}>
      <div className="escucha-options">
        {Array.from({ length: high - low + 1 }, (_, place) => low + place).map((score) => (
          <label key={score}>
            <input
              type="radio"
              name={id}
              value={score}
              required={question.required}
              checked={value === score}
              onChange={() => onChange(score)}
            />
            <span>{words?.[score - low] ?? score}</span>
          </label>
        ))}
      </div>
      {ends && <Ends id={`${id}-ends`} low={low} high={high} words={ends} />}
    </Group>
  )
}
