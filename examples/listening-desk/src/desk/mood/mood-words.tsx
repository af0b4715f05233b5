import type { MoodLevel } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"

/** How a customer feels and how sure we are, in words. */
export const MoodWords = ({ level, confidence }: { readonly level: MoodLevel; readonly confidence: number }) => {
  const { words, format } = useSpeech()
  return (
    <span className="mood-words" data-feeling={level}>
      <b>{words.mood[level]}</b> <span>{words.sure(format.percent(confidence))}</span>
    </span>
  )
}
