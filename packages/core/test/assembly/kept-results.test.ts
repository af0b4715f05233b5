import { describe, expect, it, vi } from "vitest"
import { keptResults } from "../../src/assembly/insight/kept-results.ts"
import { createTestEscucha } from "../../src/testing.ts"

const opened = () => {
  const house = createTestEscucha()
  const kept = keptResults({ store: house.store, clock: house.clock, ready: house.start })
  let times = 0
  const read = vi.fn<() => Promise<number>>(() => Promise.resolve(++times))
  return { house, kept, read }
}

describe("results that a page looks at again and again", () => {
  it("are read once while nothing is committed, also by two at a time", async () => {
    const { house, kept, read } = opened()
    expect(await Promise.all([kept("visit", read), kept("visit", read)])).toEqual([1, 1])
    expect(await kept("visit", read)).toBe(1)
    expect(await kept("other", read)).toBe(2)
    await house.close()
  })

  it("are read again after a commit, and after a minute", async () => {
    const { house, kept, read } = opened()
    await kept("visit", read)
    await house.cases.open("user-1", { kind: "call", owner: "Ana" })
    expect(await kept("visit", read)).toBe(2)
    await house.clock.advance("1 minute")
    expect(await kept("visit", read)).toBe(3)
    await house.close()
  })

  it("are not kept where they could not be read", async () => {
    const { house, kept } = opened()
    const read = vi.fn<() => Promise<number>>().mockRejectedValueOnce(new Error("no")).mockResolvedValueOnce(7)
    await expect(kept("visit", read)).rejects.toThrow("no")
    expect(await kept("visit", read)).toBe(7)
    await house.close()
  })

  it("are kept of fifty looks, not of all that ever were", async () => {
    const { house, kept, read } = opened()
    for (let look = 0; look <= 50; look++) await kept(`look ${look}`, read)
    expect(await kept("look 50", read)).toBe(51)
    expect(await kept("look 0", read)).toBe(52)
    await house.close()
  })
})
