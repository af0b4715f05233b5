import { useId } from "react"
import { textIn, type Question } from "@escucha/core/survey"
import { useSpeech } from "../../i18n/words.tsx"
import {
  type Figure,
  figureWords,
  intervalWords,
  optionWords,
  type QuestionOutcome,
  type Span,
  spanOf,
  valueWords,
} from "./figure-words.ts"
import { GroupTable } from "./group-table.tsx"
import { Interval } from "./interval.tsx"

/** One figure in a row: what it is of, its line, its value and how far that may be off. */
const FigureRow = ({
  question,
  figure,
  span,
}: {
  readonly question: Question
  readonly figure: Figure
  readonly span: Span
}) => {
  const speech = useSpeech()
  return (
    <tr>
      <th scope="row">{figureWords(question, figure, speech)}</th>
      <td className="figure-line">
        <Interval figure={figure} span={span} />
      </td>
      <td className="figure-number">{valueWords(figure.figure, figure.value, speech)}</td>
      <td className="figure-between">{intervalWords(figure, speech)}</td>
      <td className="figure-between">{speech.words.surveys.results.of(speech.format.number(figure.n))}</td>
    </tr>
  )
}

const Figures = ({ question, result }: { readonly question: Question; readonly result: QuestionOutcome }) => {
  const speech = useSpeech()
  const { words } = speech
  const byName = Map.groupBy(result.figures, ({ figure }) => figure)
  return [...byName].map(([name, figures]) => (
    <table key={name} className="figure-table">
      <caption className={byName.size > 1 && figures.length > 1 ? "" : "hidden"}>
        {words.surveys.results.figure[name]}
      </caption>
      <colgroup>
        <col className="col-name" />
        <col />
        <col className="col-number" />
        <col className="col-between" />
        <col className="col-number" />
      </colgroup>
      <thead className="hidden">
        <tr>
          <th scope="col">{words.surveys.results.what}</th>
          <th scope="col">
            <span className="hidden">{words.surveys.results.chart}</span>
          </th>
          <th scope="col">{words.surveys.results.figure[name]}</th>
          <th scope="col">{words.surveys.results.interval}</th>
          <th scope="col">{words.surveys.results.n}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <FigureRow
            key={`${figure.row ?? ""} ${figure.of ?? ""}`}
            question={question}
            figure={figure}
            span={spanOf(question, name, figures)}
          />
        ))}
      </tbody>
    </table>
  ))
}

/** How many chose each point of a scale: bars, and the numbers under them. */
const Distribution = ({ question, result }: { readonly question: Question; readonly result: QuestionOutcome }) => {
  const speech = useSpeech()
  const most = Math.max(1, ...result.distribution.map(({ n }) => n))
  return (
    <ul className="bars" aria-label={speech.words.surveys.results.distribution}>
      {result.distribution.map(({ value, n }) => (
        <li key={value}>
          <span className="hidden">
            {optionWords(question, value, speech)}: {speech.words.surveys.results.answers(n)}
          </span>
          <i aria-hidden="true" style={{ blockSize: `${((n / most) * 100).toFixed(1)}%` }} />
          <b aria-hidden="true">{n === 0 ? "" : speech.format.number(n)}</b>
          <small aria-hidden="true">{value}</small>
        </li>
      ))}
    </ul>
  )
}

const isScale = ({ kind }: Question): boolean =>
  kind === "nps" || kind === "csat" || kind === "ces" || kind === "rating"

interface QuestionResultProps {
  readonly question: Question
  readonly result: QuestionOutcome
  readonly minimum: number
}

/** What one question came to. Nothing is told of fewer than were promised. */
export const QuestionResult = ({ question, result, minimum }: QuestionResultProps) => {
  const speech = useSpeech()
  const { words, format } = speech
  const title = useId()
  const { asked, answered, skipped, stopped, known, dropOff } = result
  const { results } = words.surveys
  const facts = [
    results.answered(answered, asked),
    ...(skipped > 0 ? [results.skipped(skipped)] : []),
    ...(stopped > 0 ? [results.stopped(stopped, dropOff.value === null ? "" : format.percent(dropOff.value))] : []),
    ...(known > 0 ? [results.known(known)] : []),
  ]
  return (
    <section className="outcome" aria-labelledby={title}>
      <h3 id={title}>{textIn(question.text, format.language)}</h3>
      <p className="outcome-facts">{facts.join(" · ")}</p>
      {result.withheld ? (
        <p className="outcome-held">{results.withheld(minimum)}</p>
      ) : (
        <div className="outcome-figures">
          {isScale(question) && answered + known > 0 && <Distribution question={question} result={result} />}
          {result.figures.length > 0 && (
            <div>
              <Figures question={question} result={result} />
            </div>
          )}
          {result.figures.length === 0 && (
            <p className="faint">
              {question.kind === "open-text" || question.kind === "text" ? results.words : results.uncounted}
            </p>
          )}
        </div>
      )}
      {result.groups.length > 0 && result.figures.length > 0 && (
        <GroupTable question={question} result={result} minimum={minimum} />
      )}
    </section>
  )
}
