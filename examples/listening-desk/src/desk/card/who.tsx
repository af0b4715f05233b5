import { Ban } from "lucide-react"
import type { CustomerView } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { bestOf, ruleWords, whyOf } from "../person/evidence.ts"
import { PlaceName } from "../person/place-name.tsx"
import { aliveWords, moneyOf, segmentWords } from "../person/value-words.ts"
import { navigate, openOverlay } from "../use-route.ts"
import { Fact } from "./facts.tsx"

const shownTags = 6

const Places = ({ known }: Pick<CustomerView, "known">) => {
  const speech = useSpeech()
  const { words } = speech
  const now = useNow(60)
  return (
    <ul className="places">
      {known.map((place) => {
        const best = bestOf(place.links)
        return (
          <li key={place.stream}>
            <PlaceName place={place} />
            <small>
              {best === null ? words.person.alone : whyOf(best, speech, now)}
              {place.channel === null && place.scheme !== "user" && ` · ${words.card.cannotWrite}`}
            </small>
          </li>
        )
      })}
    </ul>
  )
}

const Refused = ({ refused }: Pick<CustomerView, "refused">) => {
  const speech = useSpeech()
  const { words } = speech
  if (refused.length === 0) return null
  return (
    <ul className="refused-links">
      {refused.map(({ link, schemes, rule }) => (
        <li key={link}>
          <Ban aria-hidden="true" />
          <span>
            {schemes.map((scheme) => wordFor(words.schemes, scheme)).join(words.person.and)}: {ruleWords(rule, speech)}
          </span>
        </li>
      ))}
    </ul>
  )
}

const Standing = ({ view: { lifecycle, value, segments, memberships, members } }: { readonly view: CustomerView }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const own = words.person.value
  return (
    <>
      {(lifecycle !== null || value !== null || members !== null || memberships.length > 0) && (
        <dl>
          {lifecycle !== null && (
            <Fact name={own.stage}>
              {wordFor(own.stages, lifecycle.stage)}{" "}
              <span className="faint">{own.since(format.date(lifecycle.since, now))}</span>
            </Fact>
          )}
          {value !== null && value.orders > 0 && (
            <Fact name={own.orders}>
              {format.number(value.orders)} · {moneyOf(value.total, value.currency, speech)}
            </Fact>
          )}
          {typeof value?.pAlive === "number" && <Fact name={own.alive}>{aliveWords(value.pAlive, speech)}</Fact>}
          {members !== null && (
            <Fact name={own.members}>
              {members.isMore ? own.more(format.number(members.count)) : format.number(members.count)}
            </Fact>
          )}
          {memberships.map(({ of, name, role }) => (
            <Fact key={of} name={own.memberships}>
              <button type="button" className="text-button" onClick={() => navigate({ customer: of })}>
                {name}
              </button>
              {role !== "" && <span className="faint"> · {role}</span>}
            </Fact>
          ))}
        </dl>
      )}
      {segments.length > 0 && (
        <ul className="tags" aria-label={own.segments}>
          {segments.slice(0, shownTags).map(({ name, since }) => (
            <li key={name} className="tag" title={own.since(format.date(since, now))}>
              {segmentWords(name, speech)}
            </li>
          ))}
          {segments.length > shownTags && <li className="tag">+{segments.length - shownTags}</li>}
        </ul>
      )}
    </>
  )
}

/** Who this is: where they are known and why we think so, where they stand, and the way to all of it. */
export const Who = ({ view }: { readonly view: CustomerView }) => {
  const { words } = useSpeech()
  return (
    <section className="card-part who">
      <h3>
        {words.person.who}
        {view.kind !== "customer" && <span className="faint"> · {words.person.kinds[view.kind]}</span>}
      </h3>
      <Places known={view.known} />
      <Refused refused={view.refused} />
      <Standing view={view} />
      <p className="who-more">
        <button type="button" className="text-button" onClick={() => openOverlay({ kind: "person", part: "identity" })}>
          {words.person.all}
        </button>
      </p>
    </section>
  )
}
