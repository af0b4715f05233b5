import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CustomerId } from "@escucha/core"
import {
  formatRoute,
  home,
  moods,
  parseRoute,
  personParts,
  spans,
  surveyParts,
  type Route,
} from "../../src/desk/route.ts"

describe("the address", () => {
  const aRoute: fc.Arbitrary<Route> = fc.record({
    page: fc.constantFrom("desk", "channels", "surveys"),
    channels: fc.constantFrom("all", "trouble"),
    survey: fc.option(fc.stringMatching(/^[A-Za-z][\w-]{0,20}$/)),
    surveyPart: fc.constantFrom(...surveyParts),
    customer: fc.option(fc.stringMatching(/^s_[a-z0-9]{1,20}$/).map((id) => id as CustomerId)), // the pattern is that of a customer's id
    list: fc.constantFrom("waiting", "all", "mine"),
    mood: fc.option(fc.constantFrom(...moods)),
    panel: fc.constantFrom("thread", "card"),
    hours: fc.constantFrom(...spans),
    marked: fc.boolean(),
    overlay: fc.option(
      fc.oneof(
        fc.constantFrom(...(["search", "help", "pairs", "ask"] as const).map((kind) => ({ kind }))),
        fc.record({ kind: fc.constant("person" as const), part: fc.constantFrom(...personParts) }),
        fc.record({ kind: fc.constantFrom("assign", "close"), case: fc.option(fc.string({ minLength: 1 })) }),
      ),
    ),
  })
  it("holds every state of the page", () => {
    fc.assert(
      fc.property(aRoute, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual(route)
      }),
    )
  })
  it("falls back to the desk as it opens, whatever it says", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseRoute(text)).not.toThrow()
      }),
    )
    expect(parseRoute("?customer=../x&list=none&mood=angry&hours=1&open=door")).toEqual(home)
  })
})
