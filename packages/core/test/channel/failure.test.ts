import { describe, expect, it } from "vitest"
import { failureOf, retryAfterOf } from "../../src/channel/failure.ts"

const answer = (status: number, headers = {}) => ({ status, headers, body: "" })
const date = "Thu, 01 Jan 2026 00:00:00 GMT"

describe("an answer that is no success", () => {
  it.each([
    [400, "rejected", false, "no"],
    [401, "auth", false, "no"],
    [403, "auth", false, "no"],
    [404, "invalid-recipient", false, "no"],
    [408, "timeout", true, "unknown"],
    [410, "invalid-recipient", false, "no"],
    [422, "rejected", false, "no"],
    [429, "rate-limit", true, "no"],
    [302, "rejected", false, "no"],
    [500, "unavailable", true, "unknown"],
    [502, "unavailable", true, "unknown"],
    [504, "unavailable", true, "unknown"],
    [200, "unavailable", true, "unknown"],
  ])("%i is %s", (status, reason, retryable, sent) => {
    expect(failureOf("acme", answer(status))).toMatchObject({
      _tag: "DeliveryError",
      channel: "acme",
      reason,
      retryable,
      sent,
    })
  })

  it("did not leave when the provider says when to come back", () => {
    expect(failureOf("acme", answer(503, { "retry-after": "5" }))).toMatchObject({ sent: "no", retryAfter: 5_000 })
    expect(failureOf("acme", answer(503))).toMatchObject({ sent: "unknown", retryAfter: undefined })
  })
})

describe("the pause that a provider asks for", () => {
  it.each([
    ["7", 7_000],
    ["0.5", 500],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
    ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
    ["99999999999", 86_400_000],
    ["soon", undefined],
    ["-1", undefined],
    ["", undefined],
    ["NaN", undefined],
  ])("%s is %s ms", (asked, pause) => {
    expect(retryAfterOf(answer(429, { "retry-after": asked, date }))).toBe(pause)
  })

  it("is unknown when it is a date and the answer has none", () => {
    expect(retryAfterOf(answer(429, { "retry-after": date }))).toBeUndefined()
  })
})
