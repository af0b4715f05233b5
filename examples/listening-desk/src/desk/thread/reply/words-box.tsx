import { useState, type ClipboardEvent, type FormEvent, type KeyboardEvent } from "react"
import { CornerDownLeft, Paperclip } from "lucide-react"
import type { CustomerView, DeskChannel } from "@escucha/core"
import type { ReplyFile } from "../../data/channel-client.ts"
import { nameOf } from "../../i18n/person.ts"
import { useSpeech } from "../../i18n/words.tsx"
import type { WayOut } from "../way-out.ts"
import { FileList } from "./file-list.tsx"
import { remarkOn } from "./fit.ts"
import { Recorder } from "./recorder.tsx"
import { Way } from "./way.tsx"

const chosenFile = (file: File): ReplyFile => ({
  id: crypto.randomUUID(),
  blob: file,
  name: file.name,
  isVoice: false,
})

interface ToolsProps {
  readonly channel: DeskChannel | undefined
  readonly onFiles: (files: readonly ReplyFile[]) => void
  readonly onProblem: (text: string | null) => void
}

const Tools = ({ channel, onFiles, onProblem }: ToolsProps) => {
  const { words } = useSpeech()
  const rule = channel?.capabilities.parts.voice
  return (
    <span className="reply-tools">
      <label className="icon-button" title={words.message.files.add}>
        <Paperclip aria-hidden="true" />
        <span className="hidden">{words.message.files.add}</span>
        <input
          type="file"
          className="hidden"
          multiple
          onChange={({ currentTarget }) => {
            onFiles([...(currentTarget.files ?? [])].map(chosenFile))
            currentTarget.value = "" // the same file can be chosen again
          }}
        />
      </label>
      <Recorder
        taken={typeof rule === "object" ? rule.types : undefined}
        onDone={(file) => onFiles([file])}
        onProblem={onProblem}
      />
    </span>
  )
}

interface WordsBoxProps {
  readonly view: CustomerView
  readonly ways: readonly WayOut[]
  readonly way: WayOut
  readonly channel: DeskChannel | undefined
  /** How large a file may be; null where the house keeps none. */
  readonly maxBytes: number | null
  readonly draft: string
  /** Nothing may be sent by this way now. */
  readonly isClosed: boolean
  readonly onDraft: (text: string) => void
  readonly onWay: (stream: string) => void
  readonly onSend: (text: string, files: readonly ReplyFile[]) => void
}

/** An answer in a colleague's own words, with what goes along. The text stays until the desk has it. */
export const WordsBox = (props: WordsBoxProps) => {
  const { view, ways, way, channel, maxBytes, draft, isClosed, onDraft, onWay, onSend } = props
  const speech = useSpeech()
  const { words, format } = speech
  const [files, setFiles] = useState<readonly ReplyFile[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const language = view.language === undefined ? null : format.languageName(view.language)
  const name = nameOf(view, words)
  const remarks = files.map((file) => remarkOn(file, { channel, maxBytes }, speech))
  const text = draft.trim()
  const isReady =
    !isClosed && (text !== "" || files.length > 0) && !remarks.some((remark) => remark !== null && remark.stops)
  const add = (more: readonly ReplyFile[]) => setFiles((held) => [...held, ...more])
  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (!isReady) return
    onSend(text, files)
    setFiles([])
    setProblem(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send(event)
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files]
    if (pasted.length === 0) return
    event.preventDefault()
    add(pasted.map(chosenFile))
  }
  return (
    <form className="reply-box" onSubmit={send}>
      <textarea
        id="reply"
        rows={2}
        maxLength={16_000}
        value={draft}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        aria-label={words.reply.label(name)}
        placeholder={words.reply.placeholder(name, language)}
        lang={view.language}
      />
      <FileList files={files} remarks={remarks} onRemove={(file) => setFiles(files.filter((each) => each !== file))} />
      {problem !== null && (
        <p className="reply-note" role="alert">
          {problem}
        </p>
      )}
      <div className="reply-foot">
        {maxBytes !== null && <Tools channel={channel} onFiles={add} onProblem={setProblem} />}
        <Way ways={ways} chosen={way} onChoose={onWay} />
        <button type="submit" className="button" disabled={!isReady} aria-keyshortcuts="Control+Enter Meta+Enter">
          {words.reply.send}
          <CornerDownLeft aria-hidden="true" />
        </button>
      </div>
    </form>
  )
}
