import { ArrowLeft, Archive, PanelRight, UserPlus } from "lucide-react"
import type { CustomerView } from "@escucha/core"
import { Clock } from "../clock/clock.tsx"
import { nameOf } from "../i18n/person.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { MoodRing } from "../mood/mood-ring.tsx"
import { MoodWords } from "../mood/mood-words.tsx"
import type { Route } from "../route.ts"
import { navigate, openOverlay } from "../use-route.ts"

/** Who this is, how they feel, who takes care of them, and what can be done with the conversation. */
export const ThreadHead = ({ view, route }: { readonly view: CustomerView; readonly route: Route }) => {
  const { words } = useSpeech()
  const shown = route.panel === "card"
  return (
    <header className="thread-head">
      <button
        type="button"
        className="icon-button thread-back"
        aria-label={words.thread.back}
        onClick={() => navigate({ customer: null, panel: "thread" })}
      >
        <ArrowLeft aria-hidden="true" />
      </button>
      <MoodRing level={view.mood.level} confidence={view.mood.confidence} />
      <div className="thread-who">
        <h2 id="thread-title" tabIndex={-1}>
          {nameOf(view, words)}
        </h2>
        <p>
          <MoodWords level={view.mood.level} confidence={view.mood.confidence} />
          <span data-owned={view.owner !== null}>
            {view.owner === null ? words.thread.nobodyOwns : words.thread.with(wordFor(words.house.teams, view.owner))}
          </span>
          {view.waiting !== null && <Clock since={view.waiting.since} due={view.waiting.due} />}
        </p>
      </div>
      <div className="thread-acts">
        <button type="button" className="quiet-button" onClick={() => openOverlay({ kind: "assign", case: null })}>
          <UserPlus aria-hidden="true" />
          <span>{words.thread.assign}</span>
        </button>
        <button type="button" className="quiet-button" onClick={() => openOverlay({ kind: "close", case: null })}>
          <Archive aria-hidden="true" />
          <span>{words.thread.close}</span>
        </button>
        <button
          type="button"
          className="quiet-button thread-details"
          aria-expanded={shown}
          onClick={() => navigate({ panel: shown ? "thread" : "card" })}
        >
          <PanelRight aria-hidden="true" />
          <span>{shown ? words.thread.hideDetails : words.thread.details}</span>
        </button>
      </div>
    </header>
  )
}
