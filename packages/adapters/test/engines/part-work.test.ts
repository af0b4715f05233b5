import type { Attempt } from "@escucha/core/engine"
import { createClock } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { createJobCare } from "../../src/postgres/job-care.ts"
import { createJobEnds } from "../../src/postgres/job-ends.ts"
import type { JobRow } from "../../src/postgres/job-rows.ts"
import { partOf } from "../../src/postgres/part.ts"
import { createPartWork } from "../../src/postgres/part-work.ts"

const key = "s_0mm0000000000000001"
const aRow = (seq: number): JobRow => ({
  seq,
  id: `job ${seq}`,
  key,
  type: "check",
  ref: null,
  at: null,
  due: 0,
  attempts: 0,
  next: null,
  deaths: 0,
})

/** What a process does with the jobs of its parts; a test ends each attempt itself. */
const aProcess = () => {
  const clock = createClock("2026-11-27T08:00:00Z")
  const sql = { query: async () => [] }
  const limits = { concurrency: 4, attempts: 5 }
  const attempts: { readonly id: string; readonly fail: () => void }[] = []
  const work = createPartWork({
    clock,
    handle: ({ id }: Attempt) =>
      new Promise((_, reject) => attempts.push({ id, fail: () => reject(new Error("it failed")) })),
    care: createJobCare(sql, "escucha", limits),
    ends: createJobEnds({ sql, schema: "escucha", clock }, () => {}),
    report: () => {},
    pause: () => 1_000,
    grace: 10_000,
    ended: () => {},
  })
  return { clock, work, attempts }
}

describe("a part that another process gets", () => {
  it("takes along what failed while it was left: it is tried again there, and not here too", async () => {
    const { clock, work, attempts } = aProcess()
    work.take([aRow(1), aRow(2)])
    await clock.advance("1 second")
    const left = work.leave(partOf(key))
    attempts[0]?.fail()
    await left
    await clock.advance("1 minute")
    expect(attempts.map(({ id }) => id)).toEqual(["job 1"])
    expect(work.queue.known.size).toBe(0)
  })
})
