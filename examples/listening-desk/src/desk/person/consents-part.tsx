import { useState } from "react"
import { BellOff, Check, CircleDashed, Clock4, Minus, X, type LucideIcon } from "lucide-react"
import type { CustomerView, DeskPerson, DeskProof } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { ConsentForm } from "./consent-form.tsx"
import { channelWords, purposeWords } from "./consent-words.ts"
import { PreferenceList } from "./preference-list.tsx"
import { Proof } from "./proof.tsx"
import { focusPanel } from "./tabs.tsx"

type Consent = CustomerView["consents"][number]

const icons: { readonly [state in Consent["state"]]: LucideIcon } = {
  granted: Check,
  denied: X,
  withdrawn: X,
  expired: Clock4,
  pending: Clock4,
  none: CircleDashed,
}

/** What is open below the grid: one cell, the form, or nothing. */
type Open = { readonly at: "cell"; readonly cell: Consent } | { readonly at: "form"; readonly about: Consent } | null

const untouched = (purpose: string, basis: string): Consent => ({
  purpose,
  channel: "*",
  state: "none",
  basis,
  since: null,
  expiresAt: null,
  record: null,
  method: null,
})

/** Every purpose with what was decided about it; one that nobody decided about has a line all the same. */
export const purposesOf = (
  consents: readonly Consent[],
  declared: DeskPerson["purposes"],
): readonly { readonly purpose: string; readonly basis: string; readonly cells: readonly Consent[] }[] => {
  const known = new Map(declared.map(({ name, basis }) => [name, basis]))
  for (const { purpose, basis } of consents) if (!known.has(purpose)) known.set(purpose, basis)
  return [...known].map(([purpose, basis]) => {
    const all = consents.filter((consent) => consent.purpose === purpose)
    const said = all.filter(({ state }) => state !== "none")
    const cells = said.length > 0 ? said : all.slice(0, 1)
    return { purpose, basis, cells: cells.length === 0 ? [untouched(purpose, basis)] : cells }
  })
}

/** What rests on no consent is allowed until they object. */
const isFree = ({ state, basis }: Consent): boolean =>
  state === "none" && basis !== "consent" && basis !== "soft-opt-in"

interface CellProps {
  readonly cell: Consent
  readonly isOpen: boolean
  readonly onOpen: () => void
}

const Cell = ({ cell, isOpen, onOpen }: CellProps) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const Icon = icons[cell.state] ?? Minus
  return (
    <button type="button" className="consent" data-state={cell.state} aria-expanded={isOpen} onClick={onOpen}>
      <span>
        <Icon aria-hidden="true" />
        <b>{wordFor(words.person.consents.states, isFree(cell) ? "free" : cell.state)}</b>
      </span>
      <small>
        {channelWords(cell.channel, speech)}
        {cell.since !== null && ` · ${format.date(cell.since, now)}`}
      </small>
    </button>
  )
}

const proofsOf = (cell: Consent, proofs: readonly DeskProof[]): readonly DeskProof[] =>
  proofs.filter(({ purpose, channel }) => purpose === cell.purpose && channel === cell.channel)

interface ConsentsPartProps {
  readonly view: CustomerView
  readonly person: DeskPerson
}

/** What the customer agreed to, purpose by purpose, each with what proves it; and what they prefer. */
export const ConsentsPart = ({ view, person }: ConsentsPartProps) => {
  const speech = useSpeech()
  const { words } = speech
  const [open, setOpen] = useState<Open>(null)
  const purposes = purposesOf(view.consents, person.purposes)
  const isOpen = (cell: Consent) =>
    open?.at === "cell" && open.cell.purpose === cell.purpose && open.cell.channel === cell.channel
  const leave = () => {
    setOpen(null)
    focusPanel()
  }
  const about = open?.at === "cell" ? open.cell : purposes[0]?.cells[0]
  if (open?.at === "form") return <ConsentForm customer={view.id} person={person} about={open.about} onLeave={leave} />
  return (
    <>
      {view.optedOut && (
        <p className="warn">
          <BellOff aria-hidden="true" />
          {words.person.consents.stopped}
        </p>
      )}
      {purposes.length === 0 && <p className="faint">{words.person.consents.none}</p>}
      {purposes.map(({ purpose, basis, cells }) => (
        <section key={purpose} className="purpose">
          <h3>
            {purposeWords(purpose, speech)} <span className="faint">{wordFor(words.person.consents.bases, basis)}</span>
          </h3>
          <div className="consents">
            {cells.map((cell) => (
              <Cell
                key={cell.channel}
                cell={cell}
                isOpen={isOpen(cell)}
                onOpen={() => setOpen(isOpen(cell) ? null : { at: "cell", cell })}
              />
            ))}
          </div>
          {cells.some(isOpen) && open?.at === "cell" && (
            <Proof
              title={words.person.consents.details(
                purposeWords(purpose, speech),
                channelWords(open.cell.channel, speech),
              )}
              proofs={proofsOf(open.cell, person.proofs)}
            />
          )}
        </section>
      ))}
      {person.purposes.length > 0 && about !== undefined && (
        <p className="part-act">
          <button type="button" className="quiet-button" onClick={() => setOpen({ at: "form", about })}>
            {words.person.consents.record}
          </button>
        </p>
      )}
      <PreferenceList preferences={view.preferences} />
    </>
  )
}
