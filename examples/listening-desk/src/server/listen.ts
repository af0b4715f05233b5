import { serve, type Serving } from "@escucha/adapters/servers/node"
import type { WebDoor } from "@escucha/core"

/** A server, and whether it had to move on from the port that was wanted. */
export interface Listening {
  readonly serving: Serving
  readonly moved: boolean
}

const isTaken = (failure: unknown): boolean =>
  failure instanceof Error && "code" in failure && failure.code === "EADDRINUSE"

const mostTries = 20
const lastPort = 65_535

/** Listens on this machine alone: on this port, or on the next one that is free. 0 takes any. */
export const listen = async (door: WebDoor, port: number, onError: (error: unknown) => void): Promise<Listening> => {
  for (let tried = port; ; tried += 1) {
    try {
      return { serving: await serve(door, { port: tried, onError }), moved: tried !== port }
    } catch (failure) {
      if (!isTaken(failure) || tried - port >= mostTries || tried >= lastPort) throw failure
    }
  }
}
