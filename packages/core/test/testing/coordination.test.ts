import { describe, expect, it } from "vitest"
import type { CoordinationUnderTest, ProcessUnderTest } from "../../src/testing/coordination-check.ts"
import { coordinationChecks } from "../../src/testing/coordination-conformance.ts"
import { createClock } from "../../src/testing/clock.ts"
import { ConformanceError } from "../../src/testing/expectation.ts"
import { memoryCoordination } from "../../src/testing/shared/coordination.ts"
import type { Budget, Coordination } from "../../src/timeline/coordination.ts"

type Bug = (
  right: Coordination,
  world: { readonly alone: () => Coordination },
) => Partial<Coordination & ProcessUnderTest>

const make =
  (bug: Bug = () => ({})) =>
  async (): Promise<CoordinationUnderTest> => {
    const clock = createClock("2026-03-02T12:00Z")
    const shared = memoryCoordination(clock)
    return {
      clock,
      join: async () => {
        const { die, ...right } = shared.join()
        const alone = memoryCoordination(clock).join()
        const wrong = bug(right, { alone: () => alone })
        return {
          coordination: { ...right, ...wrong },
          commit: async () => shared.committed(),
          die: wrong.die ?? (async () => die()),
        }
      },
      dispose: async () => {},
    }
  }

const budgeting =
  (change: (budget: Budget) => Budget): Bug =>
  (right) => ({
    spend: (spent) => right.spend(spent.map((each) => ({ ...each, budgets: each.budgets.map(change) }))),
  })

/** Faults that a coordination could have, each planted in a right one. */
const bugs: { readonly [fault: string]: Bug } = {
  "each process has limits of its own": (_, { alone }) => ({ reserve: alone().reserve }),
  "each process has budgets of its own": (_, { alone }) => ({ spend: alone().spend }),
  "each process has doors of its own": (_, { alone }) => ({ hold: alone().hold, held: alone().held }),
  "each process has leases of its own": (_, { alone }) => ({ lease: alone().lease }),
  "limits let one more go": (right) => ({
    reserve: (asked) =>
      right.reserve(
        asked.map((each) => ({ ...each, limits: each.limits.map((one) => ({ ...one, count: one.count + 1 })) })),
      ),
  }),
  "limits are over too early": (right) => ({
    reserve: (asked) =>
      right.reserve(
        asked.map((each) => ({ ...each, limits: each.limits.map((one) => ({ ...one, per: one.per / 2 })) })),
      ),
  }),
  "only the first limit counts": (right) => ({
    reserve: (asked) => right.reserve(asked.map((each) => ({ ...each, limits: each.limits.slice(-1) }))),
  }),
  "addresses have no limits": (right) => ({
    reserve: (asked) => right.reserve(asked.map((each) => ({ ...each, near: [] }))),
  }),
  "who waits for an address takes a moment": (right) => ({
    reserve: (asked) =>
      right.reserve(asked.map((each) => ({ ...each, limits: [...each.limits, ...each.near], near: [] }))),
  }),
  "doors are not looked at": (right) => ({
    reserve: (asked) => right.reserve(asked.map((each) => ({ ...each, door: "another" }))),
  }),
  "who asks for later goes now": (right) => ({
    reserve: (asked) => right.reserve(asked.map((each) => ({ ...each, after: 0 }))),
  }),
  "the last who closed a door decides": (right) => {
    const spans = new Map<string, number>()
    return {
      hold: (door, span) => right.hold(door, (spans.set(door, span).get(door) ?? 0) / 3),
    }
  },
  "the same is counted twice": (right) => {
    let place = 0
    return { spend: (spent) => right.spend(spent.map((each) => ({ ...each, id: `${each.id} ${place++}` }))) }
  },
  "what is given back stays spent": () => ({ giveBack: async () => {} }),
  "budgets have no end": budgeting((budget) => ({ ...budget, window: Infinity })),
  "all budgets are one": budgeting((budget) => ({ ...budget, name: "one" })),
  "budgets have room for everything": budgeting((budget) => ({ ...budget, count: Infinity })),
  "all leases are one": (right) => ({ lease: (_, waiting) => right.lease("one", waiting) }),
  "a lease is never released": (right) => ({
    lease: async (name, waiting) => ({ ...(await right.lease(name, waiting)), release: async () => {} }),
  }),
  "a lease outlives its process": () => ({ die: async () => {} }),
  "nobody can give up": (right) => ({ lease: (name) => right.lease(name, new AbortController().signal) }),
  "nobody is woken": () => ({ watch: () => () => {} }),
  "everybody is woken once": (right) => ({
    watch: (wake) => {
      const stop = right.watch(() => {
        stop()
        wake()
      })
      return stop
    },
  }),
  "nobody hears": () => ({ tell: async () => {} }),
  "topics are not told apart": (right) => ({ tell: (_, message) => right.tell("two", message) }),
  "who stopped still hears": (right) => ({
    hear: (topic, listener) => {
      right.hear(topic, listener)
      return () => {}
    },
  }),
  "nothing is too long": (right) => ({ tell: (topic, message) => right.tell(topic, message.slice(0, 100)) }),
  "each process has a time of its own": (right) => {
    const ahead = Math.random() * 1e9
    return { now: async () => (await right.now()) + ahead }
  },
  "time stands still": (right) => {
    const first = right.now()
    return { now: () => first }
  },
}

describe("several processes in the memory of one", () => {
  for (const { name, run } of coordinationChecks) it(name, () => run(make()))

  it("finds every fault that was planted", async () => {
    for (const [fault, bug] of Object.entries(bugs)) {
      const failures: unknown[] = []
      for (const { run } of coordinationChecks)
        await run(make(bug)).catch((failure: unknown) => {
          failures.push(failure)
        })
      const isCaught = failures.some((each) => each instanceof ConformanceError)
      expect({ fault, isCaught }).toEqual({ fault, isCaught: true })
    }
  })
})
