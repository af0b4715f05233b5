import type { AnswerTopics, DeskSurvey } from "@escucha/core"
import { useSpeech, type Speech } from "../../i18n/words.tsx"
import { type Figure, intervalWords, questionOf, spanOf, valueWords } from "../results/figure-words.ts"
import { Interval } from "../results/interval.tsx"
import { topicName } from "./topic-words.ts"

type Topic = AnswerTopics["topics"][number]

interface TableProps {
  readonly survey: DeskSurvey
  readonly topics: AnswerTopics
  /** The topic by which answers are picked; none, where it is empty. */
  readonly chosen: string
  readonly onChoose: (topic: string) => void
}

const written = (figure: Figure | null, speech: Speech): string => {
  if (figure === null || figure.value === null) return "–"
  const between = intervalWords(figure, speech)
  return `${valueWords(figure.figure, figure.value, speech)}${between === null ? "" : ` (${between})`}`
}

const Row = ({ survey, topics, topic, chosen, onChoose }: TableProps & { readonly topic: Topic }) => {
  const speech = useSpeech()
  const { words } = speech
  const name = topicName(topic.topic, topics.topics, speech)
  if (topic.withheld || topic.n === null || !topic.share || !topic.feeling)
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={4} className="outcome-held">
          {words.surveys.results.withheld(topics.minimum)}
        </td>
      </tr>
    )
  const share: Figure = { ...topic.share, figure: "share" }
  const question = topics.score === undefined ? undefined : questionOf(survey.definition, topics.score)
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="text-button"
          aria-pressed={chosen === topic.topic}
          onClick={() => onChoose(chosen === topic.topic ? "" : topic.topic)}
        >
          {name}
        </button>
        <small>{words.surveys.results.answers(topic.n)}</small>
      </th>
      <td className="figure-line">
        {question && <Interval figure={share} span={spanOf(question, "share", [share])} />}
      </td>
      <td className="figure-number">{written(share, speech)}</td>
      <td>{written({ ...topic.feeling, figure: "score" }, speech)}</td>
      <td>{written(topic.score, speech)}</td>
    </tr>
  )
}

/** What the answers speak of: how many do, how they feel, and what score the same people gave. A topic picks its answers. */
export const TopicsTable = (props: TableProps) => {
  const { words, format } = useSpeech()
  const { survey, topics } = props
  const said = words.surveys.answers
  if (topics.withheld || topics.n === null || topics.n === 0) return null
  const question = topics.score === undefined ? undefined : questionOf(survey.definition, topics.score)
  const figure = topics.topics.find(({ score }) => score !== null)?.score?.figure
  return (
    <section className="topics">
      <h3>{said.topics}</h3>
      {topics.topics.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard must reach it
        <div className="table-scroll" role="group" aria-label={said.topics} tabIndex={0}>
          <table className="figure-table">
            <thead>
              <tr>
                <th scope="col">{said.topic}</th>
                <th scope="col">
                  <span className="hidden">{words.surveys.results.chart}</span>
                </th>
                <th scope="col">{said.share}</th>
                <th scope="col">{said.feeling}</th>
                <th scope="col">{question && figure ? words.surveys.results.figure[figure] : said.score}</th>
              </tr>
            </thead>
            <tbody>
              {topics.topics.map((topic) => (
                <Row key={topic.topic} topic={topic} {...props} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="soft">
        {topics.none.value !== null && said.noTopic(format.percent(topics.none.value))}{" "}
        {!topics.isWhole && said.last(format.number(topics.n))}
      </p>
      {topics.emerging.length > 0 && (
        <>
          <h4>{said.emerging}</h4>
          <p className="soft">{said.emergingNote}</p>
          <ul className="emerging-words">
            {topics.emerging.map(({ words: told, unhappy, happy }) => (
              <li key={told}>
                <b>{told}</b> <small>{said.uses(unhappy, happy)}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
