import type { CustomerView } from "@escucha/core"
import { Clock } from "../clock/clock.tsx"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { openOverlay } from "../use-route.ts"

/** What was promised to the customer and is still open, each with its clock. */
export const Cases = ({ cases }: { readonly cases: CustomerView["cases"] }) => {
  const { words } = useSpeech()
  return (
    <section className="card-part">
      <h3>{words.card.cases}</h3>
      {cases.length === 0 && <p className="faint">{words.card.noCases}</p>}
      <ul className="cases">
        {cases.map((open) => (
          <li key={open.id}>
            <p className="case-head">
              <b>{open.kind}</b>
              {open.due !== null && <Clock since={open.openedAt} due={open.due} />}
            </p>
            <p>
              {open.owner} · {words.card.because(wordFor(words.mood, open.because).toLocaleLowerCase())}
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
