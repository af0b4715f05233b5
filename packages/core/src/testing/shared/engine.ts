import { localEngine, type LocalEngineOptions } from "../../runtime/engine-local.ts"
import type { Attempt, Engine, EngineLimits, Running } from "../../timeline/engine.ts"

type Handle = (attempt: Attempt) => Promise<void>

/** A process that runs jobs. */
interface Worker {
  readonly handle: Handle
  readonly busy: Set<Promise<void>>
}

/** Gives the jobs of one key to one of the workers, and to another one when that is gone. */
const workerFor = (workers: readonly Worker[], key: string): Worker | undefined => {
  let sum = 0
  for (const sign of key) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521
  return workers[sum % workers.length]
}

/**
 * The local engine as several houses in one process share it, for tests: what one has committed may be run by another. Each `open` is
 * the engine of one house.
 *
 * @example
 * const shared = sharedEngine({ clock })
 * const [here, there] = [shared.open(), shared.open()]
 */
export const sharedEngine = (options: LocalEngineOptions): { readonly open: () => Engine } => {
  const engine = localEngine(options)
  const workers: Worker[] = []
  let running: Promise<Running> | undefined

  const perform = async (attempt: Attempt): Promise<void> => {
    const worker = workerFor(workers, attempt.key)
    if (!worker) throw new RangeError("nobody is there to run it")
    const work = worker.handle(attempt)
    worker.busy.add(work)
    await work.finally(() => worker.busy.delete(work))
  }
  const join = async (handle: Handle, limits: EngineLimits): Promise<Running> => {
    const worker: Worker = { handle, busy: new Set() }
    workers.push(worker)
    const own = await (running ??= engine.run(perform, limits))
    return {
      settled: own.settled,
      drain: async () => {
        if (workers.length === 1) {
          await own.drain()
          running = undefined
        }
        workers.splice(workers.indexOf(worker), 1)
        await Promise.allSettled(worker.busy)
      },
    }
  }
  return {
    open: () => ({
      isShared: true,
      post: engine.post,
      cancel: engine.cancel,
      stats: engine.stats,
      redrive: engine.redrive,
      run: join,
    }),
  }
}
