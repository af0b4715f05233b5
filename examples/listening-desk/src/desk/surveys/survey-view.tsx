import { useEffect, useRef } from "react"
import { ArrowLeft } from "lucide-react"
import { useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import { Tabs } from "../person/tabs.tsx"
import { surveyParts, type Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { AnswersPart } from "./answers-part.tsx"
import { AskedPart } from "./asked-part.tsx"
import { FindingsPart } from "./findings-part.tsx"
import { PreviewPart } from "./preview/preview-part.tsx"
import { ResultsPart } from "./results/results-part.tsx"
import { SendPart } from "./send/send-part.tsx"
import { languageWords, surveyName } from "./survey-words.ts"

/** One survey: how it looks, what is wrong with it, who is asked, and what came of it. */
export const SurveyView = ({ name, route }: { readonly name: string; readonly route: Route }) => {
  const speech = useSpeech()
  const { words } = speech
  const { data } = useDesk()
  const heading = useRef<HTMLHeadingElement>(null)
  const survey = data.survey(name)
  const snapshot = useResource(survey)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <>
      <header className="ways-head">
        <button type="button" className="quiet-button" onClick={() => navigate({ survey: null })}>
          <ArrowLeft aria-hidden="true" />
          {words.surveys.backToAll}
        </button>
        <h2 id="surveys-title" ref={heading} tabIndex={-1}>
          {surveyName(name, speech)}
        </h2>
        {snapshot.state === "ready" && (
          <p>
            {words.surveys.confidentiality[snapshot.data.confidentiality]} ·{" "}
            {words.surveys.questions(snapshot.data.questions)} · {languageWords(snapshot.data, speech)} ·{" "}
            {words.surveys.version(snapshot.data.version)} ·{" "}
            {words.surveys.found(snapshot.data.errors, snapshot.data.warnings)}
          </p>
        )}
      </header>
      {snapshot.state === "loading" && <Skeleton kind="card" rows={4} />}
      {snapshot.state === "failed" && <ProblemNote error={snapshot.error} onRetry={() => void survey.refresh()} />}
      {snapshot.state === "ready" && (
        <Tabs
          names={surveyParts}
          words={words.surveys.parts}
          label={words.surveys.about}
          open={route.surveyPart}
          onOpen={(surveyPart) => navigate({ surveyPart })}
        >
          {route.surveyPart === "channels" && <PreviewPart survey={snapshot.data} />}
          {route.surveyPart === "findings" && <FindingsPart survey={snapshot.data} />}
          {route.surveyPart === "send" && <SendPart survey={snapshot.data} />}
          {route.surveyPart === "results" && <ResultsPart survey={snapshot.data} />}
          {route.surveyPart === "answers" && <AnswersPart survey={snapshot.data} />}
          {route.surveyPart === "asked" && <AskedPart survey={snapshot.data} />}
        </Tabs>
      )}
    </>
  )
}
