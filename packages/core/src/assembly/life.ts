import { StoreError } from "../kernel/errors.ts"
import type { Follower } from "../runtime/follower.ts"
import type { Turn } from "../runtime/turn.ts"
import type { Attempt, Engine, Running } from "../timeline/engine.ts"
import { createConnections } from "./connections.ts"
import { createDraining, type Life } from "./draining.ts"
import { type HandOver, isPassing } from "./hand-over.ts"
import { startHearing } from "./hearing.ts"
import type { Input } from "./inputs.ts"
import type { Background, Loop, LoopOptions } from "./loop.ts"
import { createPolls } from "./polls.ts"

// A full disk must not be the death of a job.
const engineLimits = { concurrency: 256, attempts: 5, isPassing }

/** What opens and closes with a loop. */
export interface Alive {
  readonly turn: Turn<Input>
  readonly follower: Follower
  readonly jobs: HandOver
  readonly loop: () => Loop
}

/** Runs an attempt; a rejection is a failed one, which the engine tries again. */
const attemptsOf =
  ({ perform, report, watch }: LoopOptions, loop: () => Loop) =>
  (attempt: Attempt): Promise<void> =>
    (watch ? watch.job(attempt, () => perform(attempt, loop())) : perform(attempt, loop())).catch(
      (failure: unknown) => {
        report(failure)
        throw failure
      },
    )

/** Resolves when no input and no job that is due is left. */
const quietOf = async ({
  turn,
  jobs,
  running,
  engine,
}: Pick<Alive, "turn" | "jobs"> & {
  readonly running: Running | undefined
  readonly engine: Engine
}): Promise<void> => {
  for (let quiet = 0; quiet < 2;) {
    // a job that ran may have posted inputs, and an input jobs: quiet twice in a row is quiet
    await turn.idle()
    await jobs.caughtUp()
    await running?.settled()
    const { ready: waiting, running: busy } = await engine.stats()
    quiet = waiting + busy === 0 && !jobs.isBehind() ? quiet + 1 : 0
  }
}

/** The connections of the channels that have one: what they bring is taken in, and what they call goes the way of all calls. */
const connectionsOf = ({ setting, store, clock, report, receiveWithFiles }: LoopOptions, loop: Alive["loop"]) =>
  createConnections({
    ...(store.coordination && { alone: (...work) => loop().alone(...work) }),
    channels: setting.channels,
    now: clock.now,
    receive: (name, inbound, files) =>
      files && receiveWithFiles ? receiveWithFiles(loop(), name, inbound, files) : loop().receive(name, inbound),
    report,
    call: (name, request, signal) => loop().transport(name, request, { signal, clock }),
  })

/** What a loop holds of the world: opened all together, and finished all together. */
const createHold = (options: LoopOptions, { turn, follower, jobs, loop }: Alive) => {
  const { setting, store, engine } = options
  const { open, openAll, closeAll } = connectionsOf(options, loop)
  const polls = createPolls(loop)
  const held: { running?: Running; background?: Background; deafen?: () => void; blind?: (() => void) | undefined } = {}
  const deafen = (): void => {
    held.deafen?.()
    held.blind?.()
    options.sharedClock?.stop()
  }
  return {
    held,
    open,
    deafen,
    /** All or nothing. */
    begin: async (): Promise<void> => {
      try {
        await options.inspect?.()
        await store.migrate()
        await options.sharedClock?.start()
        await setting.phones?.load()
        await openAll()
        if (store.coordination) held.deafen = await startHearing(store.coordination, loop())
        held.running = await engine.run(attemptsOf(options, loop), engineLimits)
      } catch (failure) {
        deafen()
        await closeAll()
        throw failure
      }
    },
    goOn: async (): Promise<void> => {
      await jobs.catchUp()
      polls.start()
      held.blind = options.watch?.look({ stats: () => engine.stats(), waiting: turn.waiting })
      const background = options.background?.(loop())
      if (background) held.background = background
    },
    /** What was begun is finished; what comes later is for others. */
    finish: async (): Promise<void> => {
      await polls.stop()
      await closeAll()
      await held.background?.stop()
      await held.running?.drain()
      await turn.idle()
      follower.close()
    },
  }
}

/** Opens and closes what a loop holds of the world, once each. */
export const createLife = (options: LoopOptions, alive: Alive) => {
  const { store, engine } = options
  const { turn, jobs } = alive
  const { held, open, begin, goOn, finish, deafen } = createHold(options, alive)
  let starting: Promise<void> | undefined
  const state: { isOpen: boolean; isClosed: boolean; failure?: unknown } = { isOpen: false, isClosed: false }

  /** What could not start is tried again by the next call. What connections bring meanwhile waits for the end of this. */
  const start = async () => {
    try {
      await begin()
    } catch (failure) {
      state.failure = failure
      starting = undefined
      throw failure
    }
    state.isOpen = true
    delete state.failure
    await goOn()
  }
  const draining = createDraining(options.clock, async () => {
    await starting?.catch(() => {}) // whoever started it was told
    await finish()
  })
  let closing: Promise<void> | undefined
  const shut = async (): Promise<void> => {
    try {
      await draining.drain()
    } finally {
      state.isOpen = false // what ran until now could read and write
      jobs.close()
      deafen()
      await store.close()
    }
  }
  const isOver = (): boolean => state.isClosed || (!starting && draining.stage() === "draining")
  const ready = (): Promise<void> => (isOver() ? Promise.reject(new StoreError("closed")) : (starting ??= start()))
  return {
    state,
    connections: open,
    draining,
    ready,
    settled: async (): Promise<void> => {
      await ready()
      await held.background?.ended
      await quietOf({ turn, jobs, running: held.running, engine })
    },
    life: (): Life => ({
      phase: state.isClosed ? "closed" : state.isOpen ? "open" : "new",
      ...("failure" in state && { failure: state.failure }),
    }),
    close: (): Promise<void> => {
      state.isClosed = true
      return (closing ??= shut())
    },
  }
}
