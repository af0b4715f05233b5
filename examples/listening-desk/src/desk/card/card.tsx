import { BellOff, ArrowLeft } from "lucide-react"
import type { CustomerId } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useResource } from "../data/resource.ts"
import type { CustomerPart } from "../data/customer-page.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech } from "../i18n/words.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { Cases } from "./cases.tsx"
import { Traits } from "./facts.tsx"
import { AskPart } from "./ask-part.tsx"
import { MoodChart } from "./mood-chart.tsx"
import { Story } from "./story.tsx"
import { Who } from "./who.tsx"

const Person = ({ part: { view } }: { readonly part: CustomerPart }) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  const there = view.zone === undefined ? null : format.timeIn(view.zone, now)
  const language = view.language === undefined ? null : format.languageName(view.language)
  const place = [language, there === null ? null : words.card.here(there)].filter((part) => part !== null)
  return (
    <header className="card-head">
      <button
        type="button"
        className="icon-button card-back"
        aria-label={words.thread.hideDetails}
        onClick={() => navigate({ panel: "thread" })}
      >
        <ArrowLeft aria-hidden="true" />
      </button>
      <h2>{nameOf(view, words)}</h2>
      {place.length > 0 && <p>{place.join(" · ")}</p>}
      {view.optedOut && (
        <p className="card-stop">
          <BellOff aria-hidden="true" />
          {words.card.optedOut}
        </p>
      )}
    </header>
  )
}

/** One current picture of the customer, beside the conversation. */
export const Card = ({ customer }: { readonly customer: CustomerId }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const snapshot = useResource(data.customer(customer))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <section className="card" aria-label={words.card.title} tabIndex={0}>
      {snapshot.state === "loading" && <Skeleton kind="card" rows={4} />}
      {snapshot.state === "ready" && (
        <>
          <Person part={snapshot.data} />
          <Who view={snapshot.data.view} />
          <MoodChart mood={snapshot.data.view.mood} />
          <Cases cases={snapshot.data.view.cases} />
          <AskPart />
          <Traits traits={snapshot.data.view.traits} />
          <Story items={snapshot.data.items} />
        </>
      )}
    </section>
  )
}
