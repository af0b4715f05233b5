import { type ReactNode, useEffect, useRef } from "react"
import type { Line } from "@escucha/core/client"
import { ChatExtra } from "./chat-extra.ts"
import type { ChatLabels } from "./chat-labels.ts"

/** What the list of messages is given. */
export interface MessageLogProps {
  readonly lines: readonly Line[]
  readonly labels: ChatLabels
  /** BCP 47; times are written in it. */
  readonly language: string
  /** Whether the page and the server are joined. What was said before that is not read out: only what is said from now on. */
  readonly isLive: boolean
  /** A tapped answer. */
  readonly onChoose: (value: string) => void
  /** Where the routes of the server begin: before the addresses of files. */
  readonly baseUrl: string
}

interface MessageProps extends Omit<MessageLogProps, "lines" | "isLive"> {
  readonly line: Line
  readonly isLast: boolean
}

const Message = ({ line, isLast, labels, language, onChoose, baseUrl }: MessageProps) => {
  const { from, author, text, at, state, choices } = line
  const time = new Date(at)
  return (
    <li data-from={from} data-state={state}>
      <span className="escucha-author">{author ?? labels[from === "team" ? "team" : "you"]}</span>
      <p dir="auto">{text}</p>
      <ChatExtra parts={{ line, baseUrl }} />
      <time dateTime={time.toISOString()} title={time.toLocaleDateString(language, { dateStyle: "full" })}>
        {time.toLocaleTimeString(language, { timeStyle: "short" })}
      </time>
      {state !== "sent" && <span className="escucha-state">{labels[state]}</span>}
      {isLast && choices && choices.length > 0 && (
        <div role="group" aria-label={labels.answers} className="escucha-choices">
          {choices.map(({ value, label }) => (
            <button type="button" key={value} dir="auto" onClick={() => onChoose(value)}>
              {label}
            </button>
          ))}
        </div>
      )}
    </li>
  )
}

const atTheEnd = 64

/** The messages, read out as they come. It stays at the last one, unless the person scrolled up to read. */
export const MessageLog = ({ lines, isLive, ...props }: MessageLogProps): ReactNode => {
  const log = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (lines.length > 0 && follows.current) log.current?.scrollTo(0, log.current.scrollHeight)
  }, [lines])
  return (
    <div
      ref={log}
      role="log"
      aria-live={isLive ? "polite" : "off"}
      aria-label={props.labels.messages}
      tabIndex={0}
      className="escucha-log"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < atTheEnd
      }}
    >
      <ol>
        {lines.map((line, index) => (
          <Message key={line.id} line={line} isLast={index === lines.length - 1} {...props} />
        ))}
      </ol>
    </div>
  )
}
