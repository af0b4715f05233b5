import { spawn } from "node:child_process"
import { once } from "node:events"
import { connect } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import { binary } from "./binary.ts"
import { loopback } from "./free-port.ts"

/** A program that could not be started, with what it said. */
export class StartError extends Error {
  readonly _tag = "StartError"
  constructor(command: string, detail: string) {
    super(`${command} did not start: ${detail}`)
    this.name = "StartError"
  }
}

/** A running program, known by its process id. */
export interface Program {
  readonly pid: number
  /** What it has printed until now. */
  readonly output: () => string
  /** Ends it, by force when it does not go within five seconds. */
  readonly stop: () => Promise<void>
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, loopback)
    const tell = (yes: boolean) => () => {
      socket.destroy()
      resolve(yes)
    }
    socket.once("connect", tell(true)).once("error", tell(false))
  })

// On Linux a program is told when the process of its test is gone, however it went.
const setpriv = binary("setpriv")
const leaving = setpriv === undefined ? [] : [setpriv, "--pdeathsig", "TERM"]

/** Starts a program and waits until it takes connections on all its ports. */
export const startProgram = async ({
  command,
  args,
  ports,
  patience = 120_000,
}: {
  readonly command: string
  readonly args: readonly string[]
  readonly ports: readonly number[]
  readonly patience?: number
}): Promise<Program> => {
  const [first = command, ...rest] = [...leaving, command, ...args]
  const child = spawn(first, rest, { stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  const keep = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-20_000)
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  let failure: Error | undefined
  child.once("error", (error) => {
    failure = error
  })
  const isOver = (): boolean => failure !== undefined || child.exitCode !== null || child.signalCode !== null
  const leave = (): void => void child.kill("SIGTERM")
  process.once("exit", leave)
  const stop = async (): Promise<void> => {
    process.off("exit", leave)
    if (isOver()) return
    const gone = once(child, "exit")
    child.kill("SIGTERM")
    const slow = setTimeout(() => child.kill("SIGKILL"), 5000)
    await gone
    clearTimeout(slow)
  }
  const until = Date.now() + patience
  for (const port of ports)
    while (!(await answers(port))) {
      const isLate = Date.now() > until
      if (isOver() || isLate) {
        await stop()
        throw new StartError(command, failure?.message ?? `${isLate ? "nobody answers" : "it ended"}\n${said}`)
      }
      await pause(20)
    }
  return { pid: child.pid ?? 0, output: () => said, stop }
}

/** Tries again with other ports when somebody was faster than a program with the ports that were free. */
export const againWhenTaken = async <Its>(start: () => Promise<Its>, tries = 3): Promise<Its> => {
  try {
    return await start()
  } catch (failure) {
    const isTaken = failure instanceof StartError && /in use|EADDRINUSE/i.test(failure.message)
    if (!isTaken || tries <= 1) throw failure
    return againWhenTaken(start, tries - 1)
  }
}
