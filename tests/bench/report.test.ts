import { expect, it } from "vitest"
import { type Arrival, reportOf } from "../../bench/src/engines/report.ts"

const arrival = (id: string, at: number, part: Partial<Arrival> = {}): Arrival => ({
  id,
  customer: "ana",
  order: 0,
  sent: 0,
  at,
  ...part,
})

it("counts as lost what was acknowledged and never came", () => {
  expect(reportOf(["1", "2", "3"], [arrival("1", 1), arrival("3", 2)]).lost).toBe(1)
})

it("counts each further arrival of a message as a duplicate, and takes the first for its time", () => {
  const report = reportOf(["1"], [arrival("1", 5), arrival("1", 90), arrival("1", 91)])
  expect(report.duplicated).toBe(2)
  expect(report.p99).toBe(5)
})

it("sees a message that overtook an earlier one of the same customer, and only of the same", () => {
  const overtaken = [arrival("1", 1, { order: 1 }), arrival("0", 2, { order: 0 })]
  expect(reportOf([], overtaken).orderViolations).toBe(1)
  expect(reportOf([], [arrival("1", 1, { order: 1 }), arrival("0", 2, { customer: "luis" })]).orderViolations).toBe(0)
})

it("does not call it a violation when an earlier message comes again", () => {
  const again = [arrival("0", 1), arrival("1", 2, { order: 1 }), arrival("0", 3)]
  expect(reportOf([], again).orderViolations).toBe(0)
})

it("measures how long a customer waited after the kill, and not how long nobody wrote", () => {
  const arrivals = [
    arrival("0", 100, { sent: 90 }),
    arrival("1", 1_500, { order: 1, sent: 900 }), // waited from the kill at 1,000
    arrival("2", 9_000, { order: 2, sent: 8_800 }), // nobody wrote meanwhile
  ]
  expect(reportOf([], arrivals, 1_000).stall).toBe(500)
})
