import { useId } from "react"
import { useSpeech, wordFor } from "../../i18n/words.tsx"
import type { WayOut } from "../way-out.ts"

interface WayProps {
  readonly ways: readonly WayOut[]
  readonly chosen: WayOut
  readonly onChoose: (stream: string) => void
}

/** By which channel the reply will leave. */
export const Way = ({ ways, chosen, onChoose }: WayProps) => {
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
