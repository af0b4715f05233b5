import { Frown, Meh, Smile, type LucideIcon } from "lucide-react"
import type { AnswerTopics, OpenAnswer } from "@escucha/core"
import { useNow } from "../../clock/now.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { CustomerLink } from "../customer-link.tsx"
import { marked } from "./marked.ts"
import { topicName } from "./topic-words.ts"

const faces: { readonly [label in OpenAnswer["feeling"]["label"]]: LucideIcon } = {
  negative: Frown,
  neutral: Meh,
  positive: Smile,
}

interface AnswerProps {
  readonly answer: OpenAnswer
  readonly topics: AnswerTopics["topics"]
}

/** An answer in own words, with how it feels and what it speaks of; the words by which that is known are marked. */
export const Answer = ({ answer, topics }: AnswerProps) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const { text, feeling, by } = answer
  const Face = faces[feeling.label]
  const spans = answer.topics.flatMap((topic) => topic.spans)
  return (
    <li className="open-answer">
      <blockquote>
        {marked(text, spans).map((piece, place) =>
          // oxlint-disable-next-line react/no-array-index-key -- a piece has nothing else to be told by, and none ever moves
          piece.isMarked ? <mark key={place}>{piece.text}</mark> : <span key={place}>{piece.text}</span>,
        )}
      </blockquote>
      <p>
        <span className="feeling" data-feeling={feeling.label}>
          <Face aria-hidden="true" />
          <b>{words.reading[feeling.label]}</b> {words.sure(format.percent(feeling.confidence))}
        </span>
        {answer.topics.length > 0 && (
          <span className="answer-topics">
            <span className="hidden">{words.surveys.answers.speaksOf}</span>
            {answer.topics.map(({ name }) => (
              <span key={name} className="answer-topic">
                {topicName(name, topics, speech)}
              </span>
            ))}
          </span>
        )}
        {by && (
          <>
            <CustomerLink customer={by.customer} name={by.name} />
            <time dateTime={new Date(by.askedAt).toISOString()}>
              {words.surveys.answers.asked(format.moment(by.askedAt, now))}
            </time>
          </>
        )}
      </p>
    </li>
  )
}
