import type { CustomerView } from "@escucha/core"
import { Clock } from "../clock/clock.tsx"
import { becauseOf } from "../i18n/because.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { openOverlay } from "../use-route.ts"

/** What was promised to the customer and is still open, each with its clock. */
export const Cases = ({ cases }: { readonly cases: CustomerView["cases"] }) => {
  const speech = useSpeech()
  const { words } = speech
  return (
    <section className="card-part">
      <h3>{words.card.cases}</h3>
      {cases.length === 0 && <p className="faint">{words.card.noCases}</p>}
      <ul className="cases">
        {cases.map((open) => (
          <li key={open.id}>
            <p className="case-head">
              <b>{wordFor(words.house.cases, open.kind)}</b>
              {open.due !== null && <Clock since={open.openedAt} due={open.due} />}
            </p>
            <p>
              {wordFor(words.house.teams, open.owner)} · {words.card.because(becauseOf(open.because, speech))}
            </p>
            <p className="case-acts">
              <button
                type="button"
                className="text-button"
                onClick={() => openOverlay({ kind: "assign", case: open.id })}
              >
                {words.card.assignCase}
              </button>
              <button
                type="button"
                className="text-button"
                onClick={() => openOverlay({ kind: "close", case: open.id })}
              >
                {words.card.closeCase}
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
