import { useEffect } from "react"
import { usePreferences } from "../preferences.ts"
import { closeOverlay, currentRoute, navigate, openOverlay } from "../use-route.ts"

const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Moves the focus through the inbox, from the row that has it, or else from the customer that is open. */
const moveInInbox = (step: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>(".inbox .row")]
  const focused = rows.findIndex((row) => row === document.activeElement)
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "true")
  const next = rows[from < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, from + step))]
  next?.focus()
  next?.scrollIntoView({ block: "nearest" })
}

const ofCustomer: { readonly [key: string]: () => void } = {
  r: () => document.getElementById("reply")?.focus(),
  a: () => openOverlay({ kind: "assign", case: null }),
  e: () => openOverlay({ kind: "close", case: null }),
  w: () => openOverlay({ kind: "person", part: "identity" }),
  q: () => openOverlay({ kind: "ask" }),
}

const anywhere: { readonly [key: string]: () => void } = {
  j: () => moveInInbox(1),
  k: () => moveInInbox(-1),
  m: () => navigate({ marked: !currentRoute().marked }),
  p: () => openOverlay({ kind: "pairs" }),
  c: () => navigate({ page: "channels" }),
  s: () => navigate({ page: "surveys", survey: null }),
  "/": () => openOverlay({ kind: "search" }),
  "?": () => openOverlay({ kind: "help" }),
}

const leave = (target: EventTarget | null): void => {
  const { page, panel, customer, survey } = currentRoute()
  if (isField(target)) target.blur()
  else if (page === "surveys" && survey !== null) navigate({ survey: null })
  else if (page !== "desk") navigate({ page: "desk" })
  else if (panel === "card") navigate({ panel: "thread" })
  else if (customer !== null) navigate({ customer: null })
}

const actOn = (event: KeyboardEvent, singleKeys: boolean): (() => void) | undefined => {
  const { overlay, customer, page } = currentRoute()
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    return overlay?.kind === "search" ? closeOverlay : () => openOverlay({ kind: "search" })
  }
  if (overlay !== null || event.metaKey || event.ctrlKey || event.altKey) return undefined // the dialog has the keyboard
  if (event.key === "Escape") return () => leave(event.target)
  if (!singleKeys || isField(event.target)) return undefined
  if (Object.hasOwn(anywhere, event.key)) return anywhere[event.key]
  return customer !== null && page === "desk" && Object.hasOwn(ofCustomer, event.key)
    ? ofCustomer[event.key]
    : undefined
}

/** Puts the whole desk on the keyboard. Single letters act only outside of fields, and only while the reader wants them. */
export const useShortcuts = (): void => {
  const { singleKeys } = usePreferences()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = actOn(event, singleKeys)
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [singleKeys])
}
