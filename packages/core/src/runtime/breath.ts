// Where there is no setImmediate (edge runtimes), a timer of 0 does the same.
const soon: (run: () => void) => void = globalThis.setImmediate ?? ((run: () => void) => setTimeout(run, 0))

/** Lets everybody else have their turn: resolves in the next turn of the event loop. */
export const breathe = (): Promise<void> => new Promise((resolve) => soon(resolve))
