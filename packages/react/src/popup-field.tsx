import type { ReactNode } from "react"
import { type FieldProps, useFrame } from "./field-frame.ts"
import { ScaleField } from "./scale-field.tsx"
import { WordsField } from "./words-field.tsx"

/** A score from 0 to 10, or words; nothing for another kind, for which the pop-up has something else. */
export const PopupField = ({ question, ...field }: FieldProps): ReactNode => {
  const { likely } = useFrame().labels
  if (question.kind === "nps") return <ScaleField question={question} {...field} ends={likely} />
  return question.kind === "open-text" ? <WordsField question={question} {...field} /> : null
}
