import type { DeskErasure } from "@escucha/core"
import { Fact } from "../card/facts.tsx"
import { useNow } from "../clock/now.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { navigate } from "../use-route.ts"
import { StepHead } from "./step-head.tsx"

interface ErasedNoteProps {
  readonly erasure: DeskErasure
  readonly name: string
}

/** The receipt of an erasure: who did it, when, and how much went. */
export const ErasedNote = ({ erasure: { by, at, counts }, name }: ErasedNoteProps) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  const own = words.person.data
  return (
    <section className="step">
      <StepHead title={own.erased(name)} />
      <dl>
        <Fact name={own.by}>{by}</Fact>
        <Fact name={own.at}>{format.moment(at, now)}</Fact>
        {Object.entries(counts).map(([what, amount]) => (
          <Fact key={what} name={wordFor(own.counts, what)}>
            {format.number(amount)}
          </Fact>
        ))}
      </dl>
      <footer>
        <button type="button" className="button" onClick={() => navigate({ customer: null, overlay: null })}>
          {words.person.done}
        </button>
      </footer>
    </section>
  )
}
