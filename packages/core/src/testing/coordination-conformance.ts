import type { CoordinationCheck } from "./coordination-check.ts"
import { coordinationLimitChecks } from "./coordination-limit-checks.ts"
import { coordinationMeetingChecks } from "./coordination-meeting-checks.ts"

/**
 * Every promise of the `Coordination` port, for any test runner. With a test clock nothing waits.
 *
 * @example
 * const make = async (): Promise<CoordinationUnderTest> => {
 *   const clock = createClock("2026-03-01T12:00Z")
 *   const shared = memoryCoordination(clock)
 *   const join = async () => {
 *     const { die, ...coordination } = shared.join()
 *     return { coordination, commit: async () => shared.committed(), die: async () => die() }
 *   }
 *   return { join, clock, dispose: async () => {} }
 * }
 * for (const { name, run } of coordinationChecks) it(name, () => run(make))
 */
export const coordinationChecks: readonly CoordinationCheck[] = [
  ...coordinationLimitChecks,
  ...coordinationMeetingChecks,
]
