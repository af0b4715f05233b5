import { useId, useLayoutEffect, useRef, type ReactNode } from "react"
import { X } from "lucide-react"
import { useSpeech } from "../i18n/words.tsx"
import { closeOverlay } from "../use-route.ts"

interface DialogProps {
  readonly title: string
  readonly kind: string
  readonly children: ReactNode
}

/**
 * A window over the page: the browser keeps the focus inside, Escape closes it and the focus returns to where it was. The element with
 * `data-first` has the focus when it opens.
 */
export const Dialog = ({ title, kind, children }: DialogProps) => {
  const { words } = useSpeech()
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  // Before the browser takes the window away: only a window that is still there gives the focus back.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>("[data-first]")?.focus()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={element}
      className="dialog"
      data-kind={kind}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        closeOverlay()
      }}
      closedby="any"
    >
      <div className="dialog-sheet">
        <header>
          <h2 id={heading}>{title}</h2>
          <button type="button" className="icon-button" onClick={closeOverlay} aria-label={words.dialog.closeThis}>
            <X aria-hidden="true" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
