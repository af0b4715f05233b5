import type { KeyboardEvent, ReactNode } from "react"
import { type Question, textIn } from "@escucha/core/survey"
import { describedBy, fieldId, type Frame, problemOf, useFrame } from "./field-frame.ts"

/** The words of a question on a page. */
export const wordsOf = ({ language }: Frame, { text, wording }: Question): string =>
  textIn(wording?.web ?? text, language)

/** What is wrong with a field, if anything is. */
export const Problem = ({ field }: { readonly field: string }): ReactNode => {
  const frame = useFrame()
  const problem = problemOf(frame, field)
  return (
    problem && (
      <p className="escucha-problem" id={`${fieldId(frame, field)}-problem`}>
        {textIn(problem.message, frame.language)}
      </p>
    )
  )
}

const isOptional = ({ required, kind }: Question): boolean => !required && kind !== "statement"

/** The question itself, and whether it may be passed over. */
export const Asked = ({ question }: { readonly question: Question }): ReactNode => {
  const frame = useFrame()
  return (
    <>
      {wordsOf(frame, question)}
      {isOptional(question) && <span className="escucha-optional"> {frame.labels.optional}</span>}
    </>
  )
}

/** What stands between a question and its field: its help, and what is wrong. */
export const Under = ({ question }: { readonly question: Question }): ReactNode => {
  const frame = useFrame()
  const { id, help } = question
  return (
    <>
      {help !== undefined && (
        <p className="escucha-help" id={`${fieldId(frame, id)}-help`}>
          {textIn(help, frame.language)}
        </p>
      )}
      <Problem field={id} />
    </>
  )
}

/** The ids of what describes the field of a question. */
export const describing = (frame: Frame, { id, help }: Question, ...more: readonly (string | false | undefined)[]) =>
  describedBy(frame, id, help !== undefined && `${fieldId(frame, id)}-help`, ...more)

/** What a group of controls is given. */
export interface GroupProps {
  readonly question: Question
  readonly children: ReactNode
  /** Ids of what else describes it. */
  readonly describedBy?: string | undefined
  readonly onKeyDown?: (event: KeyboardEvent) => void
}

/** A question with several controls. */
export const Group = ({ question, children, describedBy: more, ...listening }: GroupProps): ReactNode => {
  const frame = useFrame()
  const { id, kind } = question
  return (
    <fieldset
      id={fieldId(frame, id)}
      tabIndex={-1}
      className="escucha-question"
      data-kind={kind}
      data-wrong={problemOf(frame, id) ? "" : undefined}
      aria-describedby={describing(frame, question, more)}
      {...listening}
    >
      <legend>
        <Asked question={question} />
      </legend>
      <Under question={question} />
      {children}
    </fieldset>
  )
}

/** What describes a single control. */
export interface ControlAttributes {
  readonly id: string
  readonly required: boolean
  readonly "aria-describedby": string | undefined
  readonly "aria-invalid": true | undefined
}

/** What a question with one control is given; `children` makes the control. */
export interface SingleProps {
  readonly question: Question
  readonly children: (attributes: ControlAttributes) => ReactNode
  readonly describedBy?: string | undefined
}

/** A question with one control. */
export const Single = ({ question, children, describedBy: more }: SingleProps): ReactNode => {
  const frame = useFrame()
  const { id, kind, required } = question
  const wrong = problemOf(frame, id) !== undefined
  return (
    <div className="escucha-question" data-kind={kind} data-wrong={wrong ? "" : undefined}>
      <label className="escucha-asked" htmlFor={fieldId(frame, id)}>
        <Asked question={question} />
      </label>
      <Under question={question} />
      {children({
        id: fieldId(frame, id),
        required,
        "aria-describedby": describing(frame, question, more),
        "aria-invalid": wrong || undefined,
      })}
    </div>
  )
}
