/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events --
   a field with a list below it: no element does this, and the field keeps the focus and has the keys
   (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/) */
import { useState, type KeyboardEvent } from "react"
import { Search as SearchIcon } from "lucide-react"
import { Dialog } from "../dialog/dialog.tsx"
import type { Found } from "../data/desk-client.ts"
import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { usePreferences } from "../preferences.ts"
import type { Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate } from "../use-route.ts"
import { commandsOf, matching, type Command } from "./commands.ts"
import { useFound } from "./use-found.ts"

type Choice =
  | { readonly type: "command"; readonly id: string; readonly command: Command; readonly run: () => void }
  | { readonly type: "found"; readonly id: string; readonly found: Found; readonly run: () => void }

const choicesOf = (found: readonly Found[], commands: readonly Command[]): readonly Choice[] => [
  ...found.map((each, place): Choice => ({
    type: "found",
    id: `found-${place}`,
    found: each,
    run: () => navigate({ page: "desk", customer: each.customer, panel: "thread", overlay: null }),
  })),
  ...commands.map((command): Choice => ({ type: "command", id: `command-${command.id}`, command, run: command.run })),
]

interface OptionProps {
  readonly choice: Choice
  readonly active: boolean
  readonly onPoint: () => void
}

const Option = ({ choice, active, onPoint }: OptionProps) => {
  const { format } = useSpeech()
  const now = useNow(60)
  return (
    <div
      id={choice.id}
      className="palette-choice"
      role="option"
      aria-selected={active}
      tabIndex={-1}
      onClick={choice.run}
      onPointerMove={onPoint}
    >
      {choice.type === "command" ? (
        <>
          <b>{choice.command.name}</b>
          {choice.command.key !== null && <kbd>{choice.command.key}</kbd>}
        </>
      ) : (
        <>
          <b>{choice.found.name}</b>
          <span>{choice.found.text}</span>
          <time>{format.ago(choice.found.at, now)}</time>
        </>
      )}
    </div>
  )
}

/** Finds people and what they wrote, and runs commands, from the keyboard. */
export const Palette = ({ route }: { readonly route: Route }) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const preferences = usePreferences()
  const [typed, setTyped] = useState("")
  const [place, setPlace] = useState(0)
  const search = useFound(client, typed)
  const choices = choicesOf(
    search.state === "found" ? search.items : [],
    matching(commandsOf(words, route, preferences), typed),
  )
  const active = choices[Math.min(place, choices.length - 1)]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
    if (step === 0 && event.key !== "Enter") return
    event.preventDefault()
    if (step === 0) return active?.run()
    const next = (Math.min(place, choices.length - 1) + step + choices.length) % Math.max(1, choices.length)
    setPlace(next)
    document.getElementById(choices[next]?.id ?? "")?.scrollIntoView({ block: "nearest" })
  }
  return (
    <Dialog kind="search" title={words.palette.title}>
      <div className="palette-field">
        <SearchIcon aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-choices"
          aria-activedescendant={active?.id}
          data-first
          aria-label={words.app.search}
          placeholder={words.app.search}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setTyped(event.target.value)
            setPlace(0)
          }}
        />
      </div>
      <div id="palette-choices" className="palette" role="listbox" aria-label={words.palette.title}>
        {choices.map((choice, at) => (
          <Option key={choice.id} choice={choice} active={choice === active} onPoint={() => setPlace(at)} />
        ))}
      </div>
      <output className="palette-state">
        {search.state === "searching" && words.palette.searching}
        {search.state === "failed" && <ProblemText error={search.error} />}
        {search.state === "found" &&
          (choices.length === 0 ? words.palette.nothing : words.palette.results(choices.length))}
      </output>
    </Dialog>
  )
}
