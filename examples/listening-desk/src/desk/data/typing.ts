import { useSyncExternalStore } from "react"
import type { CustomerId } from "@escucha/core"

/** Who is writing to us at this moment. */
export interface Typing {
  readonly isWriting: (customer: CustomerId) => boolean
  readonly subscribe: (listener: () => void) => () => void
  /** They were seen writing. */
  readonly seen: (customer: CustomerId) => void
  /** Their message is there. */
  readonly ended: (customer: CustomerId) => void
}

/** Networks say it again every few seconds while it lasts. */
const lasts = 7_000

/** Nobody writes yet. */
export const createTyping = (): Typing => {
  const timers = new Map<CustomerId, ReturnType<typeof setTimeout>>()
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const ended = (customer: CustomerId) => {
    clearTimeout(timers.get(customer))
    if (timers.delete(customer)) tell()
  }
  return {
    isWriting: (customer) => timers.has(customer),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    seen: (customer) => {
      const isNews = !timers.has(customer)
      clearTimeout(timers.get(customer))
      timers.set(
        customer,
        setTimeout(() => ended(customer), lasts),
      )
      if (isNews) tell()
    },
    ended,
  }
}

/** Whether a customer is writing, live. */
export const useWriting = (typing: Typing, customer: CustomerId): boolean =>
  useSyncExternalStore(typing.subscribe, () => typing.isWriting(customer))
