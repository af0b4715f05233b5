import { isStream, type StreamId } from "../kernel/ids.ts"
import { pauseTopic } from "../runtime/gates.ts"
import { doorOf } from "../runtime/shared-gate.ts"
import type { Coordination } from "../timeline/coordination.ts"
import type { Loop } from "./loop.ts"
import type { Present } from "./presence.ts"

// What processes on one store tell each other. None of it names a person: streams have random names, and channels are the application's.

const [erasedTopic, typingTopic] = ["erased", "typing"]

/** So many streams fit into one message. */
const mostStreams = 80

/** Tells the other processes whom they have to forget. */
export const tellErased =
  ({ tell }: Coordination, report: (failure: unknown) => void) =>
  (streams: readonly StreamId[]): void => {
    for (let from = 0; from < streams.length; from += mostStreams)
      tell(erasedTopic, JSON.stringify(streams.slice(from, from + mostStreams))).catch(report)
  }

/** Tells the other processes who is writing; a stranger, of whom nothing is kept, has no name that could be told. */
export const tellTyping =
  ({ tell }: Coordination, loop: () => Pick<Loop, "whole" | "report">) =>
  ({ place, channel, from }: Present): void => {
    const { whole, report } = loop()
    const send = async () => {
      const customer = await whole(place)
      const [stream] = [...(customer?.streams ?? [])].find(([, { identifier }]) => identifier === place) ?? []
      if (stream !== undefined) await tell(typingTopic, JSON.stringify([stream, channel, from ?? ""]))
    }
    send().catch(report)
  }

/** The list that another process told; empty where it is none: who may write to the database may tell what they like. */
const read = (message: string): readonly unknown[] => {
  try {
    const told: unknown = JSON.parse(message)
    return Array.isArray(told) ? told : []
  } catch {
    return [] // no process of this application says that
  }
}

const hearTyping = async (loop: Loop, message: string): Promise<void> => {
  const [stream, channel, from] = read(message)
  if (!loop.presence.isWatched() || typeof stream !== "string" || !isStream(stream) || typeof channel !== "string")
    return
  const row = (await loop.whole(stream))?.streams.get(stream)
  if (!row) return
  const team = from === "team" ? { from: "team" as const } : {}
  loop.presence.pass({ place: row.identifier, channel, at: loop.clock.now(), ...team })
}

/** Closes the doors that a provider asked any process to keep closed. */
const readPauses = async ({ setting, gates }: Loop, { held }: Coordination): Promise<void> => {
  const channels = Object.keys(setting.channels)
  if (channels.length === 0) return
  const spans = await held(channels.map(doorOf))
  for (const [place, channel] of channels.entries()) {
    const span = spans[place] ?? 0
    if (span > 0) gates.pauseFor(channel, span)
  }
}

/** Hears what the other processes tell from now on; gives how to stop it. */
export const startHearing = async (coordination: Coordination, loop: Loop): Promise<() => void> => {
  const { hear } = coordination
  const stops = [
    hear(
      erasedTopic,
      (message) =>
        loop.forgetHere(read(message).filter((each): each is StreamId => typeof each === "string" && isStream(each))),
      loop.forgetAll,
    ),
    hear(typingTopic, (message) => void hearTyping(loop, message).catch(loop.report)),
    hear(
      pauseTopic,
      (message) => {
        const [channel, span] = read(message)
        if (typeof channel === "string" && typeof span === "number" && Object.hasOwn(loop.setting.channels, channel))
          loop.gates.pauseFor(channel, span)
      },
      () => void readPauses(loop, coordination).catch(loop.report),
    ),
  ]
  const stop = () => {
    for (const end of stops) end()
  }
  try {
    await readPauses(loop, coordination)
  } catch (failure) {
    stop()
    throw failure
  }
  return stop
}
