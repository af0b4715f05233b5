import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { wordsOf } from "./field-parts.tsx"

/** Words that ask nothing. */
export const StatementField = ({ question }: FieldProps<"statement">): ReactNode => {
  const frame = useFrame()
  return (
    <div className="escucha-question" data-kind="statement">
      <p id={fieldId(frame, question.id)} tabIndex={-1}>
        {wordsOf(frame, question)}
      </p>
      {question.help !== undefined && <p className="escucha-help">{textIn(question.help, frame.language)}</p>}
    </div>
  )
}
