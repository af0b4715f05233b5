import { milliseconds } from "../kernel/duration.ts"
import type { Clock } from "../kernel/clock.ts"
import { BusyError, ConfigurationError, StoreError } from "../kernel/errors.ts"
import type { Engine } from "../timeline/engine.ts"
import type { Job } from "../timeline/job.ts"
import type { Store } from "../timeline/store.ts"

/** The way of committed jobs to the engine. The store keeps each until it is acknowledged, so what did not arrive can go again. */
export interface HandOver {
  /** Hands over what was committed. What a full engine refuses stays in the store, and goes again a little later. */
  readonly handOver: (posts: readonly Job[], cancels: readonly string[]) => void
  /** Hands over everything that the store holds: after a start. A shared engine finds it by itself. */
  readonly catchUp: () => Promise<void>
  /** Resolves when nothing waits because the engine was full. */
  readonly caughtUp: () => Promise<void>
  /** Whether something waits because the engine was full. */
  readonly isBehind: () => boolean
  readonly close: () => void
}

/** How long a store that could not write is left alone. */
const storePause = milliseconds("1 minute")

/** Whether it failed for want of room, of the store or of us: the same thing may work later. */
export const isPassing = (failure: unknown): boolean =>
  failure instanceof BusyError || (failure instanceof StoreError && failure.retryable)

/** Rings once after a pause, however often it is set meanwhile. */
const createAlarm = (clock: Clock, ring: () => void) => {
  let stop: (() => void) | undefined
  return {
    isSet: () => stop !== undefined,
    set: (pause: number) => {
      stop ??= clock.at(clock.now() + pause, () => {
        stop = undefined
        ring()
      })
    },
    stop: () => stop?.(),
  }
}

/** A shared engine runs what it finds in the database: of jobs that lie elsewhere it would never hear. */
const checkPair = ({ isShared }: Engine, { coordination }: { readonly coordination?: unknown }): void => {
  if (isShared && !coordination)
    throw new ConfigurationError(
      "engine",
      "this one is for several processes, and finds its jobs in a store that they share; give it such a store, as postgres(url) is",
    )
}

/** The way from this store to this engine. */
export const createHandOver = <State>({
  store,
  engine,
  clock,
  report,
}: {
  readonly store: Pick<Store<State>, "jobs" | "coordination">
  readonly engine: Engine
  readonly clock: Clock
  readonly report: (failure: unknown) => void
}): HandOver => {
  checkPair(engine, store)
  let waiting: (() => void)[] = []
  const relay = async (): Promise<void> => {
    for (let after: string | undefined; ;) {
      const page = await store.jobs({ limit: 1000, ...(after !== undefined && { after }) })
      await engine.post(page.items)
      if (page.next === undefined) return
      after = page.next
    }
  }
  const waitFor = (failure: unknown): void => {
    if (failure instanceof BusyError) return behind.set(failure.retryAfter)
    report(failure)
    if (isPassing(failure)) later.set(storePause)
  }
  const catchUp = (): Promise<void> => (engine.isShared ? Promise.resolve() : relay().catch(waitFor))
  /** What a shared engine has no room for it finds in the store later. */
  const passOver = (failure: unknown): void => {
    if (!(failure instanceof BusyError)) report(failure)
  }
  const behind = createAlarm(clock, () => {
    const ready = waiting
    waiting = []
    void catchUp().finally(() => {
      for (const resolve of ready) resolve()
    })
  })
  const later = createAlarm(clock, () => void catchUp())
  return {
    catchUp,
    isBehind: behind.isSet,
    caughtUp: () => (behind.isSet() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    handOver: (posts, cancels) => {
      // as in the store: what is taken back and posted again is there
      if (cancels.length > 0) engine.cancel(cancels).catch(report)
      if (posts.length > 0) engine.post(posts).catch(engine.isShared ? passOver : waitFor)
    },
    close: () => {
      behind.stop()
      later.stop()
    },
  }
}
