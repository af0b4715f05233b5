import { useId, useState } from "react"
import type { CustomerId } from "@escucha/core"
import type { Found } from "../data/desk-client.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { useFound } from "../palette/use-found.ts"
import { useDesk } from "../shell/desk-context.ts"
import { JoinPreview } from "./join-preview.tsx"
import { StepHead } from "./step-head.tsx"

/** Each of whom was found once, and not the customer who is looked at. */
const others = (found: readonly Found[], customer: CustomerId): readonly Found[] => [
  ...new Map(found.filter((each) => each.customer !== customer).map((each) => [each.customer, each])).values(),
]

interface JoinWithProps {
  readonly customer: CustomerId
  readonly onLeave: () => void
}

/** Finds another customer, shows what joining the two would give, joins them and offers to undo it. */
export const JoinWith = ({ customer, onLeave }: JoinWithProps) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const [typed, setTyped] = useState("")
  const [other, setOther] = useState<CustomerId | null>(null)
  const search = useFound(client, typed)
  const field = useId()
  if (other !== null)
    return <JoinPreview customer={customer} other={other} onBack={() => setOther(null)} onLeave={onLeave} />
  const found = search.state === "found" ? others(search.items, customer) : []
  return (
    <section className="step">
      <StepHead title={words.person.join.choose} />
      <div className="field">
        <label htmlFor={field}>{words.person.join.search}</label>
        <input id={field} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </div>
      <output className="field-note">
        {search.state === "searching" && words.palette.searching}
        {search.state === "failed" && <ProblemText error={search.error} />}
        {search.state === "found" &&
          (found.length === 0 ? words.person.join.nobody : words.palette.results(found.length))}
      </output>
      <ul className="found">
        {found.map((each) => (
          <li key={each.customer}>
            <button type="button" className="found-choice" onClick={() => setOther(each.customer)}>
              <b>{each.name}</b>
              <span>{each.text}</span>
            </button>
          </li>
        ))}
      </ul>
      <footer>
        <button type="button" className="quiet-button" onClick={onLeave}>
          {words.person.back}
        </button>
      </footer>
    </section>
  )
}
