// A server that belongs to this run: in a folder of its own, on loopback, ended by its pid.
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

/** What is missing here, and how it is got. */
export class MissingServer extends Error {
  constructor(what: string, remedy: string) {
    super(`${what} is not here. ${remedy}`)
    this.name = "MissingServer"
  }
}

/** A port on which nobody listens at this moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

/** A folder that is removed at the end. */
export const temporaryFolder = async (name: string) => {
  const path = await mkdtemp(join(tmpdir(), `escucha-growing-${name}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Starts a program, and waits until it answers. */
export const startServer = async (
  command: string,
  words: readonly string[],
  options: SpawnOptions,
  isThere: () => Promise<boolean>,
) => {
  const child: ChildProcess = spawn(command, words, { ...options, stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  for (const output of [child.stdout, child.stderr])
    output?.on("data", (text: Buffer) => (said = `${said}${text}`.slice(-4_000)))
  const atExit = (): void => void child.kill("SIGKILL") // whoever ends without a word leaves no server behind
  process.once("exit", atExit)
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null
  while (!(await isThere())) {
    if (isOver()) throw new Error(`${command} did not start:\n${said}`)
    await pause(50)
  }
  return {
    stop: async (signal: NodeJS.Signals): Promise<void> => {
      process.off("exit", atExit)
      if (isOver()) return
      const ended = once(child, "exit")
      child.kill(signal)
      await ended
    },
  }
}
