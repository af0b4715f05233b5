import { createContext, use, useCallback, useState, type ReactNode } from "react"

const AnnounceContext = createContext<(text: string) => void>(() => undefined)

/** Says something to whoever listens to the page instead of looking at it, without interrupting them. */
export const useAnnounce = (): ((text: string) => void) => use(AnnounceContext)

/** The place from which announcements are read out. */
export const Announcer = ({ children }: { readonly children: ReactNode }) => {
  const [said, setSaid] = useState({ text: "", turn: 0 })
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), [])
  return (
    <AnnounceContext value={announce}>
      {children}
      <output className="hidden">
        <span key={said.turn}>{said.text}</span>
      </output>
    </AnnounceContext>
  )
}
