import type { Client } from "pg"
import { storeErrorOf } from "./failure.ts"
import { asking, rowsOf, type Sql, type Value } from "./transaction.ts"

/** A connection of its own: for what belongs to a session, such as LISTEN and advisory locks. Behind a pooler there is none. */
export interface Dedicated extends Sql {
  /** Fires when the connection is gone, by its end or by a failure. */
  readonly lost: AbortSignal
  /** Hears what is told on a channel, until the connection is gone. */
  readonly listen: (channel: string, heard: (message: string) => void) => Promise<void>
  readonly end: () => Promise<void>
}

/** Milliseconds between two questions on a connection that only listens. */
const quiet = 15_000

const silent = (): void => undefined

/** Opens a connection that belongs to whoever asks for it, and looks after it where no statement takes long. */
export const dedicate = async (client: Client, isLookedAfter: boolean): Promise<Dedicated> => {
  const gone = new AbortController()
  const lose = (failure?: unknown): void => {
    clearInterval(look)
    if (gone.signal.aborted) return
    gone.abort(storeErrorOf(failure ?? new Error("the connection ended")))
    void client.end().catch(silent)
  }
  client.on("error", lose)
  client.on("end", () => lose())
  // a connection on which nothing is said can be gone without a sign: a question is one
  const look = setInterval(() => isLookedAfter && void client.query("SELECT 1").catch(lose), quiet)
  look.unref()
  await client.connect().catch((failure: unknown) => {
    lose(failure)
    throw storeErrorOf(failure)
  })
  const ask = asking(() => false)
  const query = async <Row>(text: string, values: readonly Value[] = []): Promise<readonly Row[]> => {
    try {
      return rowsOf<Row>(await ask(client, text, values))
    } catch (failure) {
      throw storeErrorOf(failure)
    }
  }
  return {
    lost: gone.signal,
    query,
    listen: async (channel, heard) => {
      client.on("notification", (told) => told.channel === channel && heard(told.payload ?? ""))
      await query(`LISTEN "${channel}"`)
    },
    end: async () => {
      lose()
      await client.end().catch(silent)
    },
  }
}
