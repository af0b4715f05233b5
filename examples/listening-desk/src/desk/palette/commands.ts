import type { Words } from "../i18n/en.ts"
import { nextTheme, setPreferences, type Preferences } from "../preferences.ts"
import { personParts, type List, type Route } from "../route.ts"
import { navigate, openOverlay } from "../use-route.ts"

/** Something that the palette can do. */
export interface Command {
  readonly id: string
  readonly name: string
  readonly key: string | null
  readonly run: () => void
}

const lists: readonly List[] = ["waiting", "all", "mine"]

/** Puts the cursor into the reply box once the palette is gone. */
const writeReply = (): void => {
  navigate({ overlay: null, panel: "thread" })
  setTimeout(() => document.getElementById("reply")?.focus())
}

const ofCustomer = (words: Words): readonly Command[] => [
  { id: "reply", name: words.help.reply, key: "R", run: writeReply },
  { id: "assign", name: words.help.assign, key: "A", run: () => openOverlay({ kind: "assign", case: null }) },
  { id: "close", name: words.help.close, key: "E", run: () => openOverlay({ kind: "close", case: null }) },
  { id: "ask", name: words.help.ask, key: "Q", run: () => openOverlay({ kind: "ask" }) },
  ...personParts.map((part, place) => ({
    id: `person-${part}`,
    name: `${words.person.who}: ${words.person.parts[part]}`,
    key: place === 0 ? "W" : null,
    run: () => openOverlay({ kind: "person", part }),
  })),
]

/** What can be done from here. */
export const commandsOf = (words: Words, route: Route, preferences: Preferences): readonly Command[] => {
  const theme = nextTheme(preferences.theme)
  return [
    ...(route.customer === null || route.page !== "desk" ? [] : ofCustomer(words)),
    ...lists
      .filter((list) => list !== route.list)
      .map((list) => ({
        id: list,
        name: words.palette.list(words.inbox.lists[list]),
        key: null,
        run: () => navigate({ page: "desk", list, customer: null, overlay: null }),
      })),
    { id: "pairs", name: words.person.pairs.open, key: "P", run: () => openOverlay({ kind: "pairs" }) },
    {
      id: "channels",
      name: words.ways.open,
      key: "C",
      run: () => navigate({ page: "channels", overlay: null }),
    },
    {
      id: "surveys",
      name: words.surveys.open,
      key: "S",
      run: () => navigate({ page: "surveys", survey: null, overlay: null }),
    },
    { id: "words", name: words.help.words, key: "M", run: () => navigate({ marked: !route.marked, overlay: null }) },
    { id: "theme", name: words.palette.theme(words.app.theme[theme]), key: null, run: () => setPreferences({ theme }) },
    {
      id: "language",
      name: words.palette.language,
      key: null,
      run: () => setPreferences({ language: preferences.language === "es" ? "en" : "es" }),
    },
    { id: "help", name: words.app.help, key: "?", run: () => openOverlay({ kind: "help" }) },
  ]
}

const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase()

/** The commands whose name holds every word that was typed, accents and case aside. */
export const matching = (commands: readonly Command[], typed: string): readonly Command[] => {
  const words = folded(typed)
    .split(/\s+/)
    .filter((word) => word !== "")
  return commands.filter(({ name }) => words.every((word) => folded(name).includes(word)))
}
