import { describe, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sharedMemory, type SharedMemory } from "../../packages/core/src/testing/shared/store.ts"
import type { OneStore } from "../support/several-houses.ts"
import { severalLaws } from "../support/several-laws.ts"

const inMemory = (): OneStore => {
  let shared: SharedMemory<Stored> | undefined
  return {
    open: (clock) => (shared ??= sharedMemory<Stored>(clock)).open(),
    dispose: async () => {},
  }
}

describe("three processes on one store in memory", () => {
  for (const { name, prove } of severalLaws) it(name, () => prove(inMemory()))
})
