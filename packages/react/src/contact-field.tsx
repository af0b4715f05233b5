import type { ReactNode } from "react"
import type { ContactField as Name } from "@escucha/core/survey"
import { describedBy, fieldId, type FieldProps, problemOf, useFrame } from "./field-frame.ts"
import { useLabels } from "./field-labels.ts"
import { Group, Problem } from "./field-parts.tsx"

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
const autofill: { readonly [Field in Name]: string } = {
  name: "name",
  email: "email",
  phone: "tel",
  company: "organization",
  street: "address-line1",
  postcode: "postal-code",
  city: "address-level2",
  country: "country-name",
}

const types: { readonly [Field in Name]?: string } = { email: "email", phone: "tel" }

const fieldsOf = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null ? (value as { readonly [name: string]: unknown }) : {} // any object has fields

/** How to reach somebody, field by field; the browser fills in what it knows. */
export const ContactField = ({ question, value, onChange }: FieldProps<"contact">): ReactNode => {
  const frame = useFrame()
  const labels = useLabels()
  const said = fieldsOf(value)
  const given = (name: Name) => {
    const one = said[name]
    return typeof one === "string" ? one : ""
  }
  return (
    <Group question={question}>
      {question.fields.map((name) => {
        const field = `${question.id}.${name}`
        const id = fieldId(frame, field)
        const isOptional = question.required && question.optional.includes(name)
        return (
          <div key={name} className="escucha-part">
            <label htmlFor={id}>
              {labels.contact[name]}
              {isOptional && <span className="escucha-optional"> {labels.optional}</span>}
            </label>
            <Problem field={field} />
            <input
              id={id}
              type={types[name] ?? "text"}
              dir={types[name] ? undefined : "auto"}
              autoComplete={autofill[name]}
              maxLength={320}
              required={question.required && !isOptional}
              aria-describedby={describedBy(frame, field)}
              aria-invalid={problemOf(frame, field) ? true : undefined}
              defaultValue={given(name)}
              onChange={({ target }) => onChange({ ...said, [name]: target.value })}
            />
          </div>
        )
      })}
    </Group>
  )
}
