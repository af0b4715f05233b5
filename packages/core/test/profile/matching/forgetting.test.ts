import { expect, it } from "vitest"
import { createForgetting } from "../../../src/assembly/own-data/forgetting.ts"
import type { Loop } from "../../../src/assembly/loop.ts"
import { forgettingIn } from "../../../src/assembly/matching/suggest.ts"
import { createMatcher, exact } from "../../../src/matching.ts"
import { aStream } from "../../../src/testing/store-builders.ts"

it("keeps nothing in memory of who is erased while people are compared, and is told no more afterwards", () => {
  const own: string[] = []
  const forgetting = createForgetting([{ forget: (streams) => own.push(...streams) }])
  const matcher = createMatcher({ fields: { town: exact() } })
  for (const seed of [1, 2, 3]) matcher.add({ id: aStream(seed), values: { town: "Northby" } })
  const release = forgettingIn(forgetting as Loop, matcher) // nothing else of the loop is touched
  forgetting.forget(new Set([aStream(1), aStream(7)]), [])
  expect(matcher.size()).toBe(2)
  expect(matcher.candidates({ id: "new", values: { town: "Northby" } })).not.toContain(aStream(1))
  release()
  forgetting.forget([aStream(2)], [])
  expect(matcher.size()).toBe(2)
  expect(own).toEqual([aStream(1), aStream(7), aStream(2)])
})
