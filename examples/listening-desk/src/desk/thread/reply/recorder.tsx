import { useEffect, useRef, type KeyboardEvent } from "react"
import { Mic, Square, Trash2 } from "lucide-react"
import { useNow } from "../../clock/now.ts"
import type { ReplyFile } from "../../data/channel-client.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { useRecorder } from "./use-recorder.ts"

interface RunningProps {
  readonly since: number
  readonly onKeep: () => void
  readonly onCancel: () => void
}

const Running = ({ since, onKeep, onCancel }: RunningProps) => {
  const { words, format } = useSpeech()
  const now = useNow()
  const stop = useRef<HTMLButtonElement>(null)
  useEffect(() => stop.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return
    event.stopPropagation() // Escape leaves the customer elsewhere
    onCancel()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape acts on the two buttons in it
    <span className="recording" onKeyDown={onKeyDown}>
      <i aria-hidden="true" />
      <span role="timer">{words.message.files.recording(format.countdown(Math.max(0, now - since)))}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={words.message.files.cancel}
        title={words.message.files.cancel}
        onClick={onCancel}
      >
        <Trash2 aria-hidden="true" />
      </button>
      <button ref={stop} type="button" className="quiet-button" onClick={onKeep}>
        <Square aria-hidden="true" />
        {words.message.files.stop}
      </button>
    </span>
  )
}

interface RecorderProps {
  /** The types that the channel takes. */
  readonly taken: readonly string[] | undefined
  readonly onDone: (file: ReplyFile) => void
  readonly onProblem: (text: string | null) => void
}

/** Records a voice note: one button that begins, then one that keeps what was said and one that throws it away. */
export const Recorder = ({ taken, onDone, onProblem }: RecorderProps) => {
  const { words } = useSpeech()
  const { recording, start, keep, cancel } = useRecorder(taken, onDone)
  const because = recording.state === "failed" ? recording.because : null
  useEffect(() => {
    if (because !== null) onProblem(words.message.files[because])
  }, [because, onProblem, words])
  if (recording.state === "recording") return <Running since={recording.since} onKeep={keep} onCancel={cancel} />
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={words.message.files.record}
      title={words.message.files.record}
      disabled={recording.state === "asking"}
      onClick={() => {
        onProblem(null)
        void start()
      }}
    >
      <Mic aria-hidden="true" />
    </button>
  )
}
