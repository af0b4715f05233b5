import { useId, useState } from "react"
import type { AnswerTopics, DeskSurvey, OpenAnswer } from "@escucha/core"
import { textIn } from "@escucha/core/survey"
import { useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { More } from "../notice/more.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { Answer } from "./answers/answer.tsx"
import { TopicsTable } from "./answers/topics-table.tsx"
import { topicName } from "./answers/topic-words.ts"
import { Shown } from "./shown.tsx"

type Feeling = OpenAnswer["feeling"]["label"]

const feelings: readonly Feeling[] = ["negative", "neutral", "positive"]

/** Which answers are looked at. */
interface Wanted {
  readonly question: string
  readonly topic: string
  readonly feeling: string
}

interface ChoiceProps {
  readonly survey: DeskSurvey
  readonly wanted: Wanted
  readonly topics: AnswerTopics["topics"]
  readonly onChange: (wanted: Wanted) => void
}

const Choice = ({ survey, wanted, topics, onChange }: ChoiceProps) => {
  const speech = useSpeech()
  const { words, format } = speech
  const field = useId()
  const said = words.surveys.answers
  const open = survey.definition.questions.filter(({ kind }) => kind === "open-text" || kind === "text")
  const select = (name: keyof Wanted, label: string, options: readonly (readonly [value: string, text: string])[]) => (
    <p>
      <label htmlFor={`${field}-${name}`}>{label}</label>
      <select
        id={`${field}-${name}`}
        className="select"
        value={wanted[name]}
        onChange={({ target: { value } }) =>
          onChange(name === "question" ? { question: value, topic: "", feeling: "" } : { ...wanted, [name]: value })
        }
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </p>
  )
  return (
    <div className="looks-tools">
      {select(
        "question",
        said.question,
        open.map(({ id, text }) => [id, textIn(text, format.language)]),
      )}
      {topics.length > 0 &&
        select("topic", said.topic, [
          ["", said.anyTopic],
          ...topics.map(({ topic }) => [topic, topicName(topic, topics, speech)] as const),
        ])}
      {select("feeling", said.feeling, [
        ["", said.anyFeeling],
        ...feelings.map((feeling) => [feeling, words.reading[feeling]] as const),
      ])}
      {survey.confidentiality !== "identified" && <p>{said.nameless}</p>}
    </div>
  )
}

/** The answers in own words, with how they feel and what they speak of; with the customer where the survey does not promise otherwise. */
export const AnswersPart = ({ survey }: { readonly survey: DeskSurvey }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const first = survey.definition.questions.find(({ kind }) => kind === "open-text" || kind === "text")
  const [wanted, setWanted] = useState<Wanted>({ question: first?.id ?? "", topic: "", feeling: "" })
  const said = words.surveys.answers
  if (!first) return <EmptyNote title={said.none} />
  const { question, topic, feeling } = wanted
  return (
    <Answers
      survey={survey}
      wanted={wanted}
      onChange={setWanted}
      list={data.openAnswers({
        survey: survey.name,
        question,
        topic: topic === "" ? null : topic,
        feeling: feeling === "" ? null : feeling,
      })}
    />
  )
}

interface AnswersProps extends Omit<ChoiceProps, "topics"> {
  readonly list: ReturnType<ReturnType<typeof useDesk>["data"]["openAnswers"]>
}

const Answers = ({ survey, wanted, onChange, list }: AnswersProps) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const said = words.surveys.answers
  const snapshot = useResource(data.topics({ survey: survey.name, question: wanted.question }))
  const topics = snapshot.state === "ready" ? snapshot.data : undefined
  const isPicked = wanted.topic !== "" || wanted.feeling !== ""
  return (
    <>
      <Choice survey={survey} wanted={wanted} topics={topics?.topics ?? []} onChange={onChange} />
      {topics && (
        <TopicsTable
          survey={survey}
          topics={topics}
          chosen={wanted.topic}
          onChoose={(topic) => onChange({ ...wanted, topic })}
        />
      )}
      <Shown resource={list}>
        {(part) => (
          <>
            {part.items.length === 0 && (
              <EmptyNote title={part.rest.withheld ? said.withheld : isPicked ? said.nonePicked : said.empty} />
            )}
            <ul className="open-answers">
              {part.items.map((answer, place) => (
                // oxlint-disable-next-line react/no-array-index-key -- an answer of nobody has nothing else to be told by; pages are only added
                <Answer key={place} answer={answer} topics={topics?.topics ?? []} />
              ))}
            </ul>
            <More part={part} list={list} />
          </>
        )}
      </Shown>
    </>
  )
}
