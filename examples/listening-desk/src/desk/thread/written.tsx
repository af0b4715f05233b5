import { CircleAlert } from "lucide-react"
import type { ThreadItem } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { useNow } from "../clock/now.ts"
import type { PendingReply } from "../data/replies.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { authorOf } from "./author.ts"
import { DeliveryMark } from "./delivery-mark.tsx"

/** A message that we wrote. */
export type WrittenItem = Extract<ThreadItem, { readonly type: "written" }>

/** What we wrote: by whom, by which channel, and how far it got. */
export const Written = ({ item, language }: { readonly item: WrittenItem; readonly language: string | undefined }) => {
  const speech = useSpeech()
  const now = useNow(60)
  return (
    <li className="message" data-from="team">
      <p className="message-text" lang={language}>
        {item.text}
      </p>
      <p className="message-facts">
        <span>{authorOf(item.author, speech)}</span>
        <ChannelName channel={item.channel} />
        <time dateTime={new Date(item.at).toISOString()}>{speech.format.time(item.at)}</time>
        <DeliveryMark delivery={item.delivery} now={now} />
      </p>
    </li>
  )
}

interface PendingProps {
  readonly reply: PendingReply
  readonly author: string
  readonly onRetry: () => void
  /** Takes the text back into the reply box. */
  readonly onEdit: () => void
}

/** A reply of ours that is on its way to the desk, or that could not be sent: then its text is kept and can be sent again. */
export const Pending = ({ reply, author, onRetry, onEdit }: PendingProps) => {
  const { words, format } = useSpeech()
  return (
    <li className="message" data-from="team" data-pending>
      <p className="message-text">{reply.text}</p>
      {reply.state === "sending" ? (
        <p className="message-facts">
          <span>{author}</span>
          <time>{format.time(reply.at)}</time>
          <DeliveryMark delivery={{ status: "sending" }} now={reply.at} />
        </p>
      ) : (
        <p className="message-facts" role="alert">
          <span className="delivery" data-status="failed">
            <CircleAlert aria-hidden="true" />
            {words.reply.failed} <ProblemText error={reply.state} />
          </span>
          <button type="button" className="text-button" onClick={onRetry}>
            {words.reply.retry}
          </button>
          <button type="button" className="text-button" onClick={onEdit}>
            {words.reply.edit}
          </button>
        </p>
      )}
    </li>
  )
}
