import { useCallback, useEffect, useState, type FormEvent } from "react"
import type { ClientMessage } from "@escucha/core"
import { createStandInClient } from "./stand-in-client.ts"
import { texts, type ShopLanguage } from "./texts.ts"

const client = createStandInClient()
const pause = 2_000

/** The conversation so far, asked for again and again: a stand-in for the real client's stream. */
const useMessages = (): readonly [readonly ClientMessage[], () => Promise<void>] => {
  const [messages, setMessages] = useState<readonly ClientMessage[]>([])
  const refresh = useCallback(async () => {
    try {
      setMessages(await client.messages())
    } catch (cause) {
      console.warn("the chat could not be read; it is asked again in a moment", cause)
    }
  }, [])
  useEffect(() => {
    const soon = setTimeout(() => void refresh())
    const timer = setInterval(() => void refresh(), pause)
    return () => {
      clearTimeout(soon)
      clearInterval(timer)
    }
  }, [refresh])
  return [messages, refresh]
}

/** A chat that looks as the real one does, until that is here. */
export const StandInChat = ({ language }: { readonly language: ShopLanguage }) => {
  const words = texts[language]
  const [messages, refresh] = useMessages()
  const [text, setText] = useState("")
  const [failed, setFailed] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === "") return
    try {
      await client.send(crypto.randomUUID(), text.trim())
      setText("")
      setFailed(false)
      await refresh()
    } catch (cause) {
      console.warn("the message was not sent", cause)
      setFailed(true) // the text is still there and can be sent again
    }
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <div className="chat-lines" role="log" aria-label={words.chat} tabIndex={0}>
        <ol>
          <li data-from="team">{words.greeting}</li>
          {messages.map((message) => (
            <li key={message.id} data-from={message.from}>
              <span className="hidden">{message.author ?? words.you}: </span>
              {message.text}
            </li>
          ))}
        </ol>
      </div>
      <form className="chat-form" onSubmit={(event) => void submit(event)}>
        {failed && <p role="alert">{words.failed}</p>}
        <input
          aria-label={words.write}
          placeholder={words.write}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
        />
        <button type="submit" className="button" disabled={text.trim() === ""}>
          {words.send}
        </button>
      </form>
    </>
  )
}
