import { useCallback, useEffect, useId, useState } from "react"
import type { FieldProblem, Frame } from "./field-frame.ts"
import { focusField, focusProblem } from "./focus-field.ts"
import type { SurveyPartProps } from "./survey-form-props.ts"
import { stepLabelsIn } from "./survey-labels.ts"

type Fields = { readonly [question: string]: unknown }

/** What is typed into a survey, and what is wrong with it. */
export interface SurveyFields {
  readonly frame: Frame
  /** What stands in the fields: what was typed, over what was answered. */
  readonly fields: Fields
  readonly change: (question: string, value: unknown) => void
  /** Says what is wrong, and gives it the keyboard. */
  readonly refuse: (problems: readonly FieldProblem[]) => void
}

const isOf = (field: string, question: string): boolean => field === question || field.startsWith(`${question}.`)

/** What the server refused, beside the field that it named. Its words begin with the name of the field. */
const refusedIn = ({ problem }: SurveyPartProps["survey"], asked: readonly string[]): readonly FieldProblem[] => {
  const field = problem?.field
  if (problem === undefined || field === undefined || !asked.some((question) => isOf(field, question))) return []
  const { message } = problem
  return [{ field, message: typeof message === "string" ? message.replace(`${field}: `, "") : message }]
}

/** The fields of a survey whose questions on the page are `asked`. What was typed stays while the survey goes on. */
export const useSurveyFields = (
  { survey, language = "en", labels: given = {} }: SurveyPartProps,
  asked: readonly string[],
): SurveyFields => {
  const prefix = `${useId()}-`
  const [typed, type] = useState<Fields>({})
  const [own, setOwn] = useState<readonly FieldProblem[]>([])
  const [found, find] = useState(own) // as they were when the form was handed in
  const problems = [...own, ...refusedIn(survey, asked)]
  const { problem, upload } = survey
  const frame: Frame = { prefix, language, labels: stepLabelsIn(language, given), given, problems, upload }
  useEffect(() => {
    if (found[0]) focusProblem(prefix, found[0].field)
  }, [found, prefix])
  useEffect(() => {
    if (problem?.field !== undefined) focusField(prefix, problem.field)
  }, [problem, prefix])
  const change = useCallback((question: string, value: unknown) => {
    type((before) => ({ ...before, [question]: value }))
    setOwn((before) => {
      const left = before.filter(({ field }) => !isOf(field, question))
      return left.length < before.length ? left : before
    })
  }, [])
  const refuse = useCallback((wrong: readonly FieldProblem[]) => {
    setOwn(wrong)
    find(wrong)
  }, [])
  return { frame, fields: { ...survey.answers, ...typed }, change, refuse }
}
