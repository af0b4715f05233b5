import { expect, it, vi } from "vitest"
import { createCell } from "../../src/client/watched.ts"

it("tells everybody, also behind a listener that throws, and hides no failure", () => {
  const later: (() => void)[] = []
  const queue = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((run) => void later.push(run))
  const { set, subscribe, getSnapshot } = createCell("before", () => () => {})
  const heard: string[] = []
  subscribe(() => {
    throw new RangeError("a mistake of the page")
  })
  subscribe(() => heard.push(getSnapshot()))
  set("after")
  queue.mockRestore()
  expect(heard).toEqual(["after"])
  expect(later).toHaveLength(1)
  expect(later[0]).toThrow("a mistake of the page")
})
