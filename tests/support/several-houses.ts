import * as z from "zod"
import { defineChannel } from "../../packages/core/src/channel/channel.ts"
import { failureOf } from "../../packages/core/src/channel/failure.ts"
import type { RateRule } from "../../packages/core/src/channel/capability.ts"
import { createEscucha, type Escucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import type { EscuchaOptions } from "../../packages/core/src/assembly/options.ts"
import { type Clock, systemClock } from "../../packages/core/src/kernel/clock.ts"
import type { Transport } from "../../packages/core/src/runtime/transport.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import { sharedEngine } from "../../packages/core/src/testing/shared/engine.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"

/** One store that several processes open, each for itself. */
export interface OneStore {
  /** Whether it goes by a time of its own, which no test moves. */
  readonly isReal?: true
  /** Milliseconds for which something is waited for that others tell; a quarter of a minute, if left out. */
  readonly patience?: number
  readonly open: (clock: Pick<Clock, "now">) => Store<Stored>
  readonly dispose: () => Promise<void>
}

/** Which options a house has; `place` says which of them it is. */
export type Described = Omit<EscuchaOptions, "store" | "engine" | "random" | "report"> & { readonly clock?: Clock }

/** What houses of one application share in a test. */
export interface SeveralHouses extends AsyncDisposable {
  readonly houses: readonly Escucha[]
  readonly clock: ReturnType<typeof createClock>
  readonly failures: readonly unknown[]
  readonly settled: () => Promise<void>
}

/** Whoever has the house with this number; they go round. */
export const houseOf = ({ houses }: Pick<SeveralHouses, "houses">, place: number): Escucha =>
  houses[place % houses.length] as Escucha // there is at least one

/** Three houses of one application on one store, with one engine, each as a process of its own would have it. */
export const severalHouses = async (
  { open, dispose, isReal }: OneStore,
  describe: (place: number, clock: Clock) => Described = () => ({}),
  at = "2026-06-01T12:00:00+02:00",
): Promise<SeveralHouses> => {
  const houses: Escucha[] = []
  const failures: unknown[] = []
  const settled = async () => {
    // one that was closed has nothing to do any more
    for (let round = 0; round < 2; round++) for (const house of houses) await house.settled().catch(() => {})
  }
  const clock = createClock(at, { settle: settled })
  // a store with a time of its own gives moments by that: houses that send by limits go by it as well
  const engine = sharedEngine({ clock: isReal ? systemClock : clock, random: createRandom(99) })
  for (let place = 0; place < 3; place++)
    houses.push(
      createEscucha({
        ...(!isReal && { clock }),
        ...describe(place, isReal ? systemClock : clock),
        store: open(clock),
        engine: engine.open(),
        random: createRandom(place + 1), // the processes of one application do not draw the same names
        report: (failure) => failures.push(failure),
      }),
    )
  await Promise.all(houses.map((house) => house.start()))
  return {
    houses,
    clock,
    failures,
    settled,
    [Symbol.asyncDispose]: async () => {
      for (const house of houses) await house.close()
      await dispose()
    },
  }
}

/** A call of the provider, and when it came. */
export interface Called {
  readonly at: number
  readonly to: string
}

/** A provider that counts, and answers as it is told. */
export const aProvider = (rate: readonly RateRule[], answer: (call: Called) => number = () => 200) => {
  const calls: Called[] = []
  const describe = defineChannel({
    id: "counted",
    kind: "chat",
    scheme: "counted",
    config: z.strictObject({}),
    capabilities: {
      parts: {},
      text: { max: 1_000 },
      inbound: false,
      receipts: [],
      idempotency: { kind: "none" },
      rate,
    },
    request: ({ address }) => ({ method: "POST", url: `https://counted.example/${address}`, headers: {} }),
    receipt: (response) =>
      response.status === 200 ? { status: "sent" } : { status: "failed", error: failureOf("counted", response) },
  })
  const transportFor =
    (now: () => number): Transport =>
    async (_, { url }) => {
      const call = { at: now(), to: url.slice(url.lastIndexOf("/") + 1) }
      const status = answer(call)
      if (status === 200) calls.push(call)
      return { response: { status, headers: status === 429 ? { "retry-after": "60" } : {}, body: "" } }
    }
  return { calls, channel: describe({}), transportFor }
}

/** The most calls that came in any stretch of this length. */
export const mostIn = (calls: readonly Called[], per: number): number =>
  Math.max(0, ...calls.map(({ at: from }) => calls.filter(({ at }) => at >= from && at < from + per).length))
