import { randomUUID } from "node:crypto"
import type { Clock } from "@escucha/core/engine"
import type { Database } from "./connection.ts"
import { type LeaseSession, openLeaseSession, type Taken } from "./lease-session.ts"
import { stepOf } from "./share.ts"

/** What the holder of parts does about what happens to them. */
export interface LeaseEvents {
  /** These are ours now; of those that are orphaned, the last holder ended in the midst of its work. */
  readonly gained: (taken: Taken) => void
  /** Begins nothing more of this one; resolves when nothing of it runs, and what ran is written. */
  readonly leaving: (part: number) => Promise<void>
  /** All of them are others' now, or nobody's. */
  readonly lost: () => void
  /** How much of this one is in hand: what has least of it is given up first. */
  readonly weight: (part: number) => number
  /** How many milliseconds the clock of the database is before ours. */
  readonly measured: (ahead: number) => void
  /** A new connection: what is heard is heard there. */
  readonly opened: (session: LeaseSession) => Promise<void>
  readonly report: (failure: unknown) => void
}

/** The parts that this process holds, as long as it takes part. */
export interface Leases {
  /** Resolves when this process takes part; rejects where the database cannot be reached, or cannot hold locks. */
  readonly start: () => Promise<void>
  /** Whether others take part too, as far as was seen. */
  readonly hasOthers: () => boolean
  readonly held: () => readonly number[]
  /** Tells all who take part, this process too. Nothing is told while there is no connection. */
  readonly tell: (channel: string, message: string) => Promise<void>
  /** Gives up each part as soon as nothing of it runs, and takes part no more. */
  readonly leave: () => Promise<void>
}

/** What is told when parts have become free, or their owners more or fewer. */
export const leaseChannel = "escucha_leases"

/** Milliseconds. */
const pauses = { look: 1_000, shortest: 100, longest: 2_000 }

/** Calls again and again, never twice at a time: after each pause, and soon when it is asked to. */
const createBeat = (clock: Clock, beat: () => Promise<void>) => {
  let isBeating = false,
    isAsked = false,
    isOver = false
  let stop = () => {}
  const now = async (): Promise<void> => {
    isAsked = true
    if (isBeating || isOver) return
    isBeating = true
    isAsked = false
    stop()
    await beat()
    isBeating = false
    if (isAsked) return now()
    if (!isOver) stop = clock.at(clock.now() + pauses.look, () => void now())
  }
  return {
    now,
    end: () => {
      isOver = true
      stop()
    },
  }
}

/** Who holds parts, over all of its sessions, and in which schema. */
interface Holder {
  readonly schema: string
  readonly self: string
}

/** What one session holds. Everything of it ends with the session. */
const createHolding = (session: LeaseSession, clock: Clock, { schema, self }: Holder, events: LeaseEvents) => {
  const held = new Set<number>(),
    leaving = new Map<number, Promise<void>>()
  let free: number[] = [],
    isLeaving = false,
    members = 1
  const returnFree = async (): Promise<void> => {
    const given = free
    free = []
    await session.giveBack(given)
    await session.tell(leaseChannel, schema).catch(events.report) // others look once in a while anyway
  }
  const release = async (part: number): Promise<void> => {
    await events.leaving(part)
    held.delete(part)
    leaving.delete(part)
    if (free.push(part) > 1) return
    await Promise.resolve() // what is free at the same time is given back together
    if (!session.lost.aborted) await returnFree()
  }
  const giveUp = (part: number): Promise<void> => {
    const known = leaving.get(part)
    if (known) return known
    const released = release(part).catch(() => session.end())
    leaving.set(part, released)
    return released
  }
  const round = async (): Promise<void> => {
    const before = clock.now()
    const seen = await session.look()
    events.measured(seen.now - (before + clock.now()) / 2)
    members = seen.members.size
    // a lock that we believe to hold and that is not there: somebody between us and the database has other ideas of a session
    if ([...held].some((part) => seen.holders.get(part) !== seen.own)) return session.end()
    if (isLeaving) return
    const { take, surplus } = stepOf(seen)
    if (take.length > 0) {
      const taken = await session.take(take, self)
      for (const part of taken.parts) held.add(part)
      if (taken.parts.length > 0) events.gained(taken)
    }
    const light = [...held].filter((part) => !leaving.has(part))
    light.sort((one, two) => events.weight(one) - events.weight(two))
    for (const part of light.slice(0, Math.max(0, surplus - leaving.size))) void giveUp(part)
  }
  const beat = createBeat(clock, () => (session.lost.aborted ? Promise.resolve() : round().catch(() => session.end())))
  session.lost.addEventListener("abort", beat.end, { once: true })
  return {
    beat,
    held,
    hasOthers: () => members > 1,
    leave: async (): Promise<void> => {
      isLeaving = true
      beat.end()
      await session.leave()
      await Promise.all([...held].map(giveUp))
      session.end()
    },
  }
}

/** Competes for the parts of a database, and goes on competing whenever the connection was lost. */
export const createLeases = (
  database: Database,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
  events: LeaseEvents,
): Leases => {
  let current: { readonly session: LeaseSession; readonly holding: ReturnType<typeof createHolding> } | undefined
  const self = randomUUID()
  let isOver = false
  let stopWaiting = () => {}
  const open = async (): Promise<void> => {
    const session = await openLeaseSession(database, clock)
    const holding = createHolding(session, clock, { schema: database.schema, self }, events)
    try {
      await events.opened(session)
      if (database.settings.notify)
        await session.listen(leaseChannel, (schema) => void (schema === database.schema && holding.beat.now()))
    } catch (failure) {
      session.end()
      throw failure
    }
    if (isOver) return session.end()
    current = { session, holding }
    const lose = (): void => {
      if (current?.session === session) current = undefined
      events.lost()
      if (!isOver) reopen(0)
    }
    if (session.lost.aborted) return lose()
    session.lost.addEventListener("abort", lose, { once: true })
    await holding.beat.now()
    await session.tell(leaseChannel, database.schema).catch(events.report)
  }
  const reopen = (failures: number): void => {
    const pause = Math.min(pauses.shortest * 2 ** failures, pauses.longest) * (0.5 + random() / 2)
    stopWaiting = clock.at(clock.now() + pause, () => {
      if (isOver) return
      open().catch((failure: unknown) => {
        events.report(failure)
        if (!current && !isOver) reopen(failures + 1)
      })
    })
  }
  return {
    start: open,
    hasOthers: () => current?.holding.hasOthers() ?? false,
    held: () => [...(current?.holding.held ?? [])],
    tell: async (channel, message) => current?.session.tell(channel, message),
    leave: async () => {
      isOver = true
      stopWaiting()
      const leaving = current
      if (!leaving) return
      await leaving.holding.leave().catch(() => leaving.session.end()) // the connection is gone, and with it all that was held
    },
  }
}
