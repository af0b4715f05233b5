import type { DeskSession } from "./desk-client.ts"

const place = "escucha.desk.session"

/** The token of the link that the server printed, taken once: the address bar, the history and a copied link no longer hold it. */
export const takeToken = (): string | null => {
  const query = new URLSearchParams(location.search)
  const token = query.get("token")
  if (token === null) return null
  query.delete("token")
  const rest = query.toString()
  history.replaceState(null, "", `${location.pathname}${rest === "" ? "" : `?${rest}`}`)
  return token
}

const isSession = (value: unknown): value is DeskSession =>
  typeof value === "object" &&
  value !== null &&
  "session" in value &&
  typeof value.session === "string" &&
  "expiresAt" in value &&
  typeof value.expiresAt === "number" &&
  "user" in value &&
  typeof value.user === "object" &&
  value.user !== null &&
  "name" in value.user &&
  typeof value.user.name === "string"

/** The session in stored text, or null where there is none, it is broken or it has ended. `now` is in milliseconds. */
export const parseSession = (text: string | null, now: number): DeskSession | null => {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isSession(value) && value.expiresAt > now ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The session of this tab. */
export const storedSession = (): DeskSession | null => parseSession(sessionStorage.getItem(place), Date.now())

/** Keeps the session for this tab, or forgets it. */
export const storeSession = (session: DeskSession | null): void => {
  if (session === null) sessionStorage.removeItem(place)
  else sessionStorage.setItem(place, JSON.stringify(session))
}
