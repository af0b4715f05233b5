import type { CustomerView } from "@escucha/core"
import { Fact } from "../card/facts.tsx"
import { useSpeech, wordFor } from "../i18n/words.tsx"

/** How the customer wants to be reached. */
export const PreferenceList = ({ preferences }: { readonly preferences: CustomerView["preferences"] }) => {
  const { words, format } = useSpeech()
  const { language, zone, quietHours, atMost, channels } = preferences
  const own = words.person.preferences
  const facts: readonly (readonly [name: string, value: string])[] = [
    ...(language === undefined ? [] : [[own.language, format.languageName(language) ?? language] as const]),
    ...(zone === undefined ? [] : [[own.zone, zone] as const]),
    ...(quietHours === undefined ? [] : [[own.quietHours, quietHours.join("–")] as const]),
    ...(atMost === undefined ? [] : [[own.atMost, atMost] as const]),
    ...(channels === undefined
      ? []
      : [[own.channels, channels.map((channel) => wordFor(words.channels, channel)).join(", ")] as const]),
  ]
  return (
    <section>
      <h3>{own.title}</h3>
      {facts.length === 0 ? (
        <p className="faint">{own.none}</p>
      ) : (
        <dl>
          {facts.map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </dl>
      )}
    </section>
  )
}
