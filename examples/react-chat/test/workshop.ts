import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { promisify } from "node:util"

const folder = join(import.meta.dirname, "..")

/** Builds the page as `npm start` does. */
export const build = async (): Promise<void> => {
  await promisify(execFile)(
    process.execPath,
    [join(folder, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
    { cwd: folder },
  )
}

/** A server of its own process, on a port of its own. */
export interface Workshop {
  readonly url: string
  readonly close: () => Promise<void>
}

const addressOf = async (server: ChildProcess): Promise<string> => {
  if (server.stdout)
    for await (const line of createInterface(server.stdout)) {
      const url = /http:\S+/.exec(line)?.[0]
      if (url !== undefined) return url
    }
  throw new TypeError("the server ended before it said where it is")
}

/** Starts the server as `npm start` does. */
export const openWorkshop = async (): Promise<Workshop> => {
  const server = spawn(process.execPath, ["--conditions=@escucha/source", join(folder, "src/server.ts")], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  })
  return {
    url: await addressOf(server),
    close: async () => {
      const ended = once(server, "exit")
      server.kill("SIGTERM")
      await ended
    },
  }
}
