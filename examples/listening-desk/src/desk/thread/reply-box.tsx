import { useId, useState, type FormEvent, type KeyboardEvent } from "react"
import { CornerDownLeft } from "lucide-react"
import type { CustomerView } from "@escucha/core"
import { draftOf, keepDraft } from "../data/drafts.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { useAnnounce } from "../notice/announcer.tsx"
import type { WayOut } from "./way-out.ts"

interface ReplyProps {
  readonly view: CustomerView
  readonly ways: readonly WayOut[]
  readonly draft: string
  readonly onDraft: (text: string) => void
}

/** What was begun to be written to this customer: kept over reloads and while others are answered. */
export const useDraft = (customer: CustomerView["id"]): readonly [string, (text: string) => void] => {
  const [draft, setDraft] = useState(() => draftOf(customer))
  return [
    draft,
    (text) => {
      keepDraft(customer, text)
      setDraft(text)
    },
  ]
}

const Way = ({
  ways,
  chosen,
  onChoose,
}: {
  readonly ways: readonly WayOut[]
  readonly chosen: WayOut
  readonly onChoose: (stream: string) => void
}) => {
  const { words } = useSpeech()
  const id = useId()
  const name = (way: WayOut) => `${wordFor(words.channels, way.channel)} · ${way.value}`
  if (ways.length === 1)
    return (
      <span className="reply-way">
        {words.reply.by} <b>{name(chosen)}</b>
      </span>
    )
  return (
    <span className="reply-way">
      <label htmlFor={id}>{words.reply.by}</label>
      <select id={id} className="select" value={chosen.stream} onChange={(event) => onChoose(event.target.value)}>
        {ways.map((way) => (
          <option key={way.stream} value={way.stream}>
            {name(way)}
          </option>
        ))}
      </select>
    </span>
  )
}

/** Writes to the customer. It says by which channel the text will leave; the text stays until the desk has it. */
export const ReplyBox = ({ view, ways, draft, onDraft }: ReplyProps) => {
  const { words, format } = useSpeech()
  const { data } = useDesk()
  const announce = useAnnounce()
  const [stream, setStream] = useState<string | null>(null)
  const way = ways.find((each) => each.stream === stream) ?? ways[0]
  if (way === undefined) return <p className="reply reply-closed">{words.reply.unreachable}</p>
  const language = view.language === undefined ? null : format.languageName(view.language)
  const name = nameOf(view, words)
  const send = () => {
    const text = draft.trim()
    if (text === "") return
    data.replies.send({ customer: view.id, text, stream: way.stream })
    onDraft("")
    announce(words.delivery.sending)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    send()
  }
  return (
    <form className="reply" onSubmit={onSubmit}>
      {view.optedOut && <output className="reply-warning">{words.reply.optedOut(name)}</output>}
      <div className="reply-box">
        <textarea
          id="reply"
          rows={2}
          maxLength={16_000}
          value={draft}
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={words.reply.label(name)}
          placeholder={words.reply.placeholder(name, language)}
          lang={view.language}
        />
        <div className="reply-foot">
          <Way ways={ways} chosen={way} onChoose={setStream} />
          <button
            type="submit"
            className="button"
            disabled={draft.trim() === ""}
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            {words.reply.send}
            <CornerDownLeft aria-hidden="true" />
          </button>
        </div>
      </div>
    </form>
  )
}
