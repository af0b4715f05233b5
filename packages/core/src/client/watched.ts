/** A value that changes, in the shape that React's `useSyncExternalStore` takes. It is replaced, never changed in place. */
export interface Watched<State> {
  /** Calls back after each change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => State
  /** The value before anything happened: what a server renders. */
  readonly getServerSnapshot: () => State
}

/** A watched value, for whoever may change it. */
export interface Cell<State> extends Watched<State> {
  readonly set: (state: State) => void
}

/** A listener that throws is reported like any error of the page, and keeps the news from nobody. */
const tell = (listener: () => void): void => {
  try {
    listener()
  } catch (failure) {
    queueMicrotask(() => {
      throw failure
    })
  }
}

/**
 * Holds a value for its watchers. `begin` is called when the first of them comes, and what it gives when the last one has gone and
 * none came back at once, as React's StrictMode does.
 */
export const createCell = <State>(initial: State, begin: () => () => void): Cell<State> => {
  const listeners = new Set<() => void>()
  let state = initial
  let end: (() => void) | undefined
  const leave = () => {
    if (listeners.size > 0) return
    end?.()
    end = undefined
  }
  return {
    subscribe: (listener) => {
      const told = () => listener() // the same function may watch twice
      listeners.add(told)
      end ??= begin()
      return () => {
        listeners.delete(told)
        queueMicrotask(leave)
      }
    },
    getSnapshot: () => state,
    getServerSnapshot: () => initial,
    set: (next) => {
      if (next === state) return
      state = next
      for (const listener of Array.from(listeners)) tell(listener)
    },
  }
}
