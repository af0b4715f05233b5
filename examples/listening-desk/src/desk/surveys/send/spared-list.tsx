import type { DeskEstimate } from "@escucha/core"
import { useSpeech } from "../../i18n/words.tsx"

type Spared = DeskEstimate["spared"]

const reasons = [
  "capped",
  "opted-out",
  "no-consent",
  "no-address",
  "waiting",
  "known",
  "suppressed",
  "window-closed",
  "expired",
  "cancelled",
  "historic",
] as const satisfies readonly (keyof Spared)[]

/** Why customers are spared, and how many for each reason. */
export const SparedList = ({ spared }: { readonly spared: Spared }) => {
  const { words, format } = useSpeech()
  return (
    <ul className="spared">
      {reasons.map((because) => {
        const many = spared[because] ?? 0
        return (
          many > 0 && (
            <li key={because}>
              <b>{format.number(many)}</b> {words.surveys.spared[because]}
            </li>
          )
        )
      })}
    </ul>
  )
}
