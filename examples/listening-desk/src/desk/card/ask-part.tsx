import { ClipboardList } from "lucide-react"
import { useSpeech } from "../i18n/words.tsx"
import { openOverlay } from "../use-route.ts"

/** Where a colleague asks this customer a survey. */
export const AskPart = () => {
  const { words } = useSpeech()
  return (
    <section className="card-part">
      <h3>{words.surveys.ask.card}</h3>
      <button type="button" className="text-button" onClick={() => openOverlay({ kind: "ask" })}>
        <ClipboardList aria-hidden="true" />
        {words.surveys.ask.open}
      </button>
    </section>
  )
}
