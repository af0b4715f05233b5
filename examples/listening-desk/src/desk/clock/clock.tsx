import { useSpeech } from "../i18n/words.tsx"
import { useNow } from "./now.ts"
import { remaining } from "./remaining.ts"

const around = 2 * Math.PI * 5

/** A promise as a clock: it runs down to the moment that was promised, and after it says how late we are. */
export const Clock = ({ since, due }: { readonly since: number; readonly due: number }) => {
  const { words, format } = useSpeech()
  const now = useNow()
  const promise = remaining(since, due, now)
  const title = words.clock.due(format.moment(due, now))
  if (promise.state === "late") {
    return (
      <span className="clock" data-state="late" title={title}>
        {words.clock.late(format.duration(promise.over))}
      </span>
    )
  }
  return (
    <span className="clock" data-state={promise.state} title={title}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="5" className="clock-face" />
        <circle cx="7" cy="7" r="5" className="clock-hand" strokeDasharray={`${around * promise.share} ${around}`} />
      </svg>
      {words.clock.left(format.countdown(promise.left))}
    </span>
  )
}
