import { describe, expect, it } from "vitest"
import type { GuardedFetch } from "../../src/runtime/guarded-fetch.ts"
import { createKeys } from "../../src/runtime/keys.ts"

const source = { url: "https://keys.example.com/set", hosts: ["keys.example.com"] }
const minute = 60_000

/** A publisher that says how often it was asked, until it is down. */
const publisher = () => {
  const world = { calls: 0, isDown: false, now: 1_000_000 }
  const fetch: GuardedFetch = () => {
    world.calls += 1
    return Promise.resolve(
      world.isDown
        ? { refused: "network", retryable: true }
        : { bytes: new TextEncoder().encode(`set ${world.calls}`), type: "text/plain", headers: {} },
    )
  }
  return { world, keysAt: createKeys({ fetch, now: () => world.now }) }
}

describe("keys that a provider publishes", () => {
  it("are fetched once an hour, however many ask at once", async () => {
    const { world, keysAt } = publisher()
    expect(await Promise.all([keysAt(source), keysAt(source)])).toEqual(["set 1", "set 1"])
    world.now += 59 * minute
    expect(await keysAt(source)).toBe("set 1")
    world.now += 2 * minute
    expect(await keysAt(source)).toBe("set 2")
  })

  it("are fetched again for a name that nobody knows, once a minute", async () => {
    const { world, keysAt } = publisher()
    await keysAt(source)
    expect(await keysAt(source, { fresh: true })).toBe("set 1")
    world.now += minute
    expect(await keysAt(source, { fresh: true })).toBe("set 2")
    for (let time = 0; time < 100; time++) await keysAt(source, { fresh: true })
    expect(world.calls).toBe(2)
  })

  it("are asked for every half minute while the site is down, and hold for a day", async () => {
    const { world, keysAt } = publisher()
    await keysAt(source)
    world.isDown = true
    world.now += 61 * minute
    expect(await keysAt(source)).toBe("set 1")
    for (let time = 0; time < 100; time++) {
      await keysAt(source)
      await keysAt(source, { fresh: true })
    }
    expect(world.calls).toBe(2)
    world.now += minute / 2
    expect(await keysAt(source)).toBe("set 1")
    expect(world.calls).toBe(3)
    world.now += 24 * 60 * minute
    expect(await keysAt(source)).toBe(undefined)
    world.isDown = false
    world.now += minute
    expect(await keysAt(source)).toBe("set 5")
  })

  it("are kept for a hundred addresses, and fetched from eight at once", async () => {
    const { world, keysAt } = publisher()
    const at = (index: number) => ({ ...source, url: `${source.url}/${index}` })
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => keysAt(at(index))))
    expect(all.filter((text) => text === undefined)).toHaveLength(12)
    for (let index = 0; index < 200; index++) await keysAt(at(index))
    const { calls } = world
    await keysAt(at(199))
    expect(world.calls).toBe(calls)
    await keysAt(at(0))
    expect(world.calls).toBe(calls + 1)
  })
})
