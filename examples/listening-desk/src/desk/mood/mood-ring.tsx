import { Angry, Frown, Meh, Smile, type LucideIcon } from "lucide-react"
import type { MoodLevel } from "@escucha/core"

const faces: { readonly [level in MoodLevel]: LucideIcon } = { upset: Angry, uneasy: Frown, calm: Meh, pleased: Smile }

const around = 2 * Math.PI * 17

/** A face for how a customer feels, in a ring that is as full as we are sure. The words beside it say the same. */
export const MoodRing = ({ level, confidence }: { readonly level: MoodLevel; readonly confidence: number }) => {
  const Face = faces[level]
  return (
    <span className="mood-ring" data-feeling={level} aria-hidden="true">
      <svg viewBox="0 0 38 38">
        <circle cx="19" cy="19" r="17" className="mood-track" />
        <circle cx="19" cy="19" r="17" className="mood-arc" strokeDasharray={`${around * confidence} ${around}`} />
      </svg>
      <Face />
    </span>
  )
}
