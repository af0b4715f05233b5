import { CircleAlert, TriangleAlert } from "lucide-react"
import type { DeskSurvey } from "@escucha/core"
import { textIn } from "@escucha/core/survey"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { questionOf } from "./results/figure-words.ts"

type Finding = DeskSurvey["findings"][number]

const icons = { error: CircleAlert, warning: TriangleAlert } as const

const Found = ({ finding }: { readonly finding: Finding }) => {
  const { words } = useSpeech()
  const { code, severity, message, fix } = finding
  const Icon = icons[severity]
  return (
    <li className="finding" data-severity={severity}>
      <p className="finding-head">
        <Icon aria-hidden="true" />
        <b>{words.surveys.finding.code[code]}</b>
        <small>{words.surveys.finding[severity]}</small>
      </p>
      <p lang="en">{message}</p>
      <p className="finding-fix">
        <small>{words.surveys.finding.fix}</small> <span lang="en">{fix}</span>
      </p>
    </li>
  )
}

/** What is wrong with a survey, question by question, and what to do about it; errors come first. */
export const FindingsPart = ({ survey }: { readonly survey: DeskSurvey }) => {
  const { words, format } = useSpeech()
  const { finding } = words.surveys
  const { definition, findings } = survey
  if (findings.length === 0) return <EmptyNote title={finding.none} note={finding.noneNote} />
  const byQuestion = Map.groupBy(
    findings.toSorted((one, two) => Number(two.severity === "error") - Number(one.severity === "error")),
    ({ question }) => question ?? "",
  )
  return (
    <div className="findings">
      <p className="soft">{finding.intro}</p>
      {definition.unverified && <p className="outcome-held">{finding.unverified}</p>}
      {[...byQuestion].map(([id, found]) => {
        const question = questionOf(definition, id)
        return (
          <section key={id}>
            <h3>{question ? textIn(question.text, format.language) : id === "" ? finding.whole : id}</h3>
            <ul>
              {found.map((each) => (
                <Found key={`${each.code} ${each.message}`} finding={each} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
