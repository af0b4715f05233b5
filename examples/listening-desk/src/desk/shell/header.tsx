import {
  Cable,
  CircleHelp,
  ClipboardList,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Search,
  Sun,
  type LucideIcon,
} from "lucide-react"
import { useSpeech } from "../i18n/words.tsx"
import { nextTheme, setPreferences, usePreferences, type Preferences } from "../preferences.ts"
import { navigate, openOverlay, useRoute } from "../use-route.ts"
import { commandKey } from "./command-key.ts"
import { useDesk } from "./desk-context.ts"
import { Wordmark } from "./wordmark.tsx"

const themes: { readonly [theme in Preferences["theme"]]: LucideIcon } = { light: Sun, dark: Moon, system: Monitor }

/** Changes theme and language; also shown before anybody is signed in. */
export const PreferenceButtons = () => {
  const { words } = useSpeech()
  const { theme, language } = usePreferences()
  const Theme = themes[theme]
  const other = language === "es" ? "en" : "es"
  return (
    <>
      <button
        type="button"
        className="text-button language-button"
        lang={other}
        onClick={() => setPreferences({ language: other })}
      >
        <Languages aria-hidden="true" />
        <span>{words.app.otherLanguage}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={words.app.changeTheme(words.app.theme[theme])}
        title={words.app.theme[theme]}
        onClick={() => setPreferences({ theme: nextTheme(theme) })}
      >
        <Theme aria-hidden="true" />
      </button>
    </>
  )
}

/** Leads to the pages beside the conversations, and back. */
const PageButtons = () => {
  const { words } = useSpeech()
  const { page } = useRoute()
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={words.ways.open}
        title={words.ways.open}
        aria-pressed={page === "channels"}
        onClick={() => navigate({ page: page === "channels" ? "desk" : "channels" })}
      >
        <Cable aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={words.surveys.open}
        title={words.surveys.open}
        aria-pressed={page === "surveys"}
        onClick={() => navigate({ page: page === "surveys" ? "desk" : "surveys", survey: null })}
      >
        <ClipboardList aria-hidden="true" />
      </button>
    </>
  )
}

/** The top of the desk. */
export const Header = () => {
  const { words } = useSpeech()
  const { user, signOut } = useDesk()
  return (
    <header className="top">
      <p className="top-name">
        <Wordmark name={words.app.name} /> <span className="top-title">{words.app.title}</span>
      </p>
      <button
        type="button"
        className="search-button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => openOverlay({ kind: "search" })}
      >
        <Search aria-hidden="true" />
        <span>{words.app.search}</span>
        <kbd aria-hidden="true">{commandKey}K</kbd>
      </button>
      <div className="top-acts">
        <PageButtons />
        <PreferenceButtons />
        <button
          type="button"
          className="icon-button top-help"
          aria-label={words.app.help}
          title={words.app.help}
          onClick={() => openOverlay({ kind: "help" })}
        >
          <CircleHelp aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={words.app.signOut(user.name)}
          title={words.app.signOut(user.name)}
          onClick={signOut}
        >
          <LogOut aria-hidden="true" />
        </button>
      </div>
    </header>
  )
}
