import { describe, expect, it } from "vitest"
import { errorOf } from "../../src/desk/data/desk-error.ts"
import { createResource } from "../../src/desk/data/resource.ts"

describe("a value from the desk", () => {
  it("stays visible when it cannot be read again", async () => {
    let works = true
    const resource = createResource(async () => {
      if (!works) throw errorOf(503, null)
      return "data"
    })
    await resource.refresh()
    works = false
    await resource.refresh()
    expect(resource.snapshot()).toMatchObject({
      state: "ready",
      data: "data",
      stale: { reason: "busy", retryable: true },
    })
  })
  it("is read once more when it was asked for during a reading", async () => {
    let reads = 0
    const resource = createResource(async () => ++reads)
    await Promise.all([resource.refresh(), resource.refresh(), resource.refresh()])
    expect(reads).toBe(2)
  })
  it("is let go of, and what was being read does not bring it back", async () => {
    const answers: ((text: string) => void)[] = []
    const resource = createResource(() => new Promise<string>((resolve) => void answers.push(resolve)))
    const first = resource.refresh()
    answers[0]?.("of somebody")
    await first
    const second = resource.refresh()
    resource.forget()
    expect(resource.snapshot()).toEqual({ state: "loading" })
    answers[1]?.("of somebody who was erased")
    await second
    expect(resource.snapshot()).toEqual({ state: "loading" })
  })
  it("is read once for all who begin to look at it together", async () => {
    let reads = 0
    const resource = createResource(async () => ++reads)
    await Promise.all([resource.look(), resource.look()])
    expect(reads).toBe(1)
  })
  it("keeps what was added to it while it was read again", async () => {
    const resource = createResource<readonly string[]>(async (held) => {
      await Promise.resolve()
      return ["new", ...(held() ?? []).filter((each) => each !== "new")]
    })
    await resource.refresh()
    const again = resource.refresh()
    resource.update((items) => [...items, "earlier"])
    await again
    expect(resource.snapshot()).toMatchObject({ data: ["new", "earlier"] })
  })
})
