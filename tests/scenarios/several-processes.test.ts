import { describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryCoordination } from "../../packages/core/src/testing/shared/coordination.ts"
import { sharedMemory, type SharedMemory } from "../../packages/core/src/testing/shared/store.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import type { OneStore } from "../support/several-houses.ts"
import { severalLaws } from "../support/several-laws.ts"

const inMemory = (change: (store: Store<Stored>) => Store<Stored> = (store) => store): OneStore => {
  let shared: SharedMemory<Stored> | undefined
  return {
    open: (clock) => change((shared ??= sharedMemory<Stored>(clock)).open()),
    dispose: async () => {},
  }
}

/** Processes of which none hears of another. */
const deaf = (store: Store<Stored>): Store<Stored> => {
  const { die: _, ...coordination } = memoryCoordination(noClock).join()
  return { ...store, coordination }
}
const noClock = { now: () => 0 }

/** What holds by the store alone: by the versions that are expected, and because nothing is kept in memory. */
const byTheStoreAlone = ["what one process has committed", "a customer to whom all", "a process whose"]

describe("three processes on one store in memory", () => {
  for (const { name, run } of severalLaws) it(name, () => run(inMemory()))

  it("keep what needs a word between them only because they give it", async () => {
    const kept: string[] = []
    for (const { name, run } of severalLaws)
      await run({ ...inMemory(deaf), patience: 100 }).then(
        () => kept.push(name),
        () => undefined, // it is broken
      )
    expect(kept.map((name) => byTheStoreAlone.find((start) => name.startsWith(start)) ?? name)).toEqual(byTheStoreAlone)
  })
})
