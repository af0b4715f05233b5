import { isAnswerable, render } from "@escucha/core/survey-render"
import { useSpeech } from "../../i18n/words.tsx"
import type { LookProps } from "./question-look.tsx"
import { StepsLook } from "./steps-look.tsx"

/** A question as a text message, with what it costs. */
export const SmsLook = ({ question, language }: LookProps) => {
  const { words } = useSpeech()
  return (
    <StepsLook
      question={question}
      renderStep={(step) => {
        const { text, segments } = render(step, { medium: "sms", language })
        return (
          <>
            <p className="look-bubble">{text}</p>
            {!isAnswerable(step, "sms") && <p className="look-note">{words.surveys.preview.notHere}</p>}
            {segments !== undefined && (
              <p className="look-note" data-many={segments > 3 || undefined}>
                {words.surveys.preview.segments(segments)} · {words.surveys.preview.signs([...text].length)}
              </p>
            )}
          </>
        )
      }}
    />
  )
}
