import type { Question } from "@escucha/core/survey"
import { useSpeech } from "../../i18n/words.tsx"
import {
  differenceWords,
  figureWords,
  type GroupOutcome,
  intervalWords,
  type QuestionOutcome,
  spanOf,
  valueWords,
} from "./figure-words.ts"
import { Interval } from "./interval.tsx"

interface GroupTableProps {
  readonly question: Question
  readonly result: QuestionOutcome
  readonly minimum: number
}

const Group = ({
  question,
  group,
  minimum,
}: {
  readonly question: Question
  readonly group: GroupOutcome
  readonly minimum: number
}) => {
  const speech = useSpeech()
  const { results } = speech.words.surveys
  const name = group.group ?? results.nobody
  if (group.withheld || group.n === null)
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={5} className="outcome-held">
          {results.withheld(minimum)}
        </td>
      </tr>
    )
  return group.figures.map((figure, place) => (
    <tr key={`${figure.figure} ${figure.row ?? ""} ${figure.of ?? ""}`}>
      {place === 0 && (
        <th scope="rowgroup" rowSpan={group.figures.length}>
          {name} <small>{results.answers(group.n ?? 0)}</small>
        </th>
      )}
      <td>{figureWords(question, figure, speech)}</td>
      <td className="figure-line">
        <Interval figure={figure} span={spanOf(question, figure.figure, group.figures)} />
      </td>
      <td className="figure-number">{valueWords(figure.figure, figure.value, speech)}</td>
      <td className="figure-between">{intervalWords(figure, speech)}</td>
      <td className="figure-between">{differenceWords(figure, speech)}</td>
    </tr>
  ))
}

/** What each group said, and whether it differs from all others by more than chance. */
export const GroupTable = ({ question, result, minimum }: GroupTableProps) => {
  const { words } = useSpeech()
  const { results } = words.surveys
  return (
    <details className="outcome-groups" open={result.figures.length <= 2}>
      <summary>{results.groups}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard must reach it */}
      <div className="table-scroll" role="group" aria-label={results.groups} tabIndex={0}>
        <table className="figure-table">
          <thead>
            <tr>
              <th scope="col">{results.group}</th>
              <th scope="col">{results.what}</th>
              <th scope="col">
                <span className="hidden">{results.chart}</span>
              </th>
              <th scope="col">{results.value}</th>
              <th scope="col">{results.interval}</th>
              <th scope="col">{results.difference}</th>
            </tr>
          </thead>
          {result.groups.map((group) => (
            <tbody key={group.group ?? ""}>
              <Group question={question} group={group} minimum={minimum} />
            </tbody>
          ))}
        </table>
      </div>
    </details>
  )
}
