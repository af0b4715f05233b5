import { useSyncExternalStore } from "react"

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null
let second = Math.floor(Date.now() / 1000)

const tick = (): void => {
  second = Math.floor(Date.now() / 1000)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** Now, in milliseconds; one timer for the whole page. The component draws again only when the step of `step` seconds changes. */
export const useNow = (step = 1): number =>
  useSyncExternalStore(subscribe, () => Math.floor(second / step) * step) * 1000
