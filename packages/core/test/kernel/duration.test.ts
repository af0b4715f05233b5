import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  isBusiness,
  longestDuration,
  milliseconds,
  parseBusinessDuration,
  parseDuration,
  parseLimit,
} from "../../src/kernel/duration.ts"

describe("a duration", () => {
  it.each([
    ["1 second", 1_000],
    ["5 minutes", 300_000],
    ["1 hour", 3_600_000],
    ["1.5 hours", 5_400_000],
    ["30 days", 2_592_000_000],
    ["2 weeks", 1_209_600_000],
  ] as const)("says that %s is %i milliseconds", (text, value) => {
    expect(milliseconds(text)).toBe(value)
    expect(parseDuration(text, "wait")).toEqual({ value })
  })

  it.each([
    "",
    "5",
    "minutes",
    "5minutes",
    " 5 minutes",
    "five minutes",
    "-5 minutes",
    "1e3 days",
    "Infinity days",
    "5 months",
    "5 minutes ago",
    5,
    null,
    {},
  ])("refuses %j, naming the field and the remedy", (text) => {
    const parsed = parseDuration(text, "contact.answerWithin")
    expect(parsed).toHaveProperty("problem.field", "contact.answerWithin")
    expect(parsed).toHaveProperty("problem.message", expect.stringContaining("5 minutes"))
  })

  it.each(["0 days", "0.0 hours"])("refuses %j, which is no time at all", (text) =>
    expect(parseDuration(text, "wait")).toHaveProperty("problem"),
  )

  it("goes up to ten years and no further", () => {
    expect(parseDuration("3660 days", "wait")).toEqual({ value: longestDuration })
    expect(parseDuration("3661 days", "wait")).toHaveProperty("problem")
    expect(milliseconds("3661 days")).toBeNaN()
  })

  it("never repeats what was given", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), (text) => {
        const parsed = parseDuration(text, "wait")
        return "value" in parsed || !parsed.problem.message.includes(text)
      }),
    )
  })
})

describe("a business duration", () => {
  it("keeps its count and its unit", () => {
    expect(parseBusinessDuration("4 business hours", "within")).toEqual({ value: { count: 4, unit: "hour" } })
    expect(parseBusinessDuration("1 business day", "within")).toEqual({ value: { count: 1, unit: "day" } })
    expect(parseBusinessDuration("90 business minutes", "within")).toEqual({ value: { count: 90, unit: "minute" } })
  })
  it.each(["4 hours", "1.5 business days", "0 business hours", "4 business weeks", "99999 business days", 4])(
    "refuses %j",
    (text) => expect(parseBusinessDuration(text, "within")).toHaveProperty("problem.field", "within"),
  )
  it("is told from one on the wall clock", () => {
    expect(isBusiness("4 business hours")).toBe(true)
    expect(isBusiness("4 hours")).toBe(false)
  })
})

describe("a limit", () => {
  it.each([
    ["3 per 7 days", { count: 3, window: 604_800_000 }],
    ["once per 7 days", { count: 1, window: 604_800_000 }],
    ["10 per 1 hour", { count: 10, window: 3_600_000 }],
  ])("reads %s", (text, value) => expect(parseLimit(text, "atMost")).toEqual({ value }))
  it.each([
    "3",
    "3 per",
    "0 per 7 days",
    "-1 per 7 days",
    "3 per 0 days",
    "3 per week",
    "twice per 7 days",
    "1.5 per 7 days",
    "2000000 per 7 days",
    3,
    undefined,
  ])("refuses %j", (text) => expect(parseLimit(text, "atMost")).toHaveProperty("problem.field", "atMost"))
})
