import { useRef } from "react"
import { useResource } from "../data/resource.ts"
import type { InboxList, InboxPart } from "../data/inbox-list.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { More } from "../notice/more.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import type { Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { InboxFilters } from "./inbox-filters.tsx"
import { InboxRow } from "./inbox-row.tsx"
import { useMovedRows } from "./use-moved-rows.ts"

const EmptyInbox = ({ route }: { readonly route: Route }) => {
  const { words } = useSpeech()
  if (route.mood === null && route.list === "all")
    return <EmptyNote title={words.inbox.empty} note={words.inbox.emptyNote} />
  const nobodyWaits = route.mood === null && route.list === "waiting"
  return (
    <EmptyNote
      title={nobodyWaits ? words.inbox.emptyWaiting : words.inbox.emptyFilter}
      {...(nobodyWaits ? { note: words.inbox.emptyWaitingNote } : {})}
    >
      <button type="button" className="quiet-button" onClick={() => navigate({ list: "all", mood: null })}>
        {words.inbox.clearFilter}
      </button>
    </EmptyNote>
  )
}

const Rows = ({ part, list, route }: { readonly part: InboxPart; readonly list: InboxList; readonly route: Route }) => {
  const element = useRef<HTMLUListElement>(null)
  useMovedRows(element)
  if (part.items.length === 0) return <EmptyInbox route={route} />
  return (
    <>
      <ul className="rows" ref={element}>
        {part.items.map((item) => (
          <li key={item.customer} data-customer={item.customer}>
            <InboxRow item={item} route={route} />
          </li>
        ))}
      </ul>
      <More part={part} list={list} />
    </>
  )
}

/** The customers, from who needs us most. */
export const Inbox = ({ route }: { readonly route: Route }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const list = data.inbox({ list: route.list, mood: route.mood })
  const inbox = useResource(list)
  return (
    <nav className="inbox" aria-labelledby="inbox-title">
      <header className="inbox-head">
        <h2 id="inbox-title">{words.inbox.title}</h2>
        {inbox.state === "ready" && inbox.stale !== null && <output>{words.problem.stale}</output>}
        <InboxFilters route={route} />
      </header>
      {inbox.state === "loading" && <Skeleton kind="inbox" rows={8} />}
      {inbox.state === "failed" && <ProblemNote error={inbox.error} onRetry={() => void list.refresh()} />}
      {inbox.state === "ready" && <Rows part={inbox.data} list={list} route={route} />}
    </nav>
  )
}
