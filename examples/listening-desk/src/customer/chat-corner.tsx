import { MessageCircle } from "lucide-react"
import { useCallback, useEffect, useRef, useState } from "react"
import { ChatPanel } from "./chat-panel.tsx"
import { texts, type ShopLanguage } from "./texts.ts"

/** The chat in the corner of the shop. It has an address of its own, and closing it gives the focus back to the button that opened it. */
export const ChatCorner = ({ language }: { readonly language: ShopLanguage }) => {
  const [isOpen, setOpen] = useState(location.hash === "#chat")
  const wasOpen = useRef(false)
  const close = useCallback(() => setOpen(false), [])
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    history.replaceState(null, "", isOpen ? "#chat" : location.pathname + location.search)
    if (wasOpen.current && !isOpen) opener.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  if (isOpen) return <ChatPanel language={language} onClose={close} />
  return (
    <button ref={opener} type="button" className="chat-opener" onClick={() => setOpen(true)}>
      <MessageCircle aria-hidden="true" />
      {texts[language].ask}
    </button>
  )
}
