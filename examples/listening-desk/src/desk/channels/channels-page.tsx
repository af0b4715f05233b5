import { useEffect, useRef } from "react"
import { ArrowLeft } from "lucide-react"
import type { DeskChannels } from "@escucha/core"
import { useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import type { Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { ChannelCard } from "./channel-card.tsx"
import { inOrder, isInTrouble } from "./trouble.ts"

const every = 15_000

interface ShownProps {
  readonly channels: DeskChannels["items"]
  readonly filter: Route["channels"]
}

const Shown = ({ channels, filter }: ShownProps) => {
  const { words } = useSpeech()
  const troubled = channels.filter(isInTrouble)
  if (channels.length === 0) return <EmptyNote title={words.ways.none} note={words.ways.noneNote} />
  const shown = filter === "trouble" ? troubled : inOrder(channels)
  return (
    <>
      <fieldset className="segments" aria-label={words.ways.filter}>
        <button type="button" aria-pressed={filter === "all"} onClick={() => navigate({ channels: "all" })}>
          {words.ways.all(channels.length)}
        </button>
        <button type="button" aria-pressed={filter === "trouble"} onClick={() => navigate({ channels: "trouble" })}>
          {words.ways.trouble(troubled.length)}
        </button>
      </fieldset>
      {shown.length === 0 ? (
        <EmptyNote title={words.ways.noTrouble} note={words.ways.noTroubleNote}>
          <button type="button" className="quiet-button" onClick={() => navigate({ channels: "all" })}>
            {words.ways.showAll}
          </button>
        </EmptyNote>
      ) : (
        <ul className="way-cards">
          {shown.map((channel) => (
            <li key={channel.name}>
              <ChannelCard channel={channel} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Every channel of the house: how it does, what it takes, and what went wrong last. It is read again while it is looked at. */
export const ChannelsPage = ({ filter }: { readonly filter: Route["channels"] }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const heading = useRef<HTMLHeadingElement>(null)
  const snapshot = useResource(data.channels)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    const timer = setInterval(() => {
      if (!document.hidden) void data.channels.refresh()
    }, every)
    return () => clearInterval(timer)
  }, [data])
  return (
    <section className="ways" id="conversation" tabIndex={-1} aria-labelledby="ways-title">
      <header className="ways-head">
        <button type="button" className="quiet-button" onClick={() => navigate({ page: "desk" })}>
          <ArrowLeft aria-hidden="true" />
          {words.ways.back}
        </button>
        <h2 id="ways-title" ref={heading} tabIndex={-1}>
          {words.ways.title}
        </h2>
        <p>{words.ways.intro}</p>
      </header>
      {snapshot.state === "loading" && <Skeleton kind="card" rows={4} />}
      {snapshot.state === "failed" && (
        <ProblemNote error={snapshot.error} onRetry={() => void data.channels.refresh()} />
      )}
      {snapshot.state === "ready" && (
        <>
          {snapshot.stale !== null && (
            <p className="ways-stale" role="alert">
              {words.problem.stale}
            </p>
          )}
          <Shown channels={snapshot.data.items} filter={filter} />
        </>
      )}
    </section>
  )
}
