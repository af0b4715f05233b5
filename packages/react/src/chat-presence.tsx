import { type ReactNode, useEffect, useState } from "react"
import type { ConversationState } from "@escucha/core/client"

/** What tells of presence, both ways. */
export interface ChatPresenceProps {
  readonly state: Pick<ConversationState, "messages" | "typedAt">
  readonly onSeen: () => void
  /** What is said while somebody of the team is writing. */
  readonly label: string
}

const shown = 6_000

/** Says that somebody of the team is writing, until it is said or a moment later; tells that what is there was seen, while the page is. */
export const ChatPresence = ({ state, onSeen, label }: ChatPresenceProps): ReactNode => {
  const { messages, typedAt = 0 } = state
  const count = messages.length
  const [overAt, setOver] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => setOver(typedAt), shown)
    return () => clearTimeout(timer)
  }, [typedAt])
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === "visible" && count > 0) onSeen()
    }
    seen()
    document.addEventListener("visibilitychange", seen)
    return () => document.removeEventListener("visibilitychange", seen)
  }, [count, onSeen])
  const isWaited = messages.every(({ from, at }) => from === "customer" || at < typedAt)
  return typedAt > overAt && isWaited ? <p>{label}</p> : null
}
