import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { describedBy, fieldId, type FieldProps, problemOf, useFrame } from "./field-frame.ts"
import { Group, Problem } from "./field-parts.tsx"
import { filled, useLabels } from "./field-labels.ts"

const fieldsOf = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null ? (value as { readonly [name: string]: unknown }) : {} // any object has fields

const blank = "\u00A0"

/** One column for each row: a table of radio buttons, each named by its row and its column. */
export const MatrixField = ({ question, value, onChange }: FieldProps<"matrix">): ReactNode => {
  const frame = useFrame()
  const { id: own, rows, columns, required } = question
  const said = fieldsOf(value)
  const id = fieldId(frame, own)
  return (
    <Group question={question}>
      <table className="escucha-grid">
        <thead>
          <tr>
            <td>{blank}</td>
            {columns.map((column) => (
              <th key={column.value} scope="col" id={`${id}-column-${column.value}`}>
                {textIn(column.label, frame.language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const field = `${own}.${row.value}`
            return (
              <tr key={row.value} data-wrong={problemOf(frame, field) ? "" : undefined}>
                <th scope="row">
                  <span id={`${id}-row-${row.value}`}>{textIn(row.label, frame.language)}</span>
                  <Problem field={field} />
                </th>
                {columns.map((column, place) => (
                  <td key={column.value}>
                    <label>
                      <input
                        type="radio"
                        id={place === 0 ? fieldId(frame, field) : undefined}
                        name={fieldId(frame, field)}
                        value={column.value}
                        required={required}
                        aria-labelledby={`${id}-row-${row.value} ${id}-column-${column.value}`}
                        aria-describedby={describedBy(frame, field)}
                        checked={said[row.value] === column.value}
                        onChange={() => onChange({ ...said, [row.value]: column.value })}
                      />
                      <span aria-hidden="true">{textIn(column.label, frame.language)}</span>
                    </label>
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Group>
  )
}

const sides = ["best", "worst"] as const

interface SetProps extends FieldProps<"max-diff"> {
  readonly set: readonly string[]
  readonly number: number
}

const pairsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const MaxDiffTable = ({ question, value, onChange, set, number }: SetProps): ReactNode => {
  const frame = useFrame()
  const { language } = frame
  const labels = useLabels()
  const id = fieldId(frame, `${question.id}.${number}`)
  const pairs = pairsOf(value)
  const pair = fieldsOf(pairs[number])
  const heads = { best: labels.most, worst: labels.least }
  const choose = (side: (typeof sides)[number], chosen: string) => {
    const other = side === "best" ? "worst" : "best"
    const after = { ...(pair[other] !== chosen && { [other]: pair[other] }), [side]: chosen }
    onChange(question.sets.map((_, index) => (index === number ? after : fieldsOf(pairs[index]))))
  }
  return (
    <table className="escucha-grid" data-narrow="">
      <thead>
        <tr>
          <td>{blank}</td>
          {sides.map((side) => (
            <th key={side} scope="col" id={`${id}-${side}`}>
              {heads[side]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {question.options
          .filter((option) => set.includes(option.value))
          .map((option) => (
            <tr key={option.value}>
              <th scope="row" id={`${id}-row-${option.value}`}>
                {textIn(option.label, language)}
              </th>
              {sides.map((side) => (
                <td key={side}>
                  <label>
                    <input
                      type="radio"
                      name={`${id}-${side}`}
                      value={option.value}
                      required={question.required}
                      aria-labelledby={`${id}-row-${option.value} ${id}-${side}`}
                      checked={pair[side] === option.value}
                      onChange={() => choose(side, option.value)}
                    />
                    <span aria-hidden="true">{heads[side]}</span>
                  </label>
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  )
}

const MaxDiffSet = (props: SetProps): ReactNode => {
  const frame = useFrame()
  const { question, number } = props
  const field = `${question.id}.${number}`
  const id = fieldId(frame, field)
  const parts = [field, ...sides.map((side) => `${field}.${side}`)]
  const wrong = parts.filter((part) => problemOf(frame, part)).map((part) => `${fieldId(frame, part)}-problem`)
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className="escucha-set"
      aria-describedby={wrong.length > 0 ? wrong.join(" ") : undefined}
    >
      <legend>{filled(useLabels().part, { number: number + 1, count: question.sets.length })}</legend>
      {parts.map((part) => (
        <Problem key={part} field={part} />
      ))}
      <MaxDiffTable {...props} />
    </fieldset>
  )
}

/** The best and the worst of each set. What is chosen as one is no longer the other. */
export const MaxDiffField = (props: FieldProps<"max-diff">): ReactNode => (
  <Group question={props.question}>
    {props.question.sets
      .map((set, number) => ({ set, number })) // two sets may hold the same options
      .map((each) => (
        <MaxDiffSet key={each.number} {...props} {...each} />
      ))}
  </Group>
)
