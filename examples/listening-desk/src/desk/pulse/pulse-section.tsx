import { lazy, Suspense, useEffect } from "react"
import type { Pulse } from "@escucha/core"
import { useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { spans, type Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { Figures } from "./figures.tsx"
import { PulseTable } from "./pulse-table.tsx"

const PulseChart = lazy(async () => ({ default: (await import("./pulse-chart.tsx")).PulseChart })) // the chart library comes after the desk is usable

const Legend = () => {
  const { words } = useSpeech()
  return (
    <ul className="legend">
      <li data-feeling="positive">{words.reading.positive}</li>
      <li data-feeling="neutral">{words.reading.neutral}</li>
      <li data-feeling="negative">{words.reading.negative}</li>
      <li data-feeling="waiting">{words.pulse.people}</li>
    </ul>
  )
}

const isQuiet = (pulse: Pulse): boolean =>
  pulse.points.every(({ negative, neutral, positive }) => negative + neutral + positive === 0)

const Drawing = ({ pulse }: { readonly pulse: Pulse }) => {
  const { words } = useSpeech()
  if (isQuiet(pulse)) return <p className="chart-quiet">{words.pulse.quiet}</p>
  return (
    <>
      <div className="chart-area">
        <Suspense>
          <PulseChart pulse={pulse} />
        </Suspense>
      </div>
      <PulseTable pulse={pulse} />
    </>
  )
}

/** How the house is doing: four figures, and volume, feeling and unanswered over time. */
export const PulseSection = ({ route }: { readonly route: Route }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const resource = data.pulse(route.hours)
  const snapshot = useResource(resource)
  const waiting = snapshot.state === "ready" ? snapshot.data.waiting.now : 0
  useEffect(() => {
    document.title = `${words.app.tab(waiting)} · ${words.app.name}`
  }, [words, waiting])
  return (
    <section className="pulse" aria-labelledby="pulse-title" aria-busy={snapshot.state === "loading"}>
      <h2 id="pulse-title" className="hidden">
        {words.pulse.title}
      </h2>
      {snapshot.state === "failed" && <ProblemNote error={snapshot.error} onRetry={() => void resource.refresh()} />}
      {snapshot.state === "ready" && <Figures pulse={snapshot.data} />}
      {snapshot.state === "loading" && (
        <div className="figures skeleton" data-kind="figures" aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </div>
      )}
      {snapshot.state !== "failed" && (
        <div className="chart">
          <div className="chart-head">
            <Legend />
            <fieldset className="segments" aria-label={words.pulse.range}>
              {spans.map((hours) => (
                <button
                  key={hours}
                  type="button"
                  aria-pressed={route.hours === hours}
                  onClick={() => navigate({ hours })}
                >
                  {words.pulse.ranges[hours]}
                </button>
              ))}
            </fieldset>
          </div>
          {snapshot.state === "ready" ? <Drawing pulse={snapshot.data} /> : <div className="chart-area" />}
        </div>
      )}
    </section>
  )
}
