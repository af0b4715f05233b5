import { useState } from "react"
import { Frown, Meh, Phone, PhoneMissed, Smile, Voicemail, type LucideIcon } from "lucide-react"
import type { CustomerId, Known, ThreadItem, ThreadReading } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { useSpeech } from "../i18n/words.tsx"
import { EditedNote } from "./edited-note.tsx"
import { piecesOf } from "./marks.ts"
import { MessageParts } from "./media/parts.tsx"
import { PublicMark } from "./public-mark.tsx"
import { WindowMark } from "./window-mark.tsx"

/** A message that the customer wrote. */
export type ReceivedItem = Extract<ThreadItem, { readonly type: "received" }>

const faces: { readonly [label in ThreadReading["label"]]: LucideIcon } = {
  negative: Frown,
  neutral: Meh,
  positive: Smile,
}

interface FeelingProps {
  readonly reading: ThreadReading
  readonly shown: boolean
  readonly onToggle: () => void
}

const Feeling = ({ reading, shown, onToggle }: FeelingProps) => {
  const { words, format } = useSpeech()
  const Face = faces[reading.label]
  const content = (
    <>
      <Face aria-hidden="true" />
      <b>{words.reading[reading.label]}</b> {words.sure(format.percent(reading.confidence))}
    </>
  )
  if (reading.spans.length === 0) {
    return (
      <span className="feeling" data-feeling={reading.label} title={words.thread.noWords}>
        {content}
      </span>
    )
  }
  return (
    <button
      type="button"
      className="feeling"
      data-feeling={reading.label}
      aria-pressed={shown}
      onClick={onToggle}
      title={shown ? words.thread.hideWords : words.thread.showWords}
    >
      {content}
    </button>
  )
}

const MarkedText = ({ text, reading }: { readonly text: string; readonly reading: ThreadReading }) =>
  piecesOf(text, reading.spans).map(({ start, text: piece, marked }) =>
    marked ? (
      <mark key={start} data-feeling={reading.label}>
        {piece}
      </mark>
    ) : (
      piece
    ),
  )

const icons = { missed: PhoneMissed, voicemail: Voicemail, answered: Phone } as const

const CallMark = ({ call: { status, duration } }: { readonly call: NonNullable<ReceivedItem["call"]> }) => {
  const { words, format } = useSpeech()
  const Icon = icons[status]
  return (
    <p className="part">
      <Icon aria-hidden="true" />
      <span>
        <b>{words.message.call[status]}</b>
        {duration !== undefined && <small>{format.countdown(duration)}</small>}
      </span>
    </p>
  )
}

/** What stands behind the words: how it came, who vouches for it, what it answers. */
const Marks = ({ item }: { readonly item: ReceivedItem }) => {
  const { words } = useSpeech()
  return (
    <>
      {item.public !== undefined && <PublicMark place={item.public} words={words.message.open.said} />}
      {item.automatic === true && <span>{words.message.machine}</span>}
      {item.claimed === true && <span>{words.message.claimed}</span>}
      {item.repliesTo !== undefined && <span>{words.message.replies}</span>}
      {item.answers !== undefined && <span>{words.thread.answers(item.answers)}</span>}
    </>
  )
}

interface WordsProps {
  readonly item: ReceivedItem
  readonly language: string | undefined
  /** Whether the words that carry feeling are marked. */
  readonly shown: boolean
}

const Words = ({ item, language, shown }: WordsProps) => {
  const { words } = useSpeech()
  const { text, reading, unsupported, edited } = item
  if (edited?.isTakenBack === true)
    return (
      <p className="message-text">
        <i>{words.message.edited.takenBack}</i>
      </p>
    )
  if (text === "" && unsupported === undefined) return null
  return (
    <p className="message-text" lang={language}>
      {unsupported !== undefined && <i>{words.thread.unsupported(unsupported)} </i>}
      {shown && reading !== undefined ? <MarkedText text={text} reading={reading} /> : text}
    </p>
  )
}

interface ReceivedProps {
  readonly item: ReceivedItem
  readonly customer: CustomerId
  readonly language: string | undefined
  /** Whether all feeling words of the thread are marked. */
  readonly marked: boolean
  /** How long free words may be sent where this was said; of the last message there alone. */
  readonly replyWindow: Known["replyWindow"]
}

/** What the customer wrote, by which channel, how it reads and — when asked — which words say so. */
export const Received = ({ item, customer, language, marked, replyWindow }: ReceivedProps) => {
  const { format } = useSpeech()
  const [own, setOwn] = useState<boolean | null>(null)
  const { reading, edited } = item
  const shown = own ?? marked
  return (
    <li className="message" data-from="customer">
      <Words item={item} language={language} shown={shown} />
      {item.call !== undefined && <CallMark call={item.call} />}
      <MessageParts item={item} customer={customer} />
      <p className="message-facts">
        <ChannelName channel={item.channel} />
        <time dateTime={new Date(item.at).toISOString()}>{format.time(item.at)}</time>
        {reading !== undefined && edited === undefined && (
          <Feeling reading={reading} shown={shown} onToggle={() => setOwn(!shown)} />
        )}
        <Marks item={item} />
        {edited !== undefined && <EditedNote edited={edited} language={language} />}
        {replyWindow !== undefined && <WindowMark replyWindow={replyWindow} isBrief />}
      </p>
    </li>
  )
}
