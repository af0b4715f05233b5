import { CircleAlert, Paperclip } from "lucide-react"
import type { CustomerId, ThreadItem } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { useNow } from "../clock/now.ts"
import type { PendingReply } from "../data/replies.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { authorOf } from "./author.ts"
import { DeliveryMark } from "./delivery-mark.tsx"
import { DoubtNote } from "./doubt-note.tsx"
import { MessageParts } from "./media/parts.tsx"
import { PrivateMark, PublicMark } from "./public-mark.tsx"
import { WhyNote } from "./why-note.tsx"

/** A message that we wrote. */
export type WrittenItem = Extract<ThreadItem, { readonly type: "written" }>

interface WrittenProps {
  readonly item: WrittenItem
  readonly customer: CustomerId
  readonly language: string | undefined
}

/** Who reads it, and how it came to leave by this channel. */
const Marks = ({ item }: { readonly item: WrittenItem }) => {
  const { words } = useSpeech()
  return (
    <>
      {item.public !== undefined && <PublicMark place={item.public} words={words.message.open.ours} />}
      {item.toPrivate === true && <PrivateMark />}
      {item.parts.template !== undefined && <span>{words.message.part.template}</span>}
      {item.follows !== undefined && <span>{words.message.follows}</span>}
    </>
  )
}

/** What we wrote: by whom, by which channel, how far it got, and why it got no further. */
export const Written = ({ item, customer, language }: WrittenProps) => {
  const speech = useSpeech()
  const now = useNow(60)
  const { delivery, reaction } = item
  return (
    <li className="message" data-from="team">
      {(item.text !== "" || item.parts.subject !== undefined) && (
        <p className="message-text" lang={language}>
          {item.parts.subject !== undefined && <b className="subject">{item.parts.subject}</b>}
          {item.text}
        </p>
      )}
      <MessageParts item={item} customer={customer} />
      {reaction !== undefined && (
        <p className="reaction">
          <span aria-hidden="true">{reaction}</span>
          <span className="hidden">{speech.words.message.reacted(reaction)}</span>
        </p>
      )}
      <p className="message-facts">
        <span>{authorOf(item.author, speech)}</span>
        <ChannelName channel={item.channel} />
        <time dateTime={new Date(item.at).toISOString()}>{speech.format.time(item.at)}</time>
        <Marks item={item} />
        <DeliveryMark delivery={delivery} now={now} />
      </p>
      <WhyNote item={item} />
      {delivery.status === "uncertain" && <DoubtNote item={item} customer={customer} policy={delivery.policy} />}
    </li>
  )
}

interface PendingProps {
  readonly reply: PendingReply
  readonly author: string
  readonly onRetry: () => void
  /** Takes the text back into the reply box. */
  readonly onEdit: () => void
  readonly onDiscard: () => void
}

/** A reply of ours that is on its way to the desk, or that could not be sent: then its text is kept and can be sent again. */
export const Pending = ({ reply, author, onRetry, onEdit, onDiscard }: PendingProps) => {
  const { words, format } = useSpeech()
  const { file, template } = reply
  const text = template === null ? reply.text : template.text
  return (
    <li className="message" data-from="team" data-pending>
      {text !== "" && <p className="message-text">{text}</p>}
      {file !== null && (
        <p className="part">
          <Paperclip aria-hidden="true" />
          <span>
            <b>{file.isVoice ? words.message.files.voice : file.name}</b>
            <small>{format.bytes(file.blob.size)}</small>
            {reply.state === "sending" && (
              <progress
                value={reply.progress}
                aria-label={words.message.files.progress(format.percent(reply.progress))}
              />
            )}
          </span>
        </p>
      )}
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
          {file === null && template === null ? (
            <button type="button" className="text-button" onClick={onEdit}>
              {words.reply.edit}
            </button>
          ) : (
            <button type="button" className="text-button" onClick={onDiscard}>
              {words.message.files.cancel}
            </button>
          )}
        </p>
      )}
    </li>
  )
}
