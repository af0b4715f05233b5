import { Globe, Lock } from "lucide-react"
import type { Where } from "../../data/channel-client.ts"
import { useSpeech } from "../../i18n/words.tsx"

interface WhereProps {
  /** The ways in which the network lets it be answered. */
  readonly ways: readonly Where[]
  readonly chosen: Where
  readonly onChoose: (where: Where) => void
}

const icons = { public: Globe, private: Lock } as const

/** Who will read the answer to something that was said in public. */
export const WhereChoice = ({ ways, chosen, onChoose }: WhereProps) => {
  const { words } = useSpeech()
  const [only, ...others] = ways
  if (only === undefined) return null
  if (others.length === 0) {
    const Icon = icons[only]
    return (
      <p className="reply-where">
        <Icon aria-hidden="true" />
        {only === "public" ? words.message.open.onlyPublic : words.message.open.onlyPrivate}
      </p>
    )
  }
  return (
    <fieldset className="segments reply-where" aria-label={words.message.open.label}>
      {ways.map((way) => {
        const Icon = icons[way]
        return (
          <button key={way} type="button" aria-pressed={way === chosen} onClick={() => onChoose(way)}>
            <Icon aria-hidden="true" />
            {words.message.open[way]}
          </button>
        )
      })}
    </fieldset>
  )
}
