import { Chat } from "@escucha/react"
import { X } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { useConversation } from "./hooks.ts"
import { Rating } from "./rating.tsx"
import { texts, type ShopLanguage } from "./texts.ts"

/** Whether the score is on the screen: from when it is asked until the person puts it away, so that they also see our thanks. */
const useRating = (surveys: readonly string[]): readonly [boolean, () => void] => {
  const isAsked = surveys.includes("recommend")
  const [wasAsked, setWasAsked] = useState(false)
  const [isAway, putAway] = useState(false)
  if (isAsked && !wasAsked) setWasAsked(true)
  if (!isAsked && isAway) {
    setWasAsked(false) // over: the next one is shown again
    putAway(false)
  }
  return [wasAsked && !isAway, () => putAway(true)]
}

interface ChatPanelProps {
  readonly language: ShopLanguage
  readonly onClose: () => void
}

/** The open chat: who answers, what was said, and the score when one is asked for. Escape closes it. */
export const ChatPanel = ({ language, onClose }: ChatPanelProps) => {
  const words = texts[language]
  const { messages, status, surveys } = useConversation()
  const [isRating, putAway] = useRating(surveys)
  const panel = useRef<HTMLElement>(null)
  const write = () => panel.current?.querySelector("textarea")?.focus()
  useEffect(write, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose()
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [onClose])
  return (
    <section ref={panel} className="chat" data-asks={surveys.includes("recommend")} aria-label={words.chat}>
      <header>
        <div>
          <h2>{words.ask}</h2>
          <p>{words.greeting}</p>
        </div>
        <button type="button" className="icon-button" aria-label={words.closeChat} onClick={onClose}>
          <X aria-hidden="true" />
        </button>
      </header>
      {isRating && (
        <Rating
          language={language}
          onLeave={() => {
            putAway()
            write() // what was pressed goes away
          }}
        />
      )}
      {messages.length === 0 && status === "live" && <p className="chat-hello">{words.hello}</p>}
      <Chat language={language} labels={{ chat: words.messages, team: words.team }} />
    </section>
  )
}
