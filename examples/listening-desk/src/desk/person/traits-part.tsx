import { useState, type FormEvent } from "react"
import { PencilLine } from "lucide-react"
import type { CustomerView } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { plainValue } from "../i18n/plain-value.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { sourceName } from "./evidence.ts"
import { Field, StepFoot } from "./field.tsx"
import { StepHead } from "./step-head.tsx"
import { focusPanel } from "./tabs.tsx"
import { useDeed } from "./use-deed.ts"

/** A text as the trait has it: a figure where it was one, yes or no where it was that, `null` to forget it. */
export const typedValue = (text: string, before: unknown): unknown => {
  const plain = text.trim()
  if (plain === "") return null
  if (typeof before === "number" && Number.isFinite(Number(plain))) return Number(plain)
  if (typeof before === "boolean" && (plain === "true" || plain === "false")) return plain === "true"
  return plain
}

/** What stands in the field at first; an address that is shown in part is written anew. */
const editable = (before: unknown): string => {
  if (typeof before === "string") return before.includes("···") ? "" : before
  return typeof before === "object" ? JSON.stringify(before) : String(before ?? "")
}

interface CorrectProps {
  readonly view: CustomerView
  readonly trait: string
  readonly onLeave: () => void
}

/** Corrects one trait with a reason. What stood there is no longer part of the picture. */
const Correct = ({ view, trait, onLeave }: CorrectProps) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const { state, run } = useDeed(view.id)
  const before = view.traitSources[trait]?.value
  const [text, setText] = useState(() => editable(before))
  const [reason, setReason] = useState("")
  const [missing, setMissing] = useState(false)
  const name = wordFor(words.traits, trait)
  const own = words.person.traits
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === "")
    if (reason.trim() === "") return
    const traits = { [trait]: typedValue(text, before) }
    if ((await run((deed) => client.rectify(deed, traits, reason.trim()), own.saved)) !== null) onLeave()
  }
  return (
    <section className="step">
      <StepHead title={own.correctOf(name)} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field label={own.value(name)} value={text} onChange={setText} problem={null} note={own.forget} />
        <Field
          label={words.person.reason}
          value={reason}
          onChange={setReason}
          problem={missing && words.person.reasonMissing}
        />
        <StepFoot state={state} act={own.save} onBack={onLeave} />
      </form>
    </section>
  )
}

/** What we know, who told it and since when; what is wrong can be corrected. */
export const TraitsPart = ({ view }: { readonly view: CustomerView }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const [trait, setTrait] = useState<string | null>(null)
  const own = words.person.traits
  const leave = () => {
    setTrait(null)
    focusPanel()
  }
  const known = Object.entries(view.traits).filter(([, value]) => value !== null && value !== undefined)
  if (trait !== null) return <Correct view={view} trait={trait} onLeave={leave} />
  if (known.length === 0) return <p className="faint">{own.none}</p>
  return (
    <ul className="lines-list traits-list">
      {known.map(([name, value]) => {
        const told = view.traitSources[name]
        return (
          <li key={name}>
            <div>
              <span className="trait">
                <span className="faint">{wordFor(words.traits, name)}</span> <b>{plainValue(name, value, speech)}</b>
              </span>
              <small>
                {told === undefined
                  ? own.computed
                  : `${own.by(sourceName(told.source, speech))} · ${format.date(told.at, now)}`}
              </small>
            </div>
            {told !== undefined && (
              <button
                type="button"
                className="quiet-button"
                aria-label={own.correctOf(wordFor(words.traits, name))}
                onClick={() => setTrait(name)}
              >
                <PencilLine aria-hidden="true" />
                {own.correct}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
