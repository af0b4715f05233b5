import { createContext, type ReactNode, useContext } from "react"
import type { Uploaded } from "@escucha/core/client"
import type { Localized, Question, QuestionKind, QuestionOf } from "@escucha/core/survey"
import type { StepLabels, SurveyLabels } from "./survey-labels.ts"

/** What all fields of a form share. */
export interface Frame {
  /** Begins every id of the form. */
  readonly prefix: string
  readonly language: string
  readonly labels: StepLabels
  /** The words that were given for some labels. */
  readonly given: Partial<SurveyLabels>
  readonly problems: readonly FieldProblem[]
  readonly upload: (file: File) => Promise<Uploaded>
}

/** Why a part of an answer is not taken, beside the field where it belongs. */
export interface FieldProblem {
  readonly field: string
  /** What to do about it. */
  readonly message: Localized
  /** What it is about: the words of the field. */
  readonly about?: Localized
}

/** What a field is given: its question, what stands in it, and whom to tell of a change. */
export interface FieldProps<Kind extends QuestionKind = QuestionKind> {
  readonly question: QuestionOf<Kind>
  /** The answer as it would be handed in; `undefined` while there is none. */
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** A component that shows any question. */
export type Field = (props: FieldProps & { readonly question: Question }) => ReactNode

/** The frame of the fields below. */
export const FrameContext = createContext<Frame | null>(null)

/** The frame of this field. */
export const useFrame = (): Frame => {
  const frame = useContext(FrameContext)
  if (!frame) throw new TypeError("a field stands inside of a form")
  return frame
}

/** The id of what is focused for a field: of a question, or of a part of it (`service.speed`). */
export const fieldId = ({ prefix }: Frame, field: string): string => `${prefix}${field}`

/** What is wrong with a field. */
export const problemOf = ({ problems }: Frame, field: string): FieldProblem | undefined =>
  problems.find((problem) => problem.field === field)

/** The ids of what describes a field: its help, what is wrong with it, and more of its own. */
export const describedBy = (frame: Frame, field: string, ...more: readonly (string | undefined | false)[]) => {
  const id = fieldId(frame, field)
  const ids = [...more, problemOf(frame, field) && `${id}-problem`].filter(Boolean)
  return ids.length > 0 ? ids.join(" ") : undefined
}
