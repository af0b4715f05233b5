import { describe, expectTypeOf, it } from "vitest"
import type { BusinessDuration, Cooldown, Duration, Limit } from "../../src/kernel/duration.ts"

describe("a duration in the code", () => {
  it("has a unit that exists", () => {
    expectTypeOf<"5 minutes">().toExtend<Duration>()
    expectTypeOf<"1.5 hours">().toExtend<Duration>()
    expectTypeOf<"5 months">().not.toExtend<Duration>()
    expectTypeOf<"5">().not.toExtend<Duration>()
    expectTypeOf<5>().not.toExtend<Duration>()
  })
  it("is not taken for business time", () => {
    expectTypeOf<"4 business hours">().toExtend<BusinessDuration>()
    expectTypeOf<"4 business hours">().not.toExtend<Duration>()
    expectTypeOf<"4 business weeks">().not.toExtend<BusinessDuration>()
  })
  it("makes a limit or a cooldown", () => {
    expectTypeOf<"3 per 7 days">().toExtend<Limit>()
    expectTypeOf<"once per 7 days">().toExtend<Cooldown>()
    expectTypeOf<"three per 7 days">().not.toExtend<Limit | Cooldown>()
  })
})
