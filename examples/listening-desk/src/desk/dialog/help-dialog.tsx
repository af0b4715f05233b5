import { useId } from "react"
import { useSpeech } from "../i18n/words.tsx"
import { setPreferences, usePreferences } from "../preferences.ts"
import { commandKey } from "../shell/command-key.ts"
import { Dialog } from "./dialog.tsx"

const keys = [
  ["move", ["J", "K"]],
  ["open", ["Enter"]],
  ["reply", ["R"]],
  ["send", [`${commandKey}↵`]],
  ["assign", ["A"]],
  ["close", ["E"]],
  ["words", ["M"]],
  ["who", ["W"]],
  ["ask", ["Q"]],
  ["pairs", ["P"]],
  ["channels", ["C"]],
  ["surveys", ["S"]],
  ["search", [`${commandKey}K`, "/"]],
  ["help", ["?"]],
  ["escape", ["Esc"]],
] as const

/** The keys, whether single keys act, and how to read the desk. */
export const HelpDialog = () => {
  const { words } = useSpeech()
  const { singleKeys } = usePreferences()
  const field = useId()
  return (
    <Dialog kind="help" title={words.help.title}>
      <dl className="keys">
        {keys.map(([name, pressed]) => (
          <div key={name}>
            <dt>{words.help[name]}</dt>
            <dd>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="switch">
        <input
          id={field}
          type="checkbox"
          checked={singleKeys}
          aria-describedby={`${field}-note`}
          onChange={(event) => setPreferences({ singleKeys: event.target.checked })}
        />
        <p>
          <label htmlFor={field}>{words.help.single}</label>
          <small id={`${field}-note`}>{words.help.singleNote}</small>
        </p>
      </div>
      <h3>{words.help.reading}</h3>
      <p className="dialog-note">{words.help.readingNote}</p>
    </Dialog>
  )
}
