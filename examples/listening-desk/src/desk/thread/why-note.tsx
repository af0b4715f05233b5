import { Check, Info, X } from "lucide-react"
import { useNow } from "../clock/now.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { keyed } from "./keyed.ts"
import { heldBy, lossWords } from "./why.ts"
import type { WrittenItem } from "./written.tsx"

/** Whether the message waits or will never leave: then what the rules said is told at once. */
const isHeld = ({ delivery }: WrittenItem): boolean => delivery.status === "queued" || delivery.status === "withheld"

/** Why a message was held, what of it was lost on its way, and what every rule said. */
export const WhyNote = ({ item }: { readonly item: WrittenItem }) => {
  const speech = useSpeech()
  const now = useNow(60)
  const { words } = speech
  const held = isHeld(item) ? heldBy(item.reasons, speech, now) : []
  const lost = (item.losses ?? []).map((loss) => lossWords(loss, speech))
  if (held.length + lost.length === 0) return null
  return (
    <div className="why">
      <ul>
        {[...new Set([...held, ...lost])].map((sentence) => (
          <li key={sentence}>
            <Info aria-hidden="true" />
            {sentence}
          </li>
        ))}
      </ul>
      {held.length > 0 && (
        <details>
          <summary>{words.message.verdicts}</summary>
          <ul>
            {keyed(item.reasons, ({ rule }) => rule).map(({ key, value: { rule, passed } }) => (
              <li key={key}>
                {passed ? <Check aria-hidden="true" /> : <X aria-hidden="true" />}
                {wordFor(words.message.rule, rule)}: {passed ? words.message.passed : words.message.refused}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
