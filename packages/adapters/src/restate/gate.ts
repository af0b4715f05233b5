/** Lets so many in at a time; the others wait in the order in which they came. */
export interface Gate {
  /** Resolves when there is room. Rejects with the reason of the signal where that fires before. */
  readonly enter: (signal: AbortSignal) => Promise<void>
  readonly leave: () => void
  /** How many are inside. */
  readonly inside: () => number
}

/** A gate for so many. */
export const createGate = (room: number): Gate => {
  const waiting = new Set<() => void>()
  let inside = 0
  return {
    inside: () => inside,
    enter: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (inside < room) {
          inside++
          return resolve()
        }
        const step = (): void => {
          signal.removeEventListener("abort", giveUp)
          resolve() // the room of whoever left
        }
        const giveUp = (): void => {
          waiting.delete(step)
          reject(signal.reason)
        }
        waiting.add(step)
        signal.addEventListener("abort", giveUp, { once: true })
      }),
    leave: () => {
      const [next] = waiting
      if (!next) {
        inside--
        return
      }
      waiting.delete(next)
      next()
    },
  }
}
