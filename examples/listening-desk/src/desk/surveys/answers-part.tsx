import { useId, useState } from "react"
import { Frown, Meh, Smile, type LucideIcon } from "lucide-react"
import type { DeskSurvey, OpenAnswer } from "@escucha/core"
import { textIn } from "@escucha/core/survey"
import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { CustomerLink } from "./customer-link.tsx"
import { More } from "../notice/more.tsx"
import { Shown } from "./shown.tsx"

const faces: { readonly [label in OpenAnswer["feeling"]["label"]]: LucideIcon } = {
  negative: Frown,
  neutral: Meh,
  positive: Smile,
}

const Answer = ({ answer }: { readonly answer: OpenAnswer }) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  const { text, feeling, by } = answer
  const Face = faces[feeling.label]
  return (
    <li className="open-answer">
      <blockquote>{text}</blockquote>
      <p>
        <span className="feeling" data-feeling={feeling.label}>
          <Face aria-hidden="true" />
          <b>{words.reading[feeling.label]}</b> {words.sure(format.percent(feeling.confidence))}
        </span>
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

/** The answers in own words, each with how it feels, and with the customer where the survey does not promise otherwise. */
export const AnswersPart = ({ survey }: { readonly survey: DeskSurvey }) => {
  const { words, format } = useSpeech()
  const { data } = useDesk()
  const field = useId()
  const open = survey.definition.questions.filter(({ kind }) => kind === "open-text" || kind === "text")
  const [question, setQuestion] = useState(open[0]?.id ?? "")
  const said = words.surveys.answers
  if (open.length === 0) return <EmptyNote title={said.none} />
  const list = data.openAnswers({ survey: survey.name, question })
  return (
    <>
      <div className="looks-tools">
        <p>
          <label htmlFor={field}>{said.question}</label>
          <select id={field} className="select" value={question} onChange={(event) => setQuestion(event.target.value)}>
            {open.map(({ id, text }) => (
              <option key={id} value={id}>
                {textIn(text, format.language)}
              </option>
            ))}
          </select>
        </p>
        {survey.confidentiality !== "identified" && <p>{said.nameless}</p>}
      </div>
      <Shown resource={list}>
        {(part) => (
          <>
            {part.items.length === 0 && <EmptyNote title={part.rest.withheld ? said.withheld : said.empty} />}
            <ul className="open-answers">
              {part.items.map((answer, place) => (
                // oxlint-disable-next-line react/no-array-index-key -- an answer of nobody has nothing else to be told by; pages are only added
                <Answer key={place} answer={answer} />
              ))}
            </ul>
            <More part={part} list={list} />
          </>
        )}
      </Shown>
    </>
  )
}
