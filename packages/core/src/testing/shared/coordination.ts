import { utf8ToBytes } from "@noble/hashes/utils.js"
import { type Clock, systemClock } from "../../kernel/clock.ts"
import { InputError, StoreError } from "../../kernel/errors.ts"
import { type Lanes, reserveIn } from "../../runtime/lanes.ts"
import type { Coordination, Lease, Spending } from "../../timeline/coordination.ts"

/** What one process hears. */
interface Ears {
  readonly wakes: Set<() => void>
  readonly listeners: Map<string, Set<(message: string) => void>>
}

/** Somebody who holds a name, or waits for it. */
interface Holder {
  readonly process: Ears
  readonly grant: () => void
}

/** What several processes in one have in common. */
export interface Meeting {
  /** Another process: what it has to know of the others, and how it dies. */
  readonly join: () => Coordination & { readonly die: () => void }
  /** Tells everybody that something was committed. */
  readonly committed: () => void
}

const mostBytes = 4_000

/** The names that are held, and who waits for each. */
const createLeases = () => {
  const queues = new Map<string, Holder[]>()
  const remove = (name: string, holder: Holder): void => {
    const queue = queues.get(name) ?? []
    const place = queue.indexOf(holder)
    if (place < 0) return
    queue.splice(place, 1)
    if (place === 0) queue[0]?.grant()
  }
  const ask = (process: Ears, name: string, waiting: AbortSignal, leaving: AbortSignal): Promise<Lease> =>
    new Promise((resolve, reject) => {
      const lost = new AbortController()
      const end = () => {
        remove(name, holder)
        lost.abort(new StoreError("closed"))
      }
      const giveUp = () => {
        remove(name, holder)
        reject(waiting.reason)
      }
      const holder: Holder = {
        process,
        grant: () => {
          waiting.removeEventListener("abort", giveUp)
          resolve({ lost: lost.signal, release: async () => end() })
        },
      }
      if (waiting.aborted) return reject(waiting.reason)
      waiting.addEventListener("abort", giveUp, { once: true })
      leaving.addEventListener("abort", end, { once: true })
      const queue = queues.get(name) ?? []
      queues.set(name, queue)
      if (queue.push(holder) === 1) holder.grant()
    })
  return { ask }
}

/** What was counted against each budget, and when. */
const createBudgets = () => {
  const budgets = new Map<string, Map<string, number>>()
  const countedIn = (name: string, since: number): Map<string, number> => {
    const counted = budgets.get(name) ?? new Map<string, number>()
    budgets.set(name, counted)
    for (const [each, at] of counted) if (at <= since) counted.delete(each)
    return counted
  }
  return {
    spend: ({ id, budgets: own }: Spending, now: number): readonly number[] => {
      const windows = own.map(({ name, window }) => countedIn(name, now - window))
      const others = windows.map((counted) => counted.size - Number(counted.has(id)))
      if (own.every(({ count }, place) => (others[place] ?? 0) < count))
        for (const counted of windows) if (!counted.has(id)) counted.set(id, now)
      return others
    },
    giveBack: (name: string, id: string): void => void budgets.get(name)?.delete(id),
  }
}

const tellAll = (processes: Iterable<Ears>, topic: string, message: string): void => {
  for (const { listeners } of processes) for (const listener of listeners.get(topic) ?? []) listener(message)
}

/**
 * Coordination for several houses in one process, for tests: what a database does for several processes. One time holds for all of them.
 *
 * @example
 * const meeting = memoryCoordination()
 * const [one, two] = [meeting.join(), meeting.join()]
 */
export const memoryCoordination = (clock: Pick<Clock, "now"> = systemClock): Meeting => {
  const processes = new Set<Ears>()
  const taken = { lanes: new Map<string, Lanes>(), held: new Map<string, number>() }
  const leases = createLeases()
  const budgets = createBudgets()
  const join: Meeting["join"] = () => {
    const own: Ears = { wakes: new Set(), listeners: new Map() }
    const leaving = new AbortController()
    processes.add(own)
    const alive = async <Value>(work: () => Value): Promise<Awaited<Value>> => {
      if (leaving.signal.aborted) throw new StoreError("closed")
      return await work()
    }
    const others = () => [...processes].filter((each) => each !== own)
    return {
      now: () => alive(() => clock.now()),
      watch: (wake) => {
        own.wakes.add(wake)
        return () => own.wakes.delete(wake)
      },
      lease: (name, waiting) => alive(() => leases.ask(own, name, waiting, leaving.signal)),
      reserve: (asked) => alive(() => asked.map((each) => reserveIn(taken, each, clock.now()))),
      hold: (door, span) =>
        alive(() => void taken.held.set(door, Math.max(taken.held.get(door) ?? -Infinity, clock.now() + span))),
      held: (doors) => alive(() => doors.map((door) => Math.max(0, (taken.held.get(door) ?? 0) - clock.now()))),
      spend: (spent) => alive(() => spent.map((each) => budgets.spend(each, clock.now()))),
      giveBack: (spent) => alive(() => spent.forEach(({ name, id }) => budgets.giveBack(name, id))),
      tell: (topic, message) =>
        alive(() => {
          if (utf8ToBytes(message).length > mostBytes)
            throw new InputError("too-large", "message", `tell at most ${mostBytes} bytes`)
          tellAll(others(), topic, message)
        }),
      hear: (topic, listener) => {
        const listeners = own.listeners.get(topic) ?? new Set()
        own.listeners.set(topic, listeners.add(listener))
        return () => listeners.delete(listener)
      },
      die: () => {
        processes.delete(own)
        leaving.abort(new StoreError("closed"))
      },
    }
  }
  const committed = () => {
    for (const { wakes } of processes) for (const wake of wakes) wake()
  }
  return { join, committed }
}
