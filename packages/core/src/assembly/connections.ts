import type { Connection, ConnectionHost } from "../channel/channel.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { Alone } from "../runtime/alone.ts"
import type { Channels } from "./app.ts"

/** The connections of the channels that have one. */
export interface Connections {
  /** Those that are open, by the name of their channel. */
  readonly open: ReadonlyMap<string, Connection>
  /** Opens all of them; rejects with the `ConfigurationError` of the first that could not be opened. */
  readonly openAll: () => Promise<void>
  readonly closeAll: () => Promise<void>
}

/** What connections need of the house. */
export interface ConnectionsHost {
  readonly channels: Channels
  readonly now: () => number
  /** Takes in what a channel brought; resolves when it is safe. */
  readonly receive: (channel: string, ...brought: Parameters<ConnectionHost["receive"]>) => Promise<unknown>
  /** Told of a connection that could not be closed, or broke. */
  readonly report: (failure: unknown) => void
  /** Does something in one process at a time; left out where there is only one. */
  readonly alone?: Alone
  /** Makes a call in the name of a channel. */
  readonly call: (channel: string, ...call: Parameters<Call>) => ReturnType<Call>
}

type Listen = NonNullable<ConnectionHost["alone"]>
type Call = NonNullable<ConnectionHost["call"]>

/** Connections that are not open yet. */
export const createConnections = ({ channels, now, receive, report, alone, call }: ConnectionsHost): Connections => {
  const open = new Map<string, Connection>()
  return {
    open,
    openAll: async () => {
      for (const [name, channel] of Object.entries(channels)) {
        if (channel.shape !== "connection") continue
        const take: ConnectionHost["receive"] = async (...brought) => void (await receive(name, ...brought))
        const own: Call = (request, signal) => call(name, request, signal)
        const listen: Listen | undefined = alone && ((work, ending) => alone(`connection:${name}`, work, ending))
        const connection = await channel
          .open({ now, receive: take, report, call: own, ...(listen && { alone: listen }) })
          .catch((cause: unknown) => {
            throw new ConfigurationError(`channels.${name}`, "it could not be opened; the cause says why", { cause })
          })
        open.set(name, connection)
      }
    },
    closeAll: async () => {
      const closing = [...open.values()]
      open.clear()
      for (const connection of closing) await connection.close().catch(report) // the others, and the store, are closed all the same
    },
  }
}
