import { useRef } from "react"
import type { CustomerId, CustomerView, EntryId, Known, ThreadItem } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import type { CustomerPage, CustomerPart } from "../data/customer-page.ts"
import type { PendingReply } from "../data/replies.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { daysOf } from "./days.ts"
import { QuietLine } from "./quiet-line.tsx"
import { Received } from "./received.tsx"
import { useScroll } from "./use-scroll.ts"
import { Pending, Written } from "./written.tsx"

interface LineProps {
  readonly item: ThreadItem
  readonly customer: CustomerId
  readonly replyWindow: Known["replyWindow"]
  readonly language: string | undefined
  readonly marked: boolean
}

/** The last message of each place where free words may be sent for a while alone, and how long. */
const windowsOf = (
  known: CustomerView["known"],
  newestFirst: readonly ThreadItem[],
): ReadonlyMap<EntryId, Known["replyWindow"]> =>
  new Map(
    known.flatMap(({ stream, replyWindow }) => {
      const last = newestFirst.find((item) => item.type === "received" && item.stream === stream)
      const isPublic = last?.type === "received" && last.public !== undefined
      return last === undefined || replyWindow === undefined || isPublic ? [] : [[last.id, replyWindow] as const]
    }),
  )

const Line = ({ item, customer, language, marked, replyWindow }: LineProps) => {
  switch (item.type) {
    case "received":
      return <Received item={item} customer={customer} language={language} marked={marked} replyWindow={replyWindow} />
    case "written":
      return <Written item={item} customer={customer} language={language} />
    case "event":
      return <QuietLine event={item} />
  }
}

const Earlier = ({ part, page }: { readonly part: CustomerPart; readonly page: CustomerPage }) => {
  const { words } = useSpeech()
  if (part.next === null)
    return <p className="thread-edge">{part.items.length === 0 ? words.thread.silent : words.thread.beginning}</p>
  return (
    <p className="thread-edge">
      <button
        type="button"
        className="quiet-button"
        disabled={part.earlier === "loading"}
        onClick={() => void page.showEarlier()}
      >
        {part.earlier === "loading" ? words.thread.loadingEarlier : words.thread.earlier}
      </button>
      {typeof part.earlier === "object" && (
        <span role="alert">
          <ProblemText error={part.earlier} />
        </span>
      )}
    </p>
  )
}

interface LinesProps {
  readonly part: CustomerPart
  readonly page: CustomerPage
  readonly marked: boolean
  readonly pending: readonly PendingReply[]
  readonly onEdit: (reply: PendingReply) => void
}

/** The lines of a thread over all channels, by day, oldest first; the reader starts at the end. */
export const Lines = ({ part, page, marked, pending, onEdit }: LinesProps) => {
  const { words, format } = useSpeech()
  const { data, user } = useDesk()
  const now = useNow(60)
  const windows = windowsOf(part.view.known, part.items)
  const scroller = useRef<HTMLDivElement>(null)
  useScroll(scroller, part.items.at(-1)?.id ?? "", pending.at(-1)?.id ?? part.items[0]?.id ?? "")
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <section className="lines" ref={scroller} tabIndex={0} aria-label={words.thread.messages}>
      <div>
        <Earlier part={part} page={page} />
        {daysOf(part.items).map(({ day, items }) => (
          <section key={day} aria-label={format.day(day, now)}>
            <h3 className="day">{format.day(day, now)}</h3>
            <ol>
              {items.map((item) => (
                <Line
                  key={item.id}
                  item={item}
                  customer={part.view.id}
                  language={part.view.language}
                  marked={marked}
                  replyWindow={windows.get(item.id)}
                />
              ))}
            </ol>
          </section>
        ))}
        {pending.length > 0 && (
          <ol>
            {pending.map((reply) => (
              <Pending
                key={reply.id}
                reply={reply}
                author={user.name}
                onRetry={() => data.replies.retry(reply.id)}
                onEdit={() => onEdit(reply)}
                onDiscard={() => data.replies.discard(reply.id)}
              />
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}
