import type { Database, Dedicated } from "./connection.ts"

/** What is heard on a channel of the database. */
export interface Ears {
  /** Begins to listen, where that was not done yet. */
  readonly open: () => void
  readonly isOpen: () => boolean
  readonly close: () => Promise<void>
}

/** Milliseconds before a connection that was lost is sought again: at first, and at most. */
const pauses = { first: 100, longest: 5_000 }

const rest = (span: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", end)
      resolve()
    }
    const timer = setTimeout(end, span)
    timer.unref()
    signal.addEventListener("abort", end)
    if (signal.aborted) end()
  })

const lossOf = ({ lost }: Dedicated): Promise<void> =>
  new Promise((resolve) => {
    if (lost.aborted) return resolve()
    lost.addEventListener("abort", () => resolve(), { once: true })
  })

/**
 * Listens on one connection to these channels. A connection that is lost is sought again, with growing pauses, for as long as the process
 * lives; `missed` is called whenever something may have been said that nobody heard.
 */
export const createEars = (
  database: Database,
  channels: { readonly [channel: string]: (message: string) => void },
  missed: () => void,
): Ears => {
  const closing = new AbortController()
  let living: Promise<void> | undefined
  let connection: Dedicated | undefined
  let pause = pauses.first
  const connect = async (): Promise<void> => {
    const opened = await database.dedicated()
    try {
      for (const [channel, heard] of Object.entries(channels)) await opened.listen(channel, heard)
    } catch (failure) {
      await opened.end()
      throw failure
    }
    if (closing.signal.aborted) return opened.end()
    connection = opened
    pause = pauses.first
    missed()
  }
  const live = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await connect()
        if (connection) await lossOf(connection)
      } catch {
        // the database is gone: whoever asks it something is told, and here it is sought again
      }
      connection = undefined
      if (closing.signal.aborted) return
      await rest(pause * (0.5 + Math.random() / 2), closing.signal)
      pause = Math.min(pause * 2, pauses.longest)
    }
  }
  return {
    open: () => {
      if (!closing.signal.aborted) living ??= live()
    },
    isOpen: () => connection !== undefined,
    close: async () => {
      closing.abort()
      void connection?.end() // it is lost in the same moment; for a database that says no goodbye nobody waits
      await living
    },
  }
}
