import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { useLabels } from "./field-labels.ts"
import { Group, Single } from "./field-parts.tsx"
import { isSafe } from "./safe-address.ts"

interface RadiosProps extends FieldProps<"choice" | "consent" | "image-choice"> {
  readonly options: readonly { readonly value: string; readonly label: ReactNode }[]
}

const Radios = ({ question, options, value, onChange }: RadiosProps): ReactNode => {
  const name = fieldId(useFrame(), question.id)
  return (
    <Group question={question}>
      <div className="escucha-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              required={question.required}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </Group>
  )
}

/** One of some options. */
export const ChoiceField = (props: FieldProps<"choice">): ReactNode => {
  const { language } = useFrame()
  const options = props.question.options.map(({ value, label }) => ({
    value,
    label: <span>{textIn(label, language)}</span>,
  }))
  return <Radios {...props} options={options} />
}

/** One of some pictures, each with its words. */
export const ImageField = (props: FieldProps<"image-choice">): ReactNode => {
  const { language } = useFrame()
  const options = props.question.options.map(({ value, label, image, alt }) => {
    const [words, shows] = [textIn(label, language), textIn(alt, language)]
    return {
      value,
      label: (
        <>
          {isSafe(image) && <img src={image} alt={shows === words ? "" : shows} />}
          <span>{words}</span>
        </>
      ),
    }
  })
  return <Radios {...props} options={options} />
}

/** A yes or a no. Neither is there before it is given. */
export const ConsentField = ({ question, value, onChange }: FieldProps<"consent">): ReactNode => {
  const labels = useLabels()
  const said = value === true ? "yes" : value === false ? "no" : undefined
  const options = (["yes", "no"] as const).map((each) => ({ value: each, label: <span>{labels[each]}</span> }))
  return <Radios question={question} value={said} onChange={(each) => onChange(each === "yes")} options={options} />
}

/** One of many, in a native list. */
export const DropdownField = ({ question, value, onChange }: FieldProps<"dropdown">): ReactNode => {
  const { language } = useFrame()
  const labels = useLabels()
  return (
    <Single question={question}>
      {(attributes) => (
        <select
          {...attributes}
          value={typeof value === "string" ? value : ""}
          onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
        >
          <option value="">{labels.choose}</option>
          {question.options.map((option) => (
            <option key={option.value} value={option.value}>
              {textIn(option.label, language)}
            </option>
          ))}
        </select>
      )}
    </Single>
  )
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Several of some options. One that stands alone puts the others out. */
export const ChoicesField = ({ question, value, onChange }: FieldProps<"choices">): ReactNode => {
  const { language } = useFrame()
  const chosen = listOf(value)
  const aloneIn = (wanted: unknown) => question.options.some((option) => option.value === wanted && option.alone)
  return (
    <Group question={question}>
      <div className="escucha-options">
        {question.options.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              value={option.value}
              checked={chosen.includes(option.value)}
              onChange={({ target }) => {
                const others = chosen.filter((each) => each !== option.value && !option.alone && !aloneIn(each))
                onChange(target.checked ? [...others, option.value] : chosen.filter((each) => each !== option.value))
              }}
            />
            <span>{textIn(option.label, language)}</span>
          </label>
        ))}
      </div>
    </Group>
  )
}
