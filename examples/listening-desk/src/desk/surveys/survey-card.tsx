import type { DeskSurveyHead } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"
import { formatRoute } from "../route.ts"
import { currentRoute, navigate } from "../use-route.ts"
import { languageWords, surveyName } from "./survey-words.ts"

/** One survey of the house in short; it leads to all that is told of it. */
export const SurveyCard = ({ survey }: { readonly survey: DeskSurveyHead }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const { name, version, kinds, questions, confidentiality, asked, completed, completion, errors, warnings } = survey
  return (
    <article className="way-card survey-card">
      <header>
        <h3>
          <a
            href={formatRoute({ ...currentRoute(), survey: name, surveyPart: "channels" })}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              navigate({ survey: name, surveyPart: "channels" })
            }}
          >
            {surveyName(name, speech)}
          </a>
        </h3>
        <small>
          {words.surveys.questions(questions)} · {languageWords(survey, speech)}
        </small>
      </header>
      <p>{words.surveys.confidentiality[confidentiality]}</p>
      <p className="survey-kinds">{kinds.map((kind) => words.surveys.kind[kind]).join(" · ")}</p>
      <p>
        {completion === null ? (
          words.surveys.empty
        ) : (
          <>
            <b>{format.percent(completion)}</b> ·{" "}
            {words.surveys.askedOf(format.number(completed), format.number(asked))}
          </>
        )}
      </p>
      <p className="faint">
        {words.surveys.version(version)} ·{" "}
        <span data-found={errors > 0 ? "error" : warnings > 0 ? "warning" : "none"}>
          {words.surveys.found(errors, warnings)}
        </span>
      </p>
    </article>
  )
}
