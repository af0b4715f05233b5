import { BellOff } from "lucide-react"
import type { DeskHead } from "@escucha/core"
import { plainValue } from "../i18n/plain-value.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { navigate } from "../use-route.ts"
import { PlaceName } from "./place-name.tsx"

const shownTraits = 4

interface HeadBoxProps {
  readonly head: DeskHead
  /** Whether their name opens their conversation. */
  readonly isLink?: boolean
}

const atThread = { overlay: null, panel: "thread" } as const

/** Somebody in short: their name, where they are known, and the first of what we know. */
export const HeadBox = ({ head, isLink = false }: HeadBoxProps) => {
  const speech = useSpeech()
  const { words } = speech
  const traits = Object.entries(head.traits)
    .filter(([name, value]) => name !== "name" && value !== null && value !== undefined)
    .slice(0, shownTraits)
  return (
    <div className="head-box">
      <p className="head-name">
        {isLink ? (
          <button
            type="button"
            className="text-button"
            onClick={() => navigate({ ...atThread, page: "desk", customer: head.customer })}
          >
            {head.name}
          </button>
        ) : (
          head.name
        )}
      </p>
      <ul>
        {head.places.map((place) => (
          <li key={place.stream}>
            <PlaceName place={place} />
          </li>
        ))}
      </ul>
      {traits.length > 0 && (
        <p className="head-traits">
          {traits
            .map(([name, value]) => `${wordFor(words.traits, name)}: ${plainValue(name, value, speech)}`)
            .join(" · ")}
        </p>
      )}
      {head.optedOut && (
        <p className="head-stop">
          <BellOff aria-hidden="true" />
          {words.card.optedOut}
        </p>
      )}
    </div>
  )
}
