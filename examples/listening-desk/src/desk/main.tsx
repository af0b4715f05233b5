import { createRoot } from "react-dom/client"
import { signIn, type DeskSession } from "./data/desk-client.ts"
import { asDeskError, type DeskError } from "./data/desk-error.ts"
import { storedSession, storeSession, takeToken } from "./data/session.ts"
import { App } from "./shell/app.tsx"

interface Opening {
  readonly session: DeskSession | null
  readonly problem: DeskError | null
}

/** The session to begin with: that of the link's token, else the one that this tab kept. */
const open = async (): Promise<Opening> => {
  const token = takeToken()
  if (token === null) return { session: storedSession(), problem: null }
  try {
    const session = await signIn(token)
    storeSession(session)
    return { session, problem: null }
  } catch (cause) {
    return { session: storedSession(), problem: asDeskError(cause) }
  }
}

const place = document.getElementById("page")
if (place !== null) createRoot(place).render(<App {...await open()} />)
