import * as Context from "effect/Context"
import type { ChannelsDoor, ChannelView } from "../doors/channels.ts"
import type { Loop } from "../loop.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"

/** The channels by which customers are reached. */
export interface ChannelsService extends Effectful<ChannelsDoor> {}

/** Channels as a service of Effect. */
export class Channels extends Context.Service<Channels, ChannelsService>()("@escucha/Channels") {}

const viewOf = (loop: Loop, name: string): readonly ChannelView[] => {
  const channel = loop.setting.channels[name]
  if (!channel) return []
  const { id, kind, capabilities, shape } = channel
  const health = loop.gates.health(name)
  const isClosed = shape === "connection" && !loop.connections.has(name)
  return [{ name, id, kind, ...health, ...(isClosed && { status: "closed" as const }), capabilities }]
}

/** The service over a loop. */
export const makeChannels = (loop: Loop): ChannelsService => ({
  list: () =>
    attempt(async () => {
      await loop.ready()
      return Object.keys(loop.setting.channels).flatMap((name) => viewOf(loop, name))
    }),
})
