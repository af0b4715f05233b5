import type { AppOf, EscuchaOptions } from "../assembly/options.ts"
import type { Channels, PoolsOf } from "../assembly/app.ts"
import { createEscucha, type Escucha } from "../assembly/escucha.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import type { Computations } from "../profile/computed.ts"
import type { Purposes } from "../profile/consent-purpose.ts"
import type { Survey } from "../survey/definition.ts"
import { createClock, type TestClock } from "./clock.ts"
import { createRandom } from "./random.ts"

/** An application whose time and chance a test owns. */
export type TestEscucha<A extends AppOf<Schemas, Schemas, Channels, readonly Survey[]>> = Escucha<A> & {
  readonly clock: TestClock
}

/** A Monday at noon in Madrid and London: nobody's quiet hours. */
const noonOfATest = "2026-03-02T12:00:00Z"

/** What a test may say beside the options of the application. */
export interface TestOptions {
  /** When the test begins, in milliseconds or as ISO 8601. */
  readonly at?: number | string
  /** Another seed, another run of chance. */
  readonly seed?: number
}

/**
 * Your application with a memory store, a clock that you move and chance by a seed: nothing waits, nothing touches the
 * world but your channels.
 *
 * @example
 * import { createTestEscucha, fakeChannel } from "@escucha/core/testing"
 *
 * await using escucha = createTestEscucha({ channels: { chat: fakeChannel() } }, { at: "2026-03-01T22:05:00+01:00" })
 * await escucha.clock.advance("11 hours")
 */
export const createTestEscucha = <
  const Traits extends Schemas = Record<never, never>,
  const Events extends Schemas = Record<never, never>,
  const Named extends Channels = Record<never, never>,
  const Surveys extends readonly Survey[] = readonly [],
  const Declared extends Purposes = Record<never, never>,
  Computed extends Computations<NoInfer<Traits>, NoInfer<Events>> = Record<never, never>,
  const Pooled extends PoolsOf<NoInfer<Named>> = Record<never, never>,
>(
  options: EscuchaOptions<Traits, Events, Named, Surveys, Declared, Computed, Pooled> = {},
  { at = noonOfATest, seed = 1 }: TestOptions = {},
): TestEscucha<AppOf<Traits, Events, Named, Surveys, Declared, Computed, Pooled>> => {
  const clock = createClock(at)
  return { ...createEscucha({ random: createRandom(seed), ...options, clock }), clock }
}
