import type { Clock } from "../kernel/clock.ts"
import { type Duration, milliseconds } from "../kernel/duration.ts"
import type { WebResponse } from "../runtime/web/request.ts"
import { busy } from "../runtime/web/router.ts"

/** How a process ends its work. */
export interface DrainOptions {
  /** How long it takes calls after it has said that it is not ready, until nobody is sent here any more; not at all, if left out. */
  readonly after?: Duration
}

/** Where the end of a process stands: it takes calls, it takes them and says that it is not ready, or it takes none. */
export type Stage = "serving" | "leaving" | "draining"

/** How far a loop is. */
export interface Life {
  readonly phase: "new" | "open" | "closed"
  /** Why it could not be opened the last time. */
  readonly failure?: unknown
}

/** The end of a process: first it is not ready, then it takes nothing new, then it finishes what runs. */
export interface Draining {
  readonly stage: () => Stage
  /** Answers a call, and 503 where none is taken any more. Whoever is answered is waited for. */
  readonly take: (answer: () => Promise<WebResponse>) => Promise<WebResponse>
  /** Resolves when everything that was begun is finished. A second call waits for the same, and does not let it wait. */
  readonly drain: (options?: DrainOptions) => Promise<void>
}

/** A call that takes longer is not waited for: servers give up before that. */
const longestCall = milliseconds("10 seconds")
/** By then another process may have the address. */
const comeBack = milliseconds("1 second")

const ending = (): WebResponse => busy(503, "this process is about to end; try again", comeBack)

/** Rings when a clock says so, or when somebody does not want to wait. */
const createPause = (clock: Clock, after: number) => {
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    const stop = clock.at(clock.now() + after, resolve)
    end = () => {
      stop()
      resolve()
    }
  })
  return { over, end }
}

/** How a process ends; `finish` is what is left to do when no call is taken any more. */
export const createDraining = (clock: Clock, finish: () => Promise<void>): Draining => {
  let stage: Stage = "serving"
  let running = 0
  let drained: Promise<void> | undefined
  let hurry = (): void => {}
  let tell = (): void => {}
  const calls = async (): Promise<void> => {
    if (running === 0) return
    const limit = createPause(clock, longestCall)
    await Promise.race([limit.over, new Promise<void>((resolve) => (tell = resolve))])
    limit.end()
  }
  const end = async (after: number): Promise<void> => {
    stage = "leaving"
    if (after > 0) {
      const pause = createPause(clock, after)
      hurry = pause.end
      await pause.over
    }
    stage = "draining"
    await calls()
    await finish()
  }
  return {
    stage: () => stage,
    take: async (answer) => {
      if (stage === "draining") return ending()
      running++
      try {
        return await answer()
      } finally {
        if (--running === 0) tell()
      }
    },
    drain: ({ after } = {}) => {
      if (after === undefined) hurry()
      return (drained ??= end(after === undefined ? 0 : milliseconds(after)))
    },
  }
}
