import { useEffect, useState, type FormEvent } from "react"
import type { ClientMessage } from "@escucha/core"
import { createStandInClient } from "./stand-in-client.ts"
import { texts, type ShopLanguage } from "./texts.ts"

const client = createStandInClient()
const pause = 2_000

/** The conversation so far, asked for again and again: a stand-in for the real client's stream. */
const useMessages = (): readonly [readonly ClientMessage[], () => Promise<void>] => {
  const [messages, setMessages] = useState<readonly ClientMessage[]>([])
  const refresh = async () => setMessages(await client.messages())
  useEffect(() => {
    const ask = () => void refresh().catch(() => undefined) // the next round asks again; sending says when it fails
    ask()
    const timer = setInterval(ask, pause)
    return () => clearInterval(timer)
  }, [])
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
    } catch {
      setFailed(true) // whatever it was, the text is still there and can be sent again
    }
  }
  return (
    <>
      <div className="chat-lines" role="log" aria-label={words.chat} tabIndex={0}>
        <ol>
          <li data-from="team">{words.greeting}</li>
          {messages.map((message) => (
            <li key={message.id} data-from={message.from}><span className="hidden">{message.author ?? words.you}: </span>{message.text}</li>
          ))}
        </ol>
      </div>
      <form className="chat-form" onSubmit={(event) => void submit(event)}>
        {failed && <p role="alert">{words.failed}</p>}
        <input aria-label={words.write} placeholder={words.write} value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
        <button type="submit" className="button" disabled={text.trim() === ""}>{words.send}</button>
      </form>
    </>
  )
}
