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

const greetingOf = async (child: ChildProcess): Promise<Greeting> => {
  const waiting = new AbortController()
  const limit = setTimeout(() => waiting.abort(), 30_000)
  try {
    const [greeting]: readonly unknown[] = await Promise.race([
      once(child, "message", { signal: waiting.signal }),
      once(child, "exit", { signal: waiting.signal }).then(([code]) => {
        throw new BenchError(`a worker ended with ${String(code)} before it was ready`)
      }),
    ])
    return String(greeting)
  } finally {
    clearTimeout(limit)
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

/** Starts the processes of a contestant, all at once, and waits until they work. */
export const startWorkers = async (name: string, places: Places): Promise<readonly WorkerProcess[]> =>
  Promise.all(
    Array.from({ length: places.processes }, async (_, process) => {
      const script = new URL("worker.ts", import.meta.url)
      const args = [name, JSON.stringify({ ...places, process })]
      const child = fork(script, args, { stdio: ["ignore", 2, 2, "ipc"], execArgv: conditions })
      const greeting = await greetingOf(child)
      const pid = child.pid ?? 0
      return {
        pid,
        greeting,
        isAlive: () => child.exitCode === null && child.signalCode === null,
        peak: () => peakOf(pid),
        kill: () => void child.kill("SIGKILL"),
      }
    }),
  )
