import { useState, type FormEvent } from "react"
import { signIn, type DeskSession } from "../data/desk-client.ts"
import { asDeskError, type DeskError } from "../data/desk-error.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { PreferenceButtons } from "./header.tsx"
import { Wordmark } from "./wordmark.tsx"

interface SignInProps {
  readonly onSession: (session: DeskSession) => void
  /** Why somebody who was signed in is here again. */
  readonly expired: boolean
  readonly problem: DeskError | null
}

/** Asks for the token of the server's link. */
export const SignIn = ({ onSession, expired, problem }: SignInProps) => {
  const { words } = useSpeech()
  const [token, setToken] = useState("")
  const [state, setState] = useState<"idle" | "working" | DeskError>(problem ?? "idle")
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (token.trim() === "") return
    setState("working")
    try {
      onSession(await signIn(token.trim()))
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  return (
    <div className="sign-in">
      <header className="sign-in-top">
        <PreferenceButtons />
      </header>
      <main>
        <Wordmark name={words.app.name} />
        <h1>{words.signIn.title}</h1>
        <p>{expired ? words.signIn.expired : words.signIn.intro}</p>
        <form onSubmit={(event) => void submit(event)}>
          <label htmlFor="token">{words.signIn.token}</label>
          <input
            id="token"
            type="password"
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            aria-invalid={typeof state === "object"}
            aria-describedby="token-problem"
          />
          <p id="token-problem" className="form-problem" role="alert">
            {typeof state === "object" && <ProblemText error={state} />}
          </p>
          <button type="submit" className="button" disabled={state === "working"}>
            {state === "working" ? words.signIn.going : words.signIn.go}
          </button>
        </form>
      </main>
    </div>
  )
}
