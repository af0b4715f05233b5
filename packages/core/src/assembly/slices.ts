import * as Effect from "effect/Effect"

/** Lets everything else of this process work, once. */
export const breathe = (): Promise<void> => Effect.runPromise(Effect.yieldNow)

/**
 * Runs long work that is done in slices, and lets the rest of the process work between them. Stops with the reason of the signal,
 * where there is one.
 */
export const inSlices = async <Step, Result>(
  steps: Generator<Step, Result>,
  { signal, each }: { readonly signal?: AbortSignal | undefined; readonly each?: (step: Step) => void } = {},
): Promise<Result> => {
  for (;;) {
    signal?.throwIfAborted()
    const step = steps.next()
    if (step.done) return step.value
    each?.(step.value)
    await breathe()
  }
}
