import { useEffect, useRef, useState } from "react"
import { MessageCircle, X } from "lucide-react"
import { Chat } from "./chat.tsx"
import { texts, type ShopLanguage } from "./texts.ts"

/** The chat in the corner of the shop; Escape closes it and gives the focus back to the button that opened it. */
export const ChatCorner = ({ language }: { readonly language: ShopLanguage }) => {
  const words = texts[language]
  const [open, setOpen] = useState(location.hash === "#chat")
  const wasOpen = useRef(false)
  const opener = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    history.replaceState(null, "", open ? "#chat" : location.pathname + location.search)
    if (!open) return
    panel.current?.querySelector<HTMLElement>("input, textarea")?.focus()
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false)
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [open])
  useEffect(() => {
    if (wasOpen.current && !open) opener.current?.focus()
    wasOpen.current = open
  }, [open])
  if (!open) {
    return (
      <button ref={opener} type="button" className="chat-opener" onClick={() => setOpen(true)}>
        <MessageCircle aria-hidden="true" />
        {words.ask}
      </button>
    )
  }
  return (
    <section ref={panel} className="chat" aria-label={words.chat}>
      <header>
        <h2>{words.ask}</h2>
        <button type="button" className="icon-button" aria-label={words.closeChat} onClick={() => setOpen(false)}>
          <X aria-hidden="true" />
        </button>
      </header>
      <Chat language={language} />
    </section>
  )
}
