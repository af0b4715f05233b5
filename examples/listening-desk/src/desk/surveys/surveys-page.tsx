import { useEffect, useRef } from "react"
import { ArrowLeft } from "lucide-react"
import type { DeskSurveys } from "@escucha/core"
import { useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import type { Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { IncentiveTable } from "./incentive-table.tsx"
import { SurveyCard } from "./survey-card.tsx"
import { SurveyView } from "./survey-view.tsx"

const Cards = ({ surveys }: { readonly surveys: DeskSurveys["items"] }) => {
  const { words } = useSpeech()
  if (surveys.length === 0) return <EmptyNote title={words.surveys.none} note={words.surveys.noneNote} />
  return (
    <ul className="way-cards">
      {surveys.map((survey) => (
        <li key={survey.name}>
          <SurveyCard survey={survey} />
        </li>
      ))}
    </ul>
  )
}

const All = () => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const heading = useRef<HTMLHeadingElement>(null)
  const snapshot = useResource(data.surveys)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <>
      <header className="ways-head">
        <button type="button" className="quiet-button" onClick={() => navigate({ page: "desk" })}>
          <ArrowLeft aria-hidden="true" />
          {words.surveys.back}
        </button>
        <h2 id="surveys-title" ref={heading} tabIndex={-1}>
          {words.surveys.title}
        </h2>
        <p>{words.surveys.intro}</p>
      </header>
      {snapshot.state === "loading" && <Skeleton kind="card" rows={4} />}
      {snapshot.state === "failed" && (
        <ProblemNote error={snapshot.error} onRetry={() => void data.surveys.refresh()} />
      )}
      {snapshot.state === "ready" && (
        <>
          {snapshot.stale !== null && (
            <p className="ways-stale" role="alert">
              {words.problem.stale}
            </p>
          )}
          <Cards surveys={snapshot.data.items} />
          {snapshot.data.incentives && <IncentiveTable incentives={snapshot.data.incentives} />}
        </>
      )}
    </>
  )
}

/** What customers are asked: all surveys, or one of them from its look to its results. */
export const SurveysPage = ({ route }: { readonly route: Route }) => (
  <section className="ways surveys" id="conversation" tabIndex={-1} aria-labelledby="surveys-title">
    {route.survey === null ? <All /> : <SurveyView key={route.survey} name={route.survey} route={route} />}
  </section>
)
