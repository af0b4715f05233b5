import { useId, useState } from "react"
import type { DeskSurvey, SurveyResults } from "@escucha/core"
import { useSpeech, wordFor } from "../../i18n/words.tsx"
import { EmptyNote } from "../../notice/empty-note.tsx"
import { useDesk } from "../../shell/desk-context.ts"
import { Shown } from "../shown.tsx"
import { questionOf } from "./figure-words.ts"
import { QuestionResult } from "./question-result.tsx"

const spans = [7, 30, 90] as const
const every = 15_000

const Figure = ({
  name,
  value,
  notes,
}: {
  readonly name: string
  readonly value: string
  readonly notes: readonly string[]
}) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd className="figure-value">{value}</dd>
    {notes.map((note) => (
      <dd key={note} className="figure-note">
        {note}
      </dd>
    ))}
  </div>
)

/** How many were asked, how many went on to the end, and how long it took them. */
const Course = ({ results }: { readonly results: SurveyResults }) => {
  const { words, format } = useSpeech()
  const { responses, completion, seconds } = results
  const said = words.surveys.results
  const share = (value: number | null) => (value === null ? "–" : format.percent(value))
  const span = (value: number | null) => (value === null ? "–" : format.duration(value * 1_000))
  const between = (low: number | null, high: number | null, write: (value: number | null) => string) =>
    low === null || high === null ? [] : [said.between(write(low), write(high))]
  return (
    <dl className="figures outcome-course">
      <Figure
        name={said.asked}
        value={format.number(responses.asked)}
        notes={[
          ...(responses.open > 0 ? [said.open(responses.open)] : []),
          ...(responses.expired > 0 ? [said.expired(responses.expired)] : []),
        ]}
      />
      <Figure
        name={said.started}
        value={format.number(responses.started)}
        notes={[
          ...(responses.screenedOut > 0 ? [said.screened(responses.screenedOut)] : []),
          ...(responses.quotaFull > 0 ? [said.full(responses.quotaFull)] : []),
        ]}
      />
      <Figure
        name={said.completion}
        value={share(completion.value)}
        notes={between(completion.low, completion.high, share)}
      />
      <Figure name={said.time} value={span(seconds.value)} notes={between(seconds.low, seconds.high, span)} />
    </dl>
  )
}

interface ChoiceProps {
  readonly survey: DeskSurvey
  readonly by: string
  readonly since: string
  readonly onBy: (by: string) => void
  readonly onSince: (since: string) => void
}

const Choice = ({ survey, by, since, onBy, onSince }: ChoiceProps) => {
  const { words } = useSpeech()
  const field = useId()
  const said = words.surveys.results
  return (
    <div className="looks-tools">
      <p>
        <label htmlFor={`${field}-since`}>{said.since}</label>
        <select
          id={`${field}-since`}
          className="select"
          value={since}
          onChange={(event) => onSince(event.target.value)}
        >
          <option value="">{said.sinceAll}</option>
          {spans.map((days) => (
            <option key={days} value={`${days} days`}>
              {said.sinceDays(days)}
            </option>
          ))}
        </select>
      </p>
      {survey.by.length > 0 && (
        <p>
          <label htmlFor={`${field}-by`}>{said.by}</label>
          <select id={`${field}-by`} className="select" value={by} onChange={(event) => onBy(event.target.value)}>
            <option value="">{said.nothing}</option>
            {survey.by.map((name) => (
              <option key={name} value={name}>
                {wordFor({ channel: words.surveys.asked.by, ...words.traits }, name).toLocaleLowerCase()}
              </option>
            ))}
          </select>
        </p>
      )}
    </div>
  )
}

/** What came of a survey: each question with its figures, how far they may be off, and how groups differ. */
export const ResultsPart = ({ survey }: { readonly survey: DeskSurvey }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const [by, setBy] = useState("")
  const [since, setSince] = useState("")
  const results = data.results({
    survey: survey.name,
    by: by === "" ? null : by,
    since: since === "" ? null : since,
  })
  return (
    <>
      <Choice survey={survey} by={by} since={since} onBy={setBy} onSince={setSince} />
      <Shown resource={results} every={every}>
        {(found) =>
          found.responses.asked === 0 ? (
            <EmptyNote title={words.surveys.empty} />
          ) : (
            <div className="outcomes">
              <Course results={found} />
              <p className="soft">
                {words.surveys.results.intro} {by !== "" && words.surveys.results.holm}
              </p>
              {found.questions.map((result) => {
                const question = questionOf(survey.definition, result.id)
                return (
                  question && (
                    <QuestionResult key={result.id} question={question} result={result} minimum={found.minimum} />
                  )
                )
              })}
            </div>
          )
        }
      </Shown>
    </>
  )
}
