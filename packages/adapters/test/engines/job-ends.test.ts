import { createClock } from "@escucha/core/testing"
import { StoreError } from "@escucha/core"
import { describe, expect, it } from "vitest"
import { createJobEnds } from "../../src/postgres/job-ends.ts"

const second = "1 second"

/** What became of jobs, over a database that does not answer until it is back. */
const someEnds = () => {
  const clock = createClock("2026-11-27T08:00:00Z")
  const state = { isSilent: true, asked: 0 }
  const reports: unknown[] = []
  const sql = {
    query: async () => {
      state.asked++
      if (state.isSilent) throw new StoreError("unavailable")
      return []
    },
  }
  const ends = createJobEnds({ sql, schema: "escucha", clock }, (failure) => void reports.push(failure))
  return { clock, state, reports, ends }
}

describe("what became of a job, while the database does not answer", () => {
  it("is written as soon as it does", async () => {
    const { clock, state, ends } = someEnds()
    ends.add({ seq: 1, state: "done", attempts: 1 })
    await clock.advance(second)
    state.isSilent = false
    await clock.advance(second)
    expect(ends.has(1)).toBe(false)
  })

  it("is asked and told no more, once the engine has ended", async () => {
    const { clock, state, reports, ends } = someEnds()
    ends.add({ seq: 1, state: "done", attempts: 1 })
    await clock.advance(second)
    ends.end()
    const before = [state.asked, reports.length]
    ends.add({ seq: 2, state: "done", attempts: 1 })
    await clock.advance("1 hour")
    await ends.written()
    expect([state.asked, reports.length]).toEqual(before)
  })
})
