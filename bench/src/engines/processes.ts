import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { BenchError } from "../bench-error.ts"
import type { Greeting, Places } from "./contestant.ts"

/** A process that handles messages. */
export interface WorkerProcess {
  readonly pid: number
  readonly greeting: Greeting
  readonly isAlive: () => boolean
  /** The most memory that it has had, in megabytes. */
  readonly peak: () => number
  readonly kill: () => void
}

/** The conditions of this process alone: what it was told to load before us is not for a worker. */
const conditions = process.execArgv.filter((option) => !option.startsWith("--import"))

/** A machine that is busy elsewhere takes its time to load a program. */
const longestStart = 120_000

const greetingOf = async (child: ChildProcess): Promise<Greeting> => {
  const waiting = new AbortController()
  const { signal } = waiting
  const limit = AbortSignal.timeout(longestStart)
  try {
    const [greeting]: readonly unknown[] = await Promise.race([
      once(child, "message", { signal }),
      once(child, "exit", { signal }).then(([code]) => {
        throw new BenchError(`a worker ended with ${String(code)} before it was ready`)
      }),
      once(limit, "abort", { signal }).then(() => {
        throw new BenchError(`a worker was not ready after ${longestStart / 1000} seconds`)
      }),
    ])
    return String(greeting)
  } finally {
    waiting.abort()
  }
}

const peakOf = (pid: number): number => {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? []
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0 // it was killed
  }
}

const startWorker = async (child: ChildProcess): Promise<WorkerProcess> => {
  const greeting = await greetingOf(child)
  const pid = child.pid ?? 0
  return {
    pid,
    greeting,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    peak: () => peakOf(pid),
    kill: () => void child.kill("SIGKILL"),
  }
}

/** Starts the processes of a contestant, all at once, and waits until they work. Where one does not, none stays. */
export const startWorkers = async (name: string, places: Places): Promise<readonly WorkerProcess[]> => {
  const children = Array.from({ length: places.processes }, (_, process) =>
    fork(new URL("worker.ts", import.meta.url), [name, JSON.stringify({ ...places, process })], {
      stdio: ["ignore", 2, 2, "ipc"],
      execArgv: conditions,
    }),
  )
  try {
    return await Promise.all(children.map(startWorker))
  } catch (failure) {
    for (const child of children) child.kill("SIGKILL")
    throw failure
  }
}
