import type { ThreadItem } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EventIcon } from "../thread/event-icon.tsx"
import { phraseOf, type EventItem } from "../thread/phrase.ts"
import { Fact } from "./facts.tsx"

const isEvent = (item: ThreadItem): item is EventItem => item.type === "event"

/** The timeline in short: how much was said, since when, and the last things that happened. */
export const Story = ({ items }: { readonly items: readonly ThreadItem[] }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const now = useNow(60)
  const amount = (type: ThreadItem["type"]) => format.number(items.filter((item) => item.type === type).length)
  const oldest = items.at(-1)
  return (
    <section className="card-part">
      <h3>
        {words.card.history} <span className="faint">{words.card.lines(items.length)}</span>
      </h3>
      <dl>
        <Fact name={words.card.received}>{amount("received")}</Fact>
        <Fact name={words.card.written}>{amount("written")}</Fact>
        {oldest !== undefined && <Fact name={words.card.since}>{format.ago(oldest.at, now)}</Fact>}
      </dl>
      <ol className="story">
        {items
          .filter(isEvent)
          .slice(0, 6)
          .map((event) => (
            <li key={event.id}>
              <EventIcon kind={event.kind} />
              <span>{phraseOf(event, speech, now).text}</span>
              <time dateTime={new Date(event.at).toISOString()}>{format.ago(event.at, now)}</time>
            </li>
          ))}
      </ol>
    </section>
  )
}
