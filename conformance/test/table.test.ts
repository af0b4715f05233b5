import { describe, expect, it } from "vitest"
import { type Outcome, rowsOf, silentFamilies, tallyOf } from "../src/outcome.ts"
import { notesOf, tableOf } from "../src/table.ts"

const outcome = (adapter: string, family: string, verdict: Outcome["verdict"], reason?: string): Outcome => ({
  adapter,
  family,
  name: `does ${family}`,
  verdict,
  ...(reason !== undefined && { reason }),
})
const outcomes = [
  outcome("acme", "render", "passed"),
  outcome("acme", "render", "passed"),
  outcome("acme", "window", "not applicable", "it declares no reply window"),
  outcome("line", "render", "passed"),
  outcome("line", "render", "failed", "a text was cut"),
  outcome("line", "window", "passed"),
  outcome("line", "server", "skipped", "server not present: line"),
]

describe("what is said of the adapters", () => {
  it("counts what passed, failed, was skipped and was ruled out, each apart", () => {
    expect(tallyOf(outcomes)).toEqual({ passed: 4, failed: 1, skipped: 1, notApplicable: 1 })
    expect(rowsOf(outcomes)[1]).toMatchObject({
      case: "line",
      families: { render: { passed: 1, failed: 1 }, server: { skipped: 1 } },
    })
  })

  it("never shows a failure, a skipped test or a declaration as a success", () => {
    expect(tableOf(rowsOf(outcomes)).split("\n")).toEqual([
      "adapter  render      window  server",
      "acme     2           n/a     –",
      "line     FAILED 1/2  1       skipped",
    ])
  })

  it("names what was skipped and what failed, with the reason", () => {
    expect(notesOf(outcomes)).toEqual([
      "skipped: line > server > does server: server not present: line",
      "failed: line > render > does render: a text was cut",
    ])
  })

  it("takes silence about a family for a failure, and a declaration not", () => {
    expect(silentFamilies(outcomes)).toMatchObject([{ adapter: "acme", family: "server", verdict: "failed" }])
  })
})
