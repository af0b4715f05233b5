import type { ReadTrigger } from "./trigger.ts"
import type { TriggerSession } from "./trigger-session.ts"

/** What a watch asks and tells. */
export interface TriggerWatch {
  readonly trigger: ReadTrigger
  readonly session: TriggerSession
  /** Whether the page says that it is no time to ask. */
  readonly isQuiet: () => boolean
  /** Whether it may be put to them now; `undefined`, where nobody could say. */
  readonly ask: () => Promise<boolean | undefined>
  readonly put: () => void
}

const typing =
  "input:not([type=button],[type=submit],[type=reset],[type=checkbox],[type=radio]), textarea, select, [contenteditable]"
const modal = "dialog:modal, [aria-modal=true]"

/** Whether something else has them: they write, a window waits for them, or they are not here. */
const isBusy = (): boolean =>
  document.visibilityState === "hidden" ||
  document.activeElement?.matches(typing) === true ||
  document.querySelector(modal) !== null

const scrolled = (): number => {
  const { scrollHeight } = document.documentElement
  return scrollHeight <= innerHeight ? 0 : (scrollY + innerHeight) / scrollHeight
}

const hasMouse = (): boolean =>
  typeof matchMedia !== "function" || matchMedia("(hover: hover) and (pointer: fine)").matches

/** Calls `leave` when they are about to leave; of a touch screen nobody knows that before they come back. Nobody's way back is taken. */
const watchExit = (on: Listen, leave: () => void): void => {
  if (hasMouse()) {
    on(document.documentElement, "mouseleave", (event) => {
      if (event instanceof MouseEvent && event.clientY <= 0) leave()
    })
    return
  }
  let wasAway = false
  on(document, "visibilitychange", () => {
    if (document.visibilityState === "hidden") wasAway = true
    else if (wasAway) leave()
  })
  on(globalThis.window, "pageshow", (event) => {
    if (event instanceof PageTransitionEvent && event.persisted) leave()
  })
}

type Listen = (target: EventTarget, event: string, heard: (event: Event) => void) => void

/** What may end that somebody is busy, or change the page. */
const changes = ["focusout", "visibilitychange", "click", "keyup", "close"] as const

/** A watch that goes on. */
export interface Watching {
  /** Looks whether the moment is there: what the page says may have changed. */
  readonly look: () => void
  readonly stop: () => void
}

/** Waits for the occasion, and then for a moment in which nothing else has them. */
export const watchTrigger = ({ trigger, session, isQuiet, ask, put }: TriggerWatch): Watching => {
  const { after, scroll, exit, share, isOn } = trigger
  const stopping = new AbortController()
  const { signal } = stopping
  const on: Listen = (target, event, heard) =>
    target.addEventListener(event, heard, { signal, passive: true, capture: true })
  let isDue = after === undefined && scroll === undefined && !exit
  let isAsking = false
  const attempt = async () => {
    if (!isDue || isAsking || signal.aborted || isQuiet() || isBusy() || !isOn(location.pathname)) return
    isAsking = true
    const may = await ask().catch(() => undefined)
    isAsking = false
    if (may === undefined) return // the next change asks again
    session.settle()
    const isStopped = signal.aborted
    stopping.abort()
    if (may && !isStopped) put()
  }
  const happened = () => {
    if (isOn(location.pathname)) isDue = true
    void attempt()
  }
  const watching: Watching = { look: () => void attempt(), stop: () => stopping.abort() }
  if (session.isSettled() || !session.isDrawn(share)) {
    watching.stop()
    return watching
  }
  if (after !== undefined) {
    const timer = setTimeout(() => {
      isDue = true // they have been here so long, on whichever page
      void attempt()
    }, after)
    signal.addEventListener("abort", () => clearTimeout(timer))
  }
  if (scroll !== undefined)
    on(document, "scroll", () => {
      if (scrolled() >= scroll) happened()
    })
  if (exit) watchExit(on, happened)
  for (const change of changes) on(document, change, () => setTimeout(watching.look))
  on(globalThis.window, "popstate", watching.look)
  watching.look()
  return watching
}
