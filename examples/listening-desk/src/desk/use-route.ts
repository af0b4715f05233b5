import { useMemo, useSyncExternalStore } from "react"
import { formatRoute, parseRoute, type Route } from "./route.ts"

const listeners = new Set<() => void>()
const announce = (): void => {
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  addEventListener("popstate", announce)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener("popstate", announce)
  }
}

const search = (): string => location.search

/** The route now, outside of a component. */
export const currentRoute = (): Route => parseRoute(location.search)

/** Goes to another state of the page. An overlay is replaced, never stacked: Back does not open it again. */
export const navigate = (change: Partial<Route>): void => {
  const before = currentRoute()
  const after = formatRoute({ ...before, ...change })
  if (after === formatRoute(before)) return
  if (before.overlay !== null) history.replaceState(null, "", after)
  else history.pushState(null, "", after)
  announce()
}

/** Closes what lies over the page; where opening it made a step in the history, that step is taken back. */
export const closeOverlay = (): void => {
  if (currentRoute().overlay === null) return
  if (history.state === "overlay") history.back()
  else navigate({ overlay: null })
}

/** Opens something over the page. */
export const openOverlay = (overlay: Route["overlay"]): void => {
  const before = currentRoute()
  if (overlay === null) return closeOverlay()
  const after = formatRoute({ ...before, overlay })
  if (before.overlay === null) history.pushState("overlay", "", after)
  else history.replaceState(history.state, "", after)
  announce()
}

/** The route, live. */
export const useRoute = (): Route => {
  const text = useSyncExternalStore(subscribe, search)
  return useMemo(() => parseRoute(text), [text])
}

/** Changes the route without a step in the history. */
export const replaceRoute = (change: Partial<Route>): void => {
  history.replaceState(history.state, "", formatRoute({ ...currentRoute(), ...change }))
  announce()
}
