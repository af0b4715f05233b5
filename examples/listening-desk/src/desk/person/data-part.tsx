import { useState, type FormEvent } from "react"
import { Braces, Table2 } from "lucide-react"
import type { CustomerId, CustomerView, DeskErasure, DeskExport } from "@escucha/core"
import { asDeskError } from "../data/desk-error.ts"
import type { ActState } from "../dialog/use-act.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech } from "../i18n/words.tsx"
import { useAnnounce } from "../notice/announcer.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { saveFile } from "./save-file.ts"
import { Field } from "./field.tsx"

const Export = ({ customer }: { readonly customer: CustomerId }) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const announce = useAnnounce()
  const [state, setState] = useState<ActState | DeskExport>("idle")
  const own = words.person.data
  const make = async (format: "json" | "csv") => {
    setState("working")
    try {
      const made = await client.exportCustomer({ id: crypto.randomUUID(), customer }, format)
      for (const file of made.files) saveFile(file)
      setState(made)
      announce(own.exported(made.files.length, made.by))
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  return (
    <section>
      <h3>{own.export}</h3>
      <p className="dialog-note">{own.exportNote}</p>
      <div className="choices">
        <button type="button" className="choice" disabled={state === "working"} onClick={() => void make("json")}>
          <Braces aria-hidden="true" />
          {own.json}
        </button>
        <button type="button" className="choice" disabled={state === "working"} onClick={() => void make("csv")}>
          <Table2 aria-hidden="true" />
          {own.csv}
        </button>
      </div>
      <p className="form-problem" role="alert">
        {typeof state === "object" && "reason" in state && <ProblemText error={state} />}
      </p>
      {typeof state === "object" && "files" in state && (
        <p className="faint">{own.exported(state.files.length, state.by)}</p>
      )}
    </section>
  )
}

/** Whether what was typed is the name, case and spaces at its ends aside. */
export const isName = (typed: string, name: string): boolean =>
  typed.trim().toLocaleLowerCase() === name.trim().toLocaleLowerCase()

interface EraseProps {
  readonly view: CustomerView
  readonly onErased: (erasure: DeskErasure, name: string) => void
}

const Erase = ({ view, onErased }: EraseProps) => {
  const { words } = useSpeech()
  const { client } = useDesk()
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(false)
  const [state, setState] = useState<ActState>("idle")
  const name = nameOf(view, words)
  const own = words.person.data
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setWrong(!isName(typed, name))
    if (!isName(typed, name)) return
    setState("working")
    try {
      onErased(await client.erase({ id: crypto.randomUUID(), customer: view.id }, view.name), name)
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  return (
    <section className="erase">
      <h3>{own.erase}</h3>
      <div className="goes-and-stays">
        {(
          [
            [own.goes, own.goesList],
            [own.stays, own.staysList],
          ] as const
        ).map(([title, list]) => (
          <div key={title}>
            <h4>{title}</h4>
            <ul className="plain-list">
              {list.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>
          <b>{own.noWayBack}</b>
        </p>
        <Field label={own.typeName(name)} value={typed} onChange={setTyped} problem={wrong && own.nameWrong} />
        <p className="form-problem" role="alert">
          {typeof state === "object" && <ProblemText error={state} />}
        </p>
        <footer>
          <button type="submit" className="button" data-grave disabled={state === "working"}>
            {state === "working" ? words.dialog.working : own.act}
          </button>
        </footer>
      </form>
    </section>
  )
}

/** Gives a customer their data, or erases them for good. */
export const DataPart = ({ view, onErased }: EraseProps) => (
  <>
    <Export customer={view.id} />
    <Erase view={view} onErased={onErased} />
  </>
)
