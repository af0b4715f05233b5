import { useState } from "react"
import { Merge, Split, Unlink } from "lucide-react"
import type { CustomerView, DeskLink, DeskPerson } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import type { Cut } from "../data/person-client.ts"
import { useSpeech } from "../i18n/words.tsx"
import { bestOf, ruleWords, sourceName, whyOf } from "./evidence.ts"
import { JoinWith } from "./join-with.tsx"
import { PairCard } from "./pair-card.tsx"
import { PlaceName, placeWords } from "./place-name.tsx"
import { focusPanel } from "./tabs.tsx"
import { TakeApart } from "./take-apart.tsx"

type Step =
  | { readonly at: "list" }
  | { readonly at: "apart"; readonly cut: Cut; readonly title: string }
  | { readonly at: "join" }

interface PartProps {
  readonly view: CustomerView
  readonly person: DeskPerson
  readonly onStep: (step: Step) => void
}

const Places = ({ view, onStep }: PartProps) => {
  const speech = useSpeech()
  const { words } = speech
  const now = useNow(60)
  return (
    <section>
      <h3>{words.person.identity.places}</h3>
      <ul className="lines-list">
        {view.known.map((place) => {
          const best = bestOf(place.links)
          const title = words.person.identity.takeOutOf(placeWords(place, speech))
          return (
            <li key={place.stream}>
              <div>
                <PlaceName place={place} />
                <small>{best === null ? words.person.alone : whyOf(best, speech, now)}</small>
              </div>
              {view.known.length > 1 && place.links.length > 0 && (
                <button
                  type="button"
                  className="quiet-button"
                  aria-label={title}
                  onClick={() => onStep({ at: "apart", cut: { place: place.stream }, title })}
                >
                  <Unlink aria-hidden="true" />
                  {words.person.identity.takeOut}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const Ends = ({ link: { ends } }: { readonly link: DeskLink }) => {
  const { words } = useSpeech()
  return (
    <span className="ends">
      <PlaceName place={ends[0]} />
      <span className="faint">{words.person.and.trim()}</span>
      <PlaceName place={ends[1]} />
    </span>
  )
}

const LinkList = ({ person, onStep }: PartProps) => {
  const speech = useSpeech()
  const { words } = speech
  const now = useNow(60)
  return (
    <section>
      <h3>{words.person.identity.links}</h3>
      {person.links.length === 0 && <p className="faint">{words.person.identity.noLinks}</p>}
      <ul className="lines-list">
        {person.links.map((link) => {
          const [one, two] = link.ends.map((end) => placeWords(end, speech))
          const title = words.person.identity.takeApartOf(one ?? "", two ?? "")
          return (
            <li key={link.link}>
              <div>
                <Ends link={link} />
                <small>{whyOf(link, speech, now)}</small>
              </div>
              <button
                type="button"
                className="quiet-button"
                aria-label={title}
                onClick={() => onStep({ at: "apart", cut: { link: link.link }, title })}
              >
                <Split aria-hidden="true" />
                {words.person.identity.takeApart}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const Apart = ({ title, links }: { readonly title: string; readonly links: readonly DeskLink[] }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  if (links.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul className="lines-list">
        {links.map((link) => (
          <li key={link.link}>
            <div>
              <Ends link={link} />
              <small>
                {link.by === undefined
                  ? [ruleWords(link.because ?? "", speech), link.at === null ? "" : format.date(link.at, now)]
                      .filter((part) => part !== "")
                      .join(" · ")
                  : [
                      ruleWords(link.because ?? "", speech),
                      words.person.identity.apartBy(sourceName(link.by, speech)),
                      link.at === null ? "" : format.date(link.at, now),
                    ]
                      .filter((part) => part !== "")
                      .join(" · ")}
              </small>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Why we think that this is one person; what is joined can be taken apart here, and the other way round. */
export const IdentityPart = ({ view, person }: Pick<PartProps, "view" | "person">) => {
  const { words } = useSpeech()
  const [step, setStep] = useState<Step>({ at: "list" })
  const leave = () => {
    setStep({ at: "list" })
    focusPanel()
  }
  if (step.at === "apart") return <TakeApart customer={view.id} cut={step.cut} title={step.title} onLeave={leave} />
  if (step.at === "join") return <JoinWith customer={view.id} onLeave={leave} />
  return (
    <>
      <Places view={view} person={person} onStep={setStep} />
      <LinkList view={view} person={person} onStep={setStep} />
      <Apart title={words.person.identity.refused} links={person.refused} />
      <Apart title={words.person.identity.apart} links={person.apart} />
      {person.pairs.length > 0 && (
        <section>
          <h3>{words.person.identity.pairs}</h3>
          <ul className="pairs">
            {person.pairs.map((pair) => (
              <li key={pair.link}>
                <PairCard pair={pair} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="part-act">
        <button type="button" className="quiet-button" onClick={() => setStep({ at: "join" })}>
          <Merge aria-hidden="true" />
          {words.person.identity.join}
        </button>
      </p>
    </>
  )
}
