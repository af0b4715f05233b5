import { randomUUID } from "node:crypto"
import { type Coordination, InputError } from "@escucha/core/store"
import type { Database } from "./connection.ts"
import { createEars } from "./ears.ts"
import { listIn } from "./payload.ts"
import { createRounds } from "./rounds.ts"
import { createTold } from "./told.ts"

/** The channels of the database on which processes hear of commits, and of each other. */
const [feedChannel, toldChannel] = ["escucha_feed", "escucha_told"]

const longestMessage = 4_000

/** What was told, by its topics. */
const createTopics = () => {
  interface Listener {
    readonly heard: (message: string) => void
    readonly missed: (() => void) | undefined
  }
  const topics = new Map<string, Set<Listener>>()
  return {
    hear: (topic: string, listener: Listener): (() => void) => {
      const own = topics.get(topic) ?? new Set()
      topics.set(topic, own.add(listener))
      return () => void own.delete(listener)
    },
    heard: (topic: string, message: string): void => {
      for (const { heard } of topics.get(topic) ?? []) heard(message)
    },
    missed: (): void => {
      for (const listeners of topics.values()) for (const { missed } of listeners) missed?.()
    },
    isEmpty: () => [...topics.values()].every(({ size }) => size === 0),
  }
}

/** A message on the channel, which all schemas of the database have in common. */
const messageIn = (payload: string, schema: string, source: string): readonly [string, string] | undefined => {
  const [own, from, topic, message] = listIn(payload)
  if (own !== schema || from === source || typeof topic !== "string" || typeof message !== "string") return undefined
  return [topic, message]
}

/** What the processes on a database hear of each other, and of what each has committed. */
export interface Gossip extends Pick<Coordination, "watch" | "tell" | "hear"> {
  /** Begins to listen, where nobody did yet. */
  readonly attend: () => void
  readonly close: () => Promise<void>
}

/**
 * Tells and hears: by LISTEN and NOTIFY on one connection, or by looking once a second where the options say that there is no such thing.
 */
export const createGossip = (database: Database, isTold: () => boolean): Gossip => {
  const { schema } = database
  const source = randomUUID()
  const topics = createTopics()
  const told = createTold(database, source)
  const wakes = new Set<() => void>()
  const wakeAll = (): void => {
    for (const wake of wakes) wake()
  }
  const missed = (): void => {
    topics.missed()
    wakeAll()
  }
  const toldBy = (payload: string): void => {
    const message = messageIn(payload, schema, source)
    if (message) topics.heard(...message)
  }
  const ears = createEars(database, { [feedChannel]: wakeAll, [toldChannel]: toldBy }, missed)
  const rounds = createRounds({
    database,
    isTold: () => isTold() && ears.isOpen(),
    isWatched: () => wakes.size > 0,
    isHeard: () => !isTold() && !topics.isEmpty(),
    wake: wakeAll,
    hear: async () => {
      const { hasMissed } = await told.look(topics.heard)
      if (hasMissed) missed()
    },
  })
  const attend = (): void => {
    if (isTold()) ears.open()
    rounds.start()
  }
  return {
    attend,
    watch: (wake) => {
      wakes.add(wake)
      attend()
      return () => void wakes.delete(wake)
    },
    tell: async (topic, message) => {
      if (Buffer.byteLength(message) > longestMessage)
        throw new InputError("too-large", "message", `tell at most ${longestMessage} bytes`)
      if (!isTold()) return told.tell(topic, message)
      await database.query("SELECT pg_notify($1, $2)", [toldChannel, JSON.stringify([schema, source, topic, message])])
    },
    hear: (topic, heard, missedSome) => {
      attend()
      return topics.hear(topic, { heard, missed: missedSome })
    },
    close: async () => {
      rounds.stop()
      await ears.close()
    },
  }
}
