import { useSyncExternalStore } from "react"
import type { Language } from "./i18n/format.ts"

/** What the reader chose for this browser. */
export interface Preferences {
  readonly theme: "light" | "dark" | "system"
  readonly language: Language
  /** Whether a single letter acts (`j`, `r` …). Some assistive tools need these keys for themselves. */
  readonly singleKeys: boolean
}

const place = "escucha.desk.preferences"

const initial = (): Preferences => ({
  theme: "system",
  language: navigator.language.startsWith("es") ? "es" : "en",
  singleKeys: true,
})

/** Preferences from stored text; whatever is not one of our values falls back to the default. */
export const parsePreferences = (text: string | null, fallback: Preferences): Preferences => {
  let stored: unknown
  try {
    stored = JSON.parse(text ?? "{}")
  } catch (error) {
    if (error instanceof SyntaxError) return fallback
    throw error
  }
  if (typeof stored !== "object" || stored === null) return fallback
  const { theme, language, singleKeys } = stored as { readonly [name in keyof Preferences]?: unknown } // an object; each field is checked below
  return {
    theme: theme === "light" || theme === "dark" || theme === "system" ? theme : fallback.theme,
    language: language === "es" || language === "en" ? language : fallback.language,
    singleKeys: typeof singleKeys === "boolean" ? singleKeys : fallback.singleKeys,
  }
}

let current: Preferences | undefined
const listeners = new Set<() => void>()

const read = (): Preferences => (current ??= parsePreferences(localStorage.getItem(place), initial()))

/** Changes some of the preferences, on the page and for the next visit. */
export const setPreferences = (change: Partial<Preferences>): void => {
  current = { ...read(), ...change }
  localStorage.setItem(place, JSON.stringify(current))
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The reader's preferences, live. */
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, read)

/** The theme that follows `theme` when the reader asks for another. */
export const nextTheme = (theme: Preferences["theme"]): Preferences["theme"] =>
  theme === "system" ? "light" : theme === "light" ? "dark" : "system"
