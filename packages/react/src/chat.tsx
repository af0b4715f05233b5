import { type ReactNode, useRef } from "react"
import type { Line } from "@escucha/core/client"
import { ChatExtra } from "./chat-extra.ts"
import { chatLabels, type ChatLabels, type Language } from "./chat-labels.ts"
import { useClient, useWatched } from "./client-context.ts"
import { Composer } from "./composer.tsx"
import { MessageLog } from "./message-log.tsx"

/** What `Chat` may be told. */
export interface ChatProps {
  /** `en` unless told. */
  readonly language?: Language
  /** Other words for some labels. */
  readonly labels?: Partial<ChatLabels>
  /** Which files may be sent, as in `accept` of an input: `image/*,.pdf`. None, where it is left out. */
  readonly attach?: string
}

/** What the server refused for its text stays as it is; anything else may still be sent. */
const mayGo = ({ state, problem }: Line): boolean => state === "failed" && problem?.field !== "text"

/**
 * The conversation of this visitor, accessible and without styles: classes begin with `escucha-`, and `data-status`, `data-from` and
 * `data-state` say how things are. Texts are shown as text. It stands inside of a `Provider`.
 *
 * @example
 * <Provider><Chat language="es" labels={{ chat: "Ayuda" }} /></Provider>
 */
export const Chat = ({ language = "en", labels: given, attach }: ChatProps): ReactNode => {
  const client = useClient("Chat")
  const conversation = client.conversation()
  const { send, retry } = conversation
  const state = useWatched(conversation)
  const { messages, status } = state
  const labels = { ...chatLabels[language], ...given }
  const box = useRef<HTMLTextAreaElement>(null)
  const thenWrite =
    <Pressed extends readonly unknown[]>(act: (...pressed: Pressed) => void) =>
    (...pressed: Pressed) => {
      act(...pressed)
      box.current?.focus() // what was pressed goes away
    }
  return (
    <section aria-label={labels.chat} lang={language} className="escucha-chat" data-status={status}>
      <MessageLog
        lines={messages}
        isLive={status === "live"}
        labels={labels}
        language={language}
        baseUrl={client.baseUrl}
        onChoose={thenWrite(send)}
      />
      <div role="status" className="escucha-status">
        {status !== "live" && <p>{labels[status]}</p>}
        <ChatExtra presence={{ state, onSeen: conversation.read, label: labels.typing }} />
        {messages.some(mayGo) && (
          <p>
            {labels.failed}{" "}
            <button type="button" onClick={thenWrite(() => retry())}>
              {labels.retry}
            </button>
          </p>
        )}
      </div>
      <Composer labels={labels} box={box} onSend={send} onTyping={conversation.typing} attach={attach} />
    </section>
  )
}
