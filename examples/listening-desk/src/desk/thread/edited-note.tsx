import { useState } from "react"
import { PencilLine } from "lucide-react"
import type { ThreadItem } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"

type Edited = NonNullable<Extract<ThreadItem, { readonly type: "received" }>["edited"]>

/** That the words were changed, and on demand what they were before. */
export const EditedNote = ({
  edited,
  language,
}: {
  readonly edited: Edited
  readonly language: string | undefined
}) => {
  const { words, format } = useSpeech()
  const [shown, setShown] = useState(false)
  return (
    <span className="edited">
      <button type="button" className="text-button" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <PencilLine aria-hidden="true" />
        {words.message.edited.edited} {format.time(edited.at)}
      </button>
      {shown && (
        <span className="edited-before">
          <small>{words.message.edited.before}:</small> <del lang={language}>{edited.before}</del>
        </span>
      )}
    </span>
  )
}
