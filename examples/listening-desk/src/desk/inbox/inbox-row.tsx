import type { MouseEvent } from "react"
import { BriefcaseBusiness } from "lucide-react"
import type { InboxItem } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { Clock } from "../clock/clock.tsx"
import { useNow } from "../clock/now.ts"
import { nameInInbox } from "../i18n/person.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { MoodRing } from "../mood/mood-ring.tsx"
import { MoodWords } from "../mood/mood-words.tsx"
import { formatRoute, type Route } from "../route.ts"
import { navigate } from "../use-route.ts"

const opensElsewhere = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0

const When = ({ item }: { readonly item: InboxItem }) => {
  const { format } = useSpeech()
  const now = useNow(60)
  return item.waiting === null ? (
    <time className="row-when" dateTime={new Date(item.at).toISOString()}>
      {format.ago(item.at, now)}
    </time>
  ) : (
    <Clock since={item.waiting.since} due={item.waiting.due} />
  )
}

/** One customer of the inbox: how they feel, what they said last, and how long our promise still has. */
export const InboxRow = ({ item, route }: { readonly item: InboxItem; readonly route: Route }) => {
  const { words } = useSpeech()
  const to = { customer: item.customer, panel: "thread" } as const
  return (
    <a
      className="row"
      href={formatRoute({ ...route, ...to })}
      aria-current={route.customer === item.customer ? "true" : undefined}
      onClick={(event) => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        navigate(to)
      }}
    >
      <MoodRing level={item.mood} confidence={item.confidence} />
      <span className="row-name">{nameInInbox(item, words)}</span>
      <When item={item} />
      <span className="row-preview" lang={item.language}>
        {item.from === "team" && <b>{words.inbox.us} </b>}
        {item.preview === "" ? words.inbox.wordless : item.preview}
      </span>
      <span className="row-facts">
        <MoodWords level={item.mood} confidence={item.confidence} />
        <ChannelName channel={item.channel} />
        {item.owner !== null && <span>{words.inbox.owner(wordFor(words.house.teams, item.owner))}</span>}
        {item.cases > 0 && (
          <span className="channel" title={words.inbox.cases(item.cases)}>
            <BriefcaseBusiness aria-hidden="true" />
            <span aria-hidden="true">{item.cases}</span>
            <span className="hidden">{words.inbox.cases(item.cases)}</span>
          </span>
        )}
      </span>
    </a>
  )
}
