import { randomUUID } from "node:crypto"
import { type Coordination, type Lease, StoreError } from "@escucha/core/store"
import type { Database } from "./connection.ts"
import { databaseNow } from "./schema-coordination.ts"

/** Milliseconds: how long a lease holds that nobody renews, how often it is renewed, and after how long its holder takes it for lost. */
export interface LeaseTimes {
  readonly lasts: number
  readonly renew: number
  readonly trusted: number
}

const usualTimes: LeaseTimes = { lasts: 8_000, renew: 2_000, trusted: 6_000 }
const shortest = 300

/** A lease that this process holds. */
interface Held {
  readonly name: string
  readonly lost: AbortController
  /** Until when it is ours for sure, by a clock that nobody sets. */
  until: number
}

/** Something that rings after a while, or earlier when it is rung. */
const createPauses = () => {
  const ringing = new Set<() => void>()
  return {
    pause: (span: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          ringing.delete(end)
          signal.removeEventListener("abort", end)
          resolve()
        }
        const timer = setTimeout(end, span)
        timer.unref()
        ringing.add(end)
        signal.addEventListener("abort", end)
        if (signal.aborted) end()
      }),
    ring: () => {
      for (const end of ringing) end()
    },
  }
}

const statementsOf = (schema: string, lasts: number) => ({
  take: `INSERT INTO ${schema}.leases AS l (name, holder, until) VALUES ($1, $2, ${databaseNow} + ${lasts})
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE l.until <= ${databaseNow}
    RETURNING holder`,
  left: `SELECT until - ${databaseNow} AS span FROM ${schema}.leases WHERE name = $1`,
  renew: `UPDATE ${schema}.leases SET until = ${databaseNow} + ${lasts} WHERE holder = ANY($1::text[]) RETURNING holder`,
  release: `DELETE FROM ${schema}.leases WHERE holder = ANY($1::text[])`,
})

/** Renews what is held, all of it in one statement; what nobody renewed in time is lost. */
const createRenewing = (
  database: Database,
  statement: string,
  held: Map<string, Held>,
  { renew, trusted }: LeaseTimes,
) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let renewing: Promise<void> | undefined
  const lose = (holder: string): void => {
    held.get(holder)?.lost.abort(new StoreError("unavailable"))
    held.delete(holder)
  }
  const renewAll = async (): Promise<void> => {
    const asked = performance.now()
    const holders = [...held.keys()]
    const found = await database.query<{ readonly holder: string }>(statement, [holders])
    const kept = new Set(found.map(({ holder }) => holder))
    for (const holder of holders) {
      const lease = held.get(holder)
      if (!kept.has(holder)) lose(holder)
      else if (lease) lease.until = asked + trusted
    }
  }
  const loseLate = (): void => {
    const now = performance.now()
    for (const [holder, { until }] of held) if (until <= now) lose(holder)
  }
  const later = (): void => {
    if (timer !== undefined || held.size === 0) return
    timer = setTimeout(() => {
      timer = undefined
      loseLate()
      // a database that does not answer says nothing: the leases are lost by the time alone
      renewing ??= renewAll()
        .catch(() => undefined)
        .finally(() => {
          renewing = undefined
        })
      later()
    }, renew)
    timer.unref()
  }
  return { later, stop: () => clearTimeout(timer) }
}

/**
 * Names that one process at a time holds: a row that its holder renews, so it needs neither a session nor the clock of any process. A
 * process that dies loses its names after `lasts`; one that loses the database takes them for lost before another can have them.
 * `released` tells the others that a name is free.
 */
export const createNamedLeases = (
  database: Database,
  released: () => Promise<void>,
  times: LeaseTimes = usualTimes,
): Pick<Coordination, "lease"> & { readonly ring: () => void; readonly close: () => Promise<void> } => {
  const statements = statementsOf(database.schema, times.lasts)
  const held = new Map<string, Held>()
  const closing = new AbortController()
  const { pause, ring } = createPauses()
  const renewing = createRenewing(database, statements.renew, held, times)
  const take = async (name: string): Promise<Lease | undefined> => {
    const holder = randomUUID()
    const asked = performance.now()
    const [row] = await database.query<{ readonly holder: string }>(statements.take, [name, holder])
    if (!row) return undefined
    const lost = new AbortController()
    held.set(holder, { name, lost, until: asked + times.trusted })
    renewing.later()
    return {
      lost: lost.signal,
      release: async () => {
        held.delete(holder)
        lost.abort(new StoreError("closed"))
        await database.query(statements.release, [[holder]])
        await released()
      },
    }
  }
  const spanUntilFree = async (name: string): Promise<number> => {
    const [row] = await database.query<{ readonly span: number }>(statements.left, [name])
    // not all at the same moment
    return Math.min(Math.max(row?.span ?? 0, shortest), times.lasts) + Math.random() * shortest
  }
  return {
    lease: async (name, waiting) => {
      const ending = AbortSignal.any([waiting, closing.signal])
      for (;;) {
        ending.throwIfAborted()
        const lease = await take(name)
        if (lease && !ending.aborted) return lease
        if (lease) await lease.release()
        else await pause(await spanUntilFree(name), ending)
      }
    },
    ring,
    close: async () => {
      closing.abort(new StoreError("closed"))
      renewing.stop()
      const holders = [...held.keys()]
      for (const { lost } of held.values()) lost.abort(new StoreError("closed"))
      held.clear()
      if (holders.length === 0) return
      // where the database is gone, they end by themselves
      await database
        .query(statements.release, [holders])
        .then(released)
        .catch(() => undefined)
    },
  }
}
