import { engineBesideChecks } from "./engine-beside-checks.ts"
import type { EngineCheck } from "./engine-check.ts"
import { engineDecisionChecks } from "./engine-decision-checks.ts"
import { engineFailureChecks } from "./engine-failure-checks.ts"
import { engineOrderChecks } from "./engine-order-checks.ts"
import { enginePressureChecks } from "./engine-pressure-checks.ts"
import { engineTimeChecks } from "./engine-time-checks.ts"

/**
 * Every promise of the `Engine` port, for any test runner. With a test clock nothing waits.
 *
 * @example
 * const make = async ({ highWater }: EngineWish): Promise<EngineUnderTest> => {
 *   const clock = createClock("2026-03-01T12:00Z")
 *   return { engine: acmeEngine({ clock, highWater }), clock, repeats: "never", dispose: async () => {} }
 * }
 * for (const { name, run } of engineChecks) it(name, () => run(make))
 */
export const engineChecks: readonly EngineCheck[] = [
  ...engineOrderChecks,
  ...engineTimeChecks,
  ...engineDecisionChecks,
  ...engineFailureChecks,
  ...enginePressureChecks,
  ...engineBesideChecks,
]
