import type { ReactNode } from "react"
import type { CustomerView } from "@escucha/core"
import { useSpeech, wordFor, type Speech } from "../i18n/words.tsx"

const written = (name: string, value: unknown, { words, format }: Speech): string => {
  if (name === "language" && typeof value === "string") return format.languageName(value) ?? value
  if (typeof value === "number") return format.number(value)
  if (typeof value === "boolean") return value ? words.card.yes : words.card.no
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** A name and what belongs to it. */
export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="fact">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** What the application knows of the customer; their name stands above already. */
export const Traits = ({ traits }: { readonly traits: CustomerView["traits"] }) => {
  const speech = useSpeech()
  const known = Object.entries(traits).filter(
    ([name, value]) => name !== "name" && value !== undefined && value !== null,
  )
  return (
    <section className="card-part">
      <h3>{speech.words.card.about}</h3>
      {known.length === 0 ? (
        <p className="faint">{speech.words.card.nothingKnown}</p>
      ) : (
        <dl>
          {known.map(([name, value]) => (
            <Fact key={name} name={wordFor(speech.words.traits, name)}>
              {written(name, value, speech)}
            </Fact>
          ))}
        </dl>
      )}
    </section>
  )
}
