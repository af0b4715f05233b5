import { Hourglass } from "lucide-react"
import type { Known } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"

/** How the reply window of a place stands at a moment. */
export type WindowState = { readonly open: true; readonly left: number } | { readonly open: false }

/** Whether free words may be sent now, and for how long. A place without a window is always open. */
export const windowState = (replyWindow: Known["replyWindow"], now: number): WindowState | null => {
  if (replyWindow === undefined) return null
  const left = (replyWindow.opensUntil ?? 0) - now
  return left > 0 ? { open: true, left } : { open: false }
}

interface WindowProps {
  readonly replyWindow: NonNullable<Known["replyWindow"]>
  /** Says that it is closed, and not what may be sent instead. */
  readonly isBrief?: boolean
}

/** How long free words may still be sent, running down; once it is over, what may be sent instead. */
export const WindowMark = ({ replyWindow, isBrief = false }: WindowProps) => {
  const { words, format } = useSpeech()
  const now = useNow()
  const state = windowState(replyWindow, now)
  if (state === null) return null
  const remedy =
    replyWindow.after === "template" ? words.message.window.closedTemplate : words.message.window.closedNothing
  const closed = isBrief ? words.message.window.closed : remedy
  return (
    <span
      className="window"
      data-open={state.open}
      title={state.open ? words.message.window.until(format.moment(now + state.left, now)) : undefined}
    >
      <Hourglass aria-hidden="true" />
      {state.open ? words.message.window.open(format.countdown(state.left)) : closed}
    </span>
  )
}
