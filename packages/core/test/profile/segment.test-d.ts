import { describe, expectTypeOf, it } from "vitest"
import * as z from "zod"
import { createEscucha, defineSegment } from "../../src/index.ts"

const declared = {
  traits: { plan: z.enum(["free", "pro"]), age: z.number() },
  events: { "order-placed": z.object({ id: z.string(), total: z.number() }) },
}

describe("a segment", () => {
  it("knows the traits, the events and their numbers that were declared", () => {
    const young = defineSegment<typeof declared>("young", ({ traits }) => traits.age.between(18, 30))
    const escucha = createEscucha({
      ...declared,
      lifecycle: { event: "order-placed" },
      segments: [
        young,
        { name: "regulars", when: ({ events }) => events["order-placed"].during("30 days").count.atLeast(3) },
        { name: "spending", when: ({ events }) => events["order-placed"].during("30 days").sums.total.atLeast(99) },
        { name: "lost", when: ({ lifecycle }) => lifecycle.is("lost") },
      ],
    })
    expectTypeOf(escucha.segments.count).toBeCallableWith(({ traits }) => traits.plan.is("pro"))
  })

  it("does not compile where something is not declared", () => {
    createEscucha({
      ...declared,
      segments: [
        // @ts-expect-error no such plan
        { name: "a", when: ({ traits }) => traits.plan.is("gold") },
        // @ts-expect-error no such trait
        { name: "b", when: ({ traits }) => traits.size.is(1) },
        // @ts-expect-error no such event
        { name: "c", when: ({ events }) => events["order-sent"].count.atLeast(1) },
        // @ts-expect-error an id is no number that could be summed
        { name: "d", when: ({ events }) => events["order-placed"].during("30 days").sums.id.atLeast(1) },
        // @ts-expect-error what happened in a window is measured, not compared
        { name: "e", when: ({ events }) => events["order-placed"].during("30 days").count.is(1) },
        // @ts-expect-error a segment does not ask about segments
        { name: "f", when: ({ segments }) => segments.includes("a") },
      ],
    })
    // @ts-expect-error no such event
    createEscucha({ ...declared, lifecycle: { event: "order-sent" } })
    // @ts-expect-error a text has no between
    const wrong = defineSegment<typeof declared>("g", ({ traits }) => traits.plan.between(1, 2))
    expectTypeOf(wrong.name).toEqualTypeOf<string>()
  })
})
