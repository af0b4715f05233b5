import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from "react"
import type { Upload } from "@escucha/core/client"
import { ChatExtra } from "./chat-extra.ts"
import type { ChatLabels } from "./chat-labels.ts"

/** What the box to write in is given. */
export interface ComposerProps {
  readonly labels: ChatLabels
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly onSend: (text: string, upload?: Upload) => void
  /** Told at every stroke. */
  readonly onTyping: () => void
  /** Which files may be sent, as in `accept` of an input; none, where it is left out. */
  readonly attach?: string | undefined
}

const composing = 229 // Safari ends a composition before the key that ended it: https://bugs.webkit.org/show_bug.cgi?id=165004

/** The box to write in. Enter sends, Shift and Enter begin a new line, and Enter that ends a composition (IME) does neither. */
export const Composer = ({ labels, box, onSend, onTyping, attach }: ComposerProps): ReactNode => {
  const id = useId()
  const [text, setText] = useState("")
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === composing) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }
  return (
    <form
      className="escucha-composer"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(text)
        setText("")
        box.current?.focus()
      }}
    >
      <label htmlFor={id}>{labels.write}</label>
      <textarea
        id={id}
        ref={box}
        rows={1}
        dir="auto"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          onTyping()
        }}
        onKeyDown={onKeyDown}
      />
      <ChatExtra picker={{ label: labels.attach, accept: attach, onSend }} />
      <button type="submit">{labels.send}</button>
    </form>
  )
}
