import { Pool } from "undici"
import { BenchError } from "../../bench-error.ts"
import type { Greeting, Producer } from "../contestant.ts"
import type { Message } from "../message.ts"

/** What is asked of a process. */
export interface Call {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const isTaken = async (server: Pool, call: Call): Promise<boolean | undefined> => {
  let status: number, said: string
  try {
    const response = await server.request({ method: "POST", ...call })
    status = response.statusCode
    said = await response.body.text()
  } catch {
    return undefined // it was killed
  }
  if (status !== 200 && status !== 503) throw new BenchError(`a process answered ${status}: ${said.slice(0, 200)}`)
  return status === 200
}

/** Calls all processes in turn, as a provider does behind a balancer; one that is gone is left out, and what it had is sent again. */
export const balanced = (greetings: readonly Greeting[], callOf: (message: Message) => Call): Producer => {
  const servers = new Set(greetings.map((url) => new Pool(url, { connections: 32, pipelining: 1 })))
  let turn = 0
  return {
    send: async (message) => {
      const call = callOf(message)
      for (;;) {
        const alive = [...servers]
        const server = alive[turn++ % alive.length]
        if (!server) throw new BenchError("no process is left")
        const taken = await isTaken(server, call)
        if (taken) return
        if (taken === undefined) servers.delete(server)
      }
    },
    close: async () => void (await Promise.all([...servers].map((server) => server.close()))),
  }
}
