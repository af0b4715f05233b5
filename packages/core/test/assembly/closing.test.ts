import { describe, expect, it } from "vitest"
import type { Stored } from "../../src/assembly/loop.ts"
import { createEscucha } from "../../src/index.ts"
import { systemClock } from "../../src/kernel/clock.ts"
import { localEngine } from "../../src/runtime/engine-local.ts"
import { memoryStore } from "../../src/testing.ts"

/** A house at work; `drain` is how the end of its engine goes. */
const aHouse = async (drain: () => Promise<void>) => {
  const told: string[] = []
  const store = memoryStore<Stored>()
  const engine = localEngine({ clock: systemClock })
  const escucha = createEscucha({
    store: {
      ...store,
      close: async () => {
        told.push("closed")
        await store.close()
      },
    },
    engine: { ...engine, run: async (...work) => ({ ...(await engine.run(...work)), drain }) },
  })
  await escucha.start()
  return { escucha, told }
}

describe("closing a house", () => {
  it("twice waits for the same end: whoever ends the process then cuts nothing off", async () => {
    const running = Promise.withResolvers<void>()
    const { escucha, told } = await aHouse(() => running.promise)
    const [first, second] = [escucha.close(), escucha.close().then(() => void told.push("second"))]
    await Promise.resolve().then(running.resolve)
    await Promise.all([first, second])
    expect(told).toEqual(["closed", "second"])
  })

  it("closes the store also where the engine could not end its work, and says so", async () => {
    const { escucha, told } = await aHouse(() => Promise.reject(new Error("the engine broke")))
    await expect(escucha.close()).rejects.toThrow("the engine broke")
    expect(told).toEqual(["closed"])
  })
})
