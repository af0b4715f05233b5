import { useState } from "react"
import { Frown, Meh, Smile, type LucideIcon } from "lucide-react"
import type { ThreadItem, ThreadReading } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { useSpeech } from "../i18n/words.tsx"
import { piecesOf } from "./marks.ts"

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

interface ReceivedProps {
  readonly item: ReceivedItem
  readonly language: string | undefined
  /** Whether all feeling words of the thread are marked. */
  readonly marked: boolean
}

/** What the customer wrote, by which channel, how it reads and — when asked — which words say so. */
export const Received = ({ item, language, marked }: ReceivedProps) => {
  const { words, format } = useSpeech()
  const [own, setOwn] = useState<boolean | null>(null)
  const { reading } = item
  const shown = own ?? marked
  return (
    <li className="message" data-from="customer">
      <p className="message-text" lang={language}>
        {item.unsupported !== undefined && <i>{words.thread.unsupported(item.unsupported)} </i>}
        {shown && reading !== undefined ? <MarkedText text={item.text} reading={reading} /> : item.text}
      </p>
      <p className="message-facts">
        <ChannelName channel={item.channel} />
        <time dateTime={new Date(item.at).toISOString()}>{format.time(item.at)}</time>
        {reading !== undefined && <Feeling reading={reading} shown={shown} onToggle={() => setOwn(!shown)} />}
        {item.answers !== undefined && <span>{words.thread.answers(item.answers)}</span>}
      </p>
    </li>
  )
}
