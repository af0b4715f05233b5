import { useSpeech } from "../i18n/words.tsx"
import { setPreferences, usePreferences } from "../preferences.ts"
import { Dialog } from "./dialog.tsx"

const keys = [
  ["move", ["J", "K"]], ["open", ["Enter"]], ["reply", ["R"]], ["send", ["⌘", "↵"]], ["assign", ["A"]], ["close", ["E"]], ["words", ["M"]],
  ["search", ["⌘K", "/"]], ["help", ["?"]], ["escape", ["Esc"]],
] as const

/** The keys, whether single keys act, and how to read the desk. */
export const HelpDialog = () => {
  const { words } = useSpeech()
  const { singleKeys } = usePreferences()
  return (
    <Dialog kind="help" title={words.help.title}>
      <dl className="keys">
        {keys.map(([name, pressed]) => (
          <div key={name}>
            <dt>{words.help[name]}</dt>
            <dd>{pressed.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input type="checkbox" role="switch" checked={singleKeys} onChange={(event) => setPreferences({ singleKeys: event.target.checked })} />
        <span><b>{words.help.single}</b><small>{words.help.singleNote}</small></span>
      </label>
      <h3>{words.help.reading}</h3>
      <p className="dialog-note">{words.help.readingNote}</p>
    </Dialog>
  )
}
