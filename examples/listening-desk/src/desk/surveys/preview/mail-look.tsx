import { textIn } from "@escucha/core/survey"
import { render } from "@escucha/core/survey-render"
import { useSpeech } from "../../i18n/words.tsx"
import type { LookProps } from "./question-look.tsx"

/** A question in a mail: the answers to the first one are links, all others wait on the page. */
export const MailLook = ({ question, language, isFirst }: LookProps & { readonly isFirst: boolean }) => {
  const { words } = useSpeech()
  const { choices = [] } = render(question, { medium: "email", language })
  if (!isFirst) return <p className="look-note">{words.surveys.preview.onWeb}</p>
  return (
    <>
      <p>{textIn(question.wording?.email ?? question.text, language)}</p>
      {choices.length > 0 ? (
        <>
          <ul className="look-links">
            {choices.map(({ value, label }) => (
              <li key={value}>{label}</li>
            ))}
          </ul>
          <p className="look-note">{words.surveys.preview.asLinks}</p>
        </>
      ) : (
        <ul className="look-links">
          <li>{words.surveys.preview.link}</li>
        </ul>
      )}
    </>
  )
}
