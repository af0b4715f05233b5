import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type FieldProblem, type Frame } from "./field-frame.ts"
import { labelsOf } from "./field-labels.ts"
import { focusField, summaryId } from "./focus-field.ts"

const nameOf = ({ about, message }: FieldProblem, language: string): string =>
  about === undefined ? textIn(message, language) : `${textIn(about, language)}: ${textIn(message, language)}`

/** Everything that is wrong, each with a way to its field. */
export const ProblemSummary = ({ frame }: { readonly frame: Frame }): ReactNode => {
  const { problems, language, prefix } = frame
  const labels = labelsOf(frame)
  const id = fieldId(frame, summaryId)
  return (
    <div id={id} className="escucha-problems" role="group" tabIndex={-1} aria-labelledby={`${id}-heading`}>
      <p id={`${id}-heading`}>{labels.problems}</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem.field}>
            <a
              href={`#${fieldId(frame, problem.field)}`}
              onClick={(event) => {
                event.preventDefault() // the address of the page stays as it is
                focusField(prefix, problem.field)
              }}
            >
              {nameOf(problem, language)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
