import { useCallback, useEffect, useMemo, useState } from "react"
import { createDeskClient, type DeskSession } from "../data/desk-client.ts"
import { createDeskData } from "../data/desk-data.ts"
import type { DeskError } from "../data/desk-error.ts"
import { storeSession } from "../data/session.ts"
import { SpeechProvider } from "../i18n/words.tsx"
import { Announcer } from "../notice/announcer.tsx"
import { usePreferences } from "../preferences.ts"
import { DeskContext } from "./desk-context.ts"
import { DeskPage } from "./desk-page.tsx"
import { SignIn } from "./sign-in.tsx"

type Entrance =
  | { readonly at: "desk"; readonly session: DeskSession }
  | { readonly at: "door"; readonly expired: boolean; readonly problem: DeskError | null }

const SignedIn = ({
  session,
  onLeave,
}: {
  readonly session: DeskSession
  readonly onLeave: (expired: boolean) => void
}) => {
  const desk = useMemo(() => {
    const client = createDeskClient(session.session, () => onLeave(true))
    return { client, data: createDeskData(client), user: session.user, signOut: () => onLeave(false) }
  }, [session, onLeave])
  return (
    <DeskContext value={desk}>
      <DeskPage />
    </DeskContext>
  )
}

interface AppProps {
  readonly session: DeskSession | null
  /** Why the token of the link did not open the door. */
  readonly problem: DeskError | null
}

/** The page: the door, or the desk behind it. */
export const App = ({ session, problem }: AppProps) => {
  const { language, theme } = usePreferences()
  const [entrance, setEntrance] = useState<Entrance>(
    session === null ? { at: "door", expired: false, problem } : { at: "desk", session },
  )
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset["theme"] = theme
  }, [language, theme])
  const enter = useCallback((opened: DeskSession) => {
    storeSession(opened)
    setEntrance({ at: "desk", session: opened })
  }, [])
  const leave = useCallback((expired: boolean) => {
    storeSession(null)
    setEntrance({ at: "door", expired, problem: null })
  }, [])
  return (
    <SpeechProvider language={language}>
      <Announcer>
        {entrance.at === "desk" ? (
          <SignedIn session={entrance.session} onLeave={leave} />
        ) : (
          <SignIn onSession={enter} expired={entrance.expired} problem={entrance.problem} />
        )}
      </Announcer>
    </SpeechProvider>
  )
}
