import type { CustomerView } from "@escucha/core"
import { useWriting } from "../data/typing.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech } from "../i18n/words.tsx"
import { useDesk } from "../shell/desk-context.ts"

/** That the customer is writing at this moment. */
export const TypingLine = ({ view }: { readonly view: CustomerView }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const isWriting = useWriting(data.typing, view.id)
  return (
    <output className="typing">
      {isWriting && (
        <span>
          <i aria-hidden="true" />
          {words.message.writing(nameOf(view, words))}
        </span>
      )}
    </output>
  )
}
