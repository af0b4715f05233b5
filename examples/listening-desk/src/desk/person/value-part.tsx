import type { CustomerView, DeskPerson, DeskStep } from "@escucha/core"
import { Fact } from "../card/facts.tsx"
import { useNow } from "../clock/now.ts"
import { useSpeech, wordFor, type Speech } from "../i18n/words.tsx"
import { aliveWords, moneyOf, segmentWords } from "./value-words.ts"

const Worth = ({ value }: { readonly value: CustomerView["value"] }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const own = words.person.value
  if (value === null || value.orders === 0) return <p className="faint">{own.none}</p>
  const { orders, total, last, currency, rfm, pAlive, expectedOrders, clv, model } = value
  return (
    <>
      <dl>
        <Fact name={own.orders}>{format.number(orders)}</Fact>
        <Fact name={own.total}>{moneyOf(total, currency, speech)}</Fact>
        {last !== null && <Fact name={own.last}>{format.date(last, now)}</Fact>}
        {pAlive !== null && <Fact name={own.alive}>{aliveWords(pAlive, speech)}</Fact>}
        {expectedOrders !== null && <Fact name={own.expected}>{format.number(expectedOrders)}</Fact>}
        {clv !== null && <Fact name={own.worth}>{moneyOf(clv, currency, speech)}</Fact>}
        {rfm !== null && (
          <Fact name={`${own.rfm} (${own.rfmNote})`}>
            {rfm.recency} · {rfm.frequency} · {rfm.monetary}
          </Fact>
        )}
      </dl>
      <p className="field-note">
        {model === null ? own.noModel : own.model(format.date(model.at, now), format.number(model.n))}
        {model !== null && model.cautions.length > 0 && ` ${own.caution}`}
      </p>
    </>
  )
}

const stepWords = ({ kind, name }: DeskStep, speech: Speech): string => {
  const own = speech.words.person.value
  if (kind === "lifecycle") return own.became(wordFor(own.stages, name).toLocaleLowerCase())
  return kind === "entered" ? own.entered(segmentWords(name, speech)) : own.left(segmentWords(name, speech))
}

const History = ({ steps }: { readonly steps: readonly DeskStep[] }) => {
  const speech = useSpeech()
  const now = useNow(60)
  const own = speech.words.person.value
  return (
    <section>
      <h3>{own.history}</h3>
      {steps.length === 0 && <p className="faint">{own.noHistory}</p>}
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.id}>
            <time dateTime={new Date(step.at).toISOString()}>{speech.format.date(step.at, now)}</time>
            <span>{stepWords(step, speech)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Where the customer stands, what they are worth, the segments they are in, and how it went. */
export const ValuePart = ({ view, person }: { readonly view: CustomerView; readonly person: DeskPerson }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const own = words.person.value
  return (
    <>
      <section>
        <h3>{own.stage}</h3>
        <p>
          {view.lifecycle === null ? (
            <span className="faint">{own.noStage}</span>
          ) : (
            <>
              <b>{wordFor(own.stages, view.lifecycle.stage)}</b>{" "}
              <span className="faint">{own.since(format.date(view.lifecycle.since, now))}</span>
            </>
          )}
        </p>
        <Worth value={view.value} />
      </section>
      <section>
        <h3>{own.segments}</h3>
        {view.segments.length === 0 && <p className="faint">{own.noSegments}</p>}
        <ul className="tags">
          {view.segments.map(({ name, since }) => (
            <li key={name} className="tag">
              {segmentWords(name, speech)} <small>{own.since(format.date(since, now))}</small>
            </li>
          ))}
        </ul>
      </section>
      {view.memberships.length > 0 && (
        <section>
          <h3>{own.memberships}</h3>
          <dl>
            {view.memberships.map(({ of, kind, name, role, since }) => (
              <Fact key={of} name={`${name} · ${words.person.kinds[kind]}`}>
                {role === "" ? "" : `${role}, `}
                {own.since(format.date(since, now))}
              </Fact>
            ))}
          </dl>
        </section>
      )}
      <History steps={person.steps} />
    </>
  )
}
