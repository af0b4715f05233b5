import { ShieldAlert, ShieldCheck } from "lucide-react"
import type { DeskProof } from "@escucha/core"
import { Fact } from "../card/facts.tsx"
import { useNow } from "../clock/now.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { sourceName } from "./evidence.ts"

const shownOfHash = 16

const Sound = ({ proof: { sound, hash } }: { readonly proof: DeskProof }) => {
  const { words } = useSpeech()
  if (sound === null) return <p className="seal faint">{words.person.consents.unsealed}</p>
  const Icon = sound ? ShieldCheck : ShieldAlert
  return (
    <p className="seal" data-sound={sound}>
      <Icon aria-hidden="true" />
      <span>
        {sound ? words.person.consents.sound : words.person.consents.broken}
        <small>
          {words.person.consents.seal} <code title={hash}>{hash.slice(0, shownOfHash)}…</code>
        </small>
      </span>
    </p>
  )
}

const Record = ({ proof }: { readonly proof: DeskProof }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const own = words.person.consents
  return (
    <article className="record">
      <h4>
        {wordFor(own.decisions, proof.decision)} · {format.moment(proof.at, now)}
      </h4>
      <dl>
        <Fact name={own.how}>{wordFor(own.methods, proof.method)}</Fact>
        <Fact name={own.basis}>{wordFor(own.bases, proof.basis)}</Fact>
        {proof.actor !== null && <Fact name={own.who}>{sourceName(proof.actor, speech)}</Fact>}
        {proof.expiresAt !== null && <Fact name={own.until}>{format.date(proof.expiresAt, now)}</Fact>}
        {Object.entries(proof.evidence).map(([name, value]) => (
          <Fact key={name} name={wordFor(own.evidence, name)}>
            {value}
          </Fact>
        ))}
      </dl>
      {proof.text !== null && (
        <figure className="shown-text">
          <figcaption>
            {own.text} · {own.version(proof.text.version)}
          </figcaption>
          <blockquote lang={proof.text.language}>{proof.text.text}</blockquote>
        </figure>
      )}
      <Sound proof={proof} />
    </article>
  )
}

/** What proves a consent: each record with the text that was shown, who, how, and whether it is as it was written. */
export const Proof = ({ title, proofs }: { readonly title: string; readonly proofs: readonly DeskProof[] }) => {
  const { words } = useSpeech()
  return (
    <section className="proof" aria-label={`${words.person.consents.proof}: ${title}`}>
      {proofs.length === 0 ? (
        <p className="faint">{words.person.consents.noProof}</p>
      ) : (
        proofs.map((proof) => <Record key={proof.record} proof={proof} />)
      )}
    </section>
  )
}
