import type { Clock } from "../kernel/clock.ts"
import { milliseconds } from "../kernel/duration.ts"
import type { Coordination, Lease } from "../timeline/coordination.ts"

/** Does something in one process at a time; resolves when it has come to its end, or the signal has fired. */
export type Alone = (name: string, work: (held: AbortSignal) => Promise<void>, ending: AbortSignal) => Promise<void>

const pause = milliseconds("5 seconds")

/** Waits a moment, or until the signal fires. */
export const restOf =
  (clock: Clock) =>
  (ending: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = () => {
        cancel()
        ending.removeEventListener("abort", end)
        resolve()
      }
      const cancel = clock.at(clock.now() + pause, end)
      ending.addEventListener("abort", end)
      if (ending.aborted) end()
    })

const held = async (coordination: Pick<Coordination, "lease">, name: string, ending: AbortSignal) => {
  try {
    return await coordination.lease(name, ending)
  } catch (failure) {
    if (ending.aborted) return undefined
    throw failure
  }
}

/** Does it while the lease lasts; whether it came to its end. */
const workUnder = async (
  { lost, release }: Lease,
  work: (held: AbortSignal) => Promise<void>,
  ending: AbortSignal,
): Promise<boolean> => {
  try {
    await work(AbortSignal.any([lost, ending]))
    return !lost.aborted || ending.aborted
  } finally {
    await release()
  }
}

/**
 * What one process at a time does: the others wait, and one of them goes on where this one dies or loses its place. Where there are no
 * others, it is simply done. What cannot be held is reported once, and tried again a little later.
 */
export const createAlone =
  (
    coordination: Pick<Coordination, "lease"> | undefined,
    {
      rest,
      report,
    }: { readonly rest: (ending: AbortSignal) => Promise<void>; readonly report: (failure: unknown) => void },
  ): Alone =>
  async (name, work, ending) => {
    if (!coordination) return work(ending)
    let isFailing = false
    while (!ending.aborted) {
      try {
        const lease = await held(coordination, name, ending)
        if (!lease) return
        isFailing = false
        if (await workUnder(lease, work, ending)) return
      } catch (failure) {
        if (!isFailing && !ending.aborted) report(failure)
        isFailing = true
        await rest(ending)
      }
    }
  }
