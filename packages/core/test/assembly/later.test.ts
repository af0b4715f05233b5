import { describe, expect, it } from "vitest"
import { later } from "../../src/assembly/later.ts"

describe("what is loaded later", () => {
  it("is loaded by the first who needs it, once for all", async () => {
    let loads = 0
    const verbs = later(async () => ({ load: ++loads }))
    expect(loads).toBe(0)
    const [one, two] = await Promise.all([verbs(), verbs()])
    expect(await verbs()).toBe(one)
    expect(two).toBe(one)
    expect(loads).toBe(1)
  })

  it("is tried again by the next call where it could not be loaded", async () => {
    let loads = 0
    const verbs = later(async () => {
      if (++loads < 3) throw new TypeError("a file is gone")
      return { load: loads }
    })
    const failures = await Promise.allSettled([verbs(), verbs()])
    expect(failures.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    await expect(verbs()).rejects.toThrow("a file is gone")
    expect(await verbs()).toEqual({ load: 3 })
  })
})
