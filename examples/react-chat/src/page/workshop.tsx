import { Chat, type Language } from "@escucha/react"
import { useEffect, useState } from "react"
import { Provider, useConversation } from "./hooks.ts"
import { Rating } from "./rating.tsx"
import { words } from "./words.ts"

const Conversation = ({ language }: { readonly language: Language }) => {
  const { messages, surveys } = useConversation()
  const [isOver, finish] = useState(false)
  const { chat, team, finish: label } = words[language]
  return (
    <>
      <Chat language={language} labels={{ chat, team }} />
      {isOver || surveys.includes("visit") ? (
        <Rating language={language} isWanted={isOver} />
      ) : (
        messages.length > 0 && (
          <button type="button" className="finish" onClick={() => finish(true)}>
            {label}
          </button>
        )
      )}
    </>
  )
}

/** The page of a small workshop, with its chat. */
export const Workshop = () => {
  const [language, setLanguage] = useState<Language>(navigator.language.startsWith("es") ? "es" : "en")
  const { title, intro, other } = words[language]
  const another = language === "es" ? "en" : "es"
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <Provider>
      <header>
        <p className="name">Radio Mayor</p>
        <button type="button" lang={another} onClick={() => setLanguage(another)}>
          {other}
        </button>
      </header>
      <main>
        <div className="welcome">
          <h1>{title}</h1>
          <p>{intro}</p>
        </div>
        <div className="counter">
          <Conversation language={language} />
        </div>
      </main>
    </Provider>
  )
}
