import { textIn, type Question } from "@escucha/core/survey"
import { isAnswerable, render } from "@escucha/core/survey-render"
import { useSpeech } from "../../i18n/words.tsx"
import type { LookProps } from "./question-look.tsx"
import { StepsLook } from "./steps-look.tsx"

/** What a key stands for, as the person would say it. */
const meaningOf = (step: Question, value: unknown, language: string | undefined): string => {
  if (typeof value === "boolean") return textIn(value ? { es: "sí", en: "yes" } : { es: "no", en: "no" }, language)
  const option = "options" in step ? step.options.find((each) => each.value === value) : undefined
  return option ? textIn(option.label, language) : String(value)
}

const Keys = ({ step, language }: { readonly step: Question; readonly language: string | undefined }) => {
  const { words } = useSpeech()
  const { keys } = render(step, { medium: "voice", language })
  const values = Object.entries(keys?.values ?? {})
  if (!isAnswerable(step, "voice")) return <p className="look-note">{words.surveys.preview.notHere}</p>
  if (!keys) return <p className="look-note">{words.surveys.preview.noKeys}</p>
  const isScale = values.every(([key, value]) => String(value) === key)
  return (
    <dl className="look-keys">
      {values.map(([key, value]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd hidden={isScale}>{meaningOf(step, value, language)}</dd>
        </div>
      ))}
      {keys.end !== undefined && (
        <div>
          <dt>
            <kbd>{keys.end}</kbd>
          </dt>
          <dd>{words.surveys.preview.endKey}</dd>
        </div>
      )}
    </dl>
  )
}

/** A question as it is said on the telephone, with the keys that answer it. */
export const VoiceLook = ({ question, language }: LookProps) => (
  <StepsLook
    question={question}
    renderStep={(step) => (
      <>
        <p className="look-said">{render(step, { medium: "voice", language }).text}</p>
        {step.kind !== "statement" && <Keys step={step} language={language} />}
      </>
    )}
  />
)
