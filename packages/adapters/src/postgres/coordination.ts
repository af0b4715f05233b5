import { type Coordination, StoreError } from "@escucha/core/store"
import { createBudgets } from "./budgets.ts"
import type { Database } from "./connection.ts"
import { createGossip } from "./gossip.ts"
import { createLimits } from "./limits.ts"
import { createNamedLeases, type LeaseTimes } from "./named-leases.ts"
import { databaseNow } from "./schema-coordination.ts"

/** When a lease is free, whoever waits for one looks again. */
const leaseTopic = "lease"

/** How the coordination of a database goes; a test has less time. */
export interface CoordinationOptions {
  readonly leases?: LeaseTimes
  /** Whether the database tells by itself, where that is known better than from its options. */
  readonly isTold?: () => boolean
}

/**
 * What several processes on one database have to know of each other. Limits, budgets and leases are rows, so they need no session and
 * hold behind any pooler; the clock of the database is that of all.
 */
export const createCoordination = (
  database: Database,
  { leases: times, isTold = () => database.settings.notify }: CoordinationOptions = {},
): Coordination & { readonly close: () => Promise<void> } => {
  const { attend, close, ...gossip } = createGossip(database, isTold)
  const leases = createNamedLeases(database, () => gossip.tell(leaseTopic, ""), times)
  let isHearing = false
  return {
    ...createLimits(database),
    ...createBudgets(database),
    ...gossip,
    now: async () => {
      const [row] = await database.query<{ readonly now: number }>(`SELECT ${databaseNow} AS now`)
      if (!row) throw new StoreError("failed") // one question has one answer
      return row.now
    },
    lease: (name, waiting) => {
      attend()
      if (!isHearing) gossip.hear(leaseTopic, leases.ring, leases.ring)
      isHearing = true
      return leases.lease(name, waiting)
    },
    close: async () => {
      await leases.close()
      await close()
    },
  }
}
