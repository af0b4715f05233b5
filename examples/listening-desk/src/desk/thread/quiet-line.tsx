import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EventIcon } from "./event-icon.tsx"
import { phraseOf, type EventItem } from "./phrase.ts"

/** What the system did, in one quiet line. */
export const QuietLine = ({ event }: { readonly event: EventItem }) => {
  const speech = useSpeech()
  const now = useNow(60)
  const { text, detail } = phraseOf(event, speech, now)
  return (
    <li className="quiet-line">
      <EventIcon kind={event.kind} />
      <span>
        {text}
        {detail !== null && <small> · {detail}</small>}
      </span>
      <time dateTime={new Date(event.at).toISOString()}>{speech.format.time(event.at)}</time>
    </li>
  )
}
