import { storeArchiveChecks } from "./store-archive-checks.ts"
import type { StoreCheck } from "./store-check.ts"
import { storeCommitChecks } from "./store-commit-checks.ts"
import { storeCustomerChecks } from "./store-customer-checks.ts"
import { storeErasureChecks } from "./store-erasure-checks.ts"
import { storeListChecks } from "./store-list-checks.ts"
import { storeTimelineChecks } from "./store-timeline-checks.ts"

/**
 * Every promise of the `Store` port, for any test runner.
 *
 * @example
 * for (const { name, run } of storeChecks) it(name, () => run(async () => ({ store: memoryStore(), dispose: async () => {} })))
 */
export const storeChecks: readonly StoreCheck[] = [
  ...storeCommitChecks,
  ...storeTimelineChecks,
  ...storeListChecks,
  ...storeCustomerChecks,
  ...storeErasureChecks,
  ...storeArchiveChecks,
]
