import { useRef, type KeyboardEvent, type ReactNode } from "react"

/** Takes the focus to the part that is open, after a step within it has ended: reading goes on from there. */
export const focusPanel = (): void => {
  setTimeout(() => document.getElementById("tab-panel")?.focus()) // once the step is gone
}

interface TabsProps<Name extends string> {
  readonly names: readonly Name[]
  readonly words: { readonly [name in Name]: string }
  readonly label: string
  readonly open: Name
  readonly onOpen: (name: Name) => void
  readonly children: ReactNode
}

const stepOf = (key: string, place: number, last: number): number | null => {
  if (key === "ArrowRight") return place === last ? 0 : place + 1
  if (key === "ArrowLeft") return place === 0 ? last : place - 1
  if (key === "Home") return 0
  return key === "End" ? last : null
}

/** Parts of which one is shown: the arrow keys go from one to the next (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
export const Tabs = <Name extends string>({ names, words, label, open, onOpen, children }: TabsProps<Name>) => {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const to = stepOf(event.key, names.indexOf(open), names.length - 1)
    const name = to === null ? undefined : names[to]
    if (to === null || name === undefined) return
    event.preventDefault()
    onOpen(name)
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} tabIndex={-1} ref={list} onKeyDown={onKeyDown}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === open}
            aria-controls="tab-panel"
            tabIndex={name === open ? 0 : -1}
            data-first={name === open || undefined}
            onClick={() => onOpen(name)}
          >
            {words[name]}
          </button>
        ))}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <div id="tab-panel" className="tab-panel" role="tabpanel" aria-labelledby={`tab-${open}`} tabIndex={0}>
        {children}
      </div>
    </>
  )
}
