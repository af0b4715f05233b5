import { useId, useState } from "react"
import type { DeskSurvey } from "@escucha/core"
import { useResource } from "../../data/resource.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { useDesk } from "../../shell/desk-context.ts"
import { channelWords } from "../survey-words.ts"
import { chatsOf } from "./chats.ts"
import { QuestionLook } from "./question-look.tsx"

const usualLanguage = (languages: readonly string[], reader: string): string | undefined =>
  languages.includes(reader) ? reader : languages[0]

/** Every question as it looks on each channel, side by side. */
export const PreviewPart = ({ survey: { definition, languages } }: { readonly survey: DeskSurvey }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const { data } = useDesk()
  const channels = useResource(data.channels)
  const [language, setLanguage] = useState(() => usualLanguage(languages, format.language))
  const [on, setOn] = useState("")
  const field = useId()
  const chats = channels.state === "ready" ? chatsOf(channels.data.items) : []
  const chat = chats.find(({ name }) => name === on)
  return (
    <div className="looks">
      <div className="looks-tools">
        {languages.length > 1 && (
          <fieldset className="segments" aria-label={words.surveys.preview.language}>
            {languages.map((tag) => (
              <button key={tag} type="button" aria-pressed={tag === language} onClick={() => setLanguage(tag)}>
                {format.languageName(tag) ?? tag}
              </button>
            ))}
          </fieldset>
        )}
        {chats.length > 0 && (
          <p>
            <label htmlFor={field}>{words.surveys.preview.chatOn}</label>
            <select id={field} className="select" value={on} onChange={(event) => setOn(event.target.value)}>
              <option value="">{words.surveys.preview.anyChat}</option>
              {chats.map(({ name }) => (
                <option key={name} value={name}>
                  {channelWords(name, speech)}
                </option>
              ))}
            </select>
          </p>
        )}
      </div>
      <ol className="looks-list">
        {definition.questions.map((question, place) => (
          <li key={question.id}>
            <QuestionLook
              question={question}
              isFirst={place === 0}
              language={language}
              {...(chat && { chat: chat.capabilities })}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}
