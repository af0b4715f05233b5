import { describe, expect, it } from "vitest"
import type { Clock } from "../../src/kernel/clock.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { ConformanceError } from "../../src/testing/expectation.ts"
import type { Noted } from "../../src/testing/store-builders.ts"
import { storeChecks } from "../../src/testing/store-conformance.ts"
import { type Bug, bugs } from "./store-bugs.ts"

const findings = async (bug: Bug): Promise<readonly string[]> => {
  const found: string[] = []
  for (const { name, run } of storeChecks) {
    const make = async () => {
      const store = memoryStore<Noted>()
      return { store: { ...store, ...bug(store) }, dispose: () => store.close() }
    }
    await run(make).catch((failure: unknown) => {
      found.push(`${name}: ${String(failure)}`)
    })
  }
  return found
}

const silent = () => new Promise<never>(() => {})

/** A clock by which two minutes are over as soon as nothing else is left to do. */
const hasty: Clock = {
  now: () => 0,
  at: (_, ring) => {
    const soon = setImmediate(ring)
    return () => clearImmediate(soon)
  },
}

describe("the conformance suite of stores", () => {
  it.each(storeChecks)("ends where a store never answers: $name", async ({ run }) => {
    const store = memoryStore<Noted>()
    const calls = ["load", "commit", "timeline", "query", "search", "jobs", "size", "head", "erase", "migrate"] as const
    const mute = { ...store, ...Object.fromEntries(calls.map((call) => [call, silent])) }
    const failure: unknown = await run(async () => ({ store: mute, dispose: silent, clock: hasty })).catch(
      (reason: unknown) => reason,
    )
    expect(failure).toBeInstanceOf(ConformanceError)
  })
  it("finds nothing in a right store", async () => {
    expect(await findings(() => ({}))).toEqual([])
  })
  for (const [fault, bug] of Object.entries(bugs)) {
    it(`notices that ${fault}`, async () => {
      const found = await findings(bug)
      expect(found.length).toBeGreaterThan(0)
      for (const finding of found) expect(finding).toContain("ConformanceError")
    })
  }
})
