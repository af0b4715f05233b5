import { describe, expect, it } from "vitest"
import * as z from "zod"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { all, defineSegment, not } from "../../packages/core/src/index.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"

const declared = {
  traits: { plan: z.enum(["free", "pro"]), score: z.number() },
  events: { "order-placed": z.object({ total: z.number() }) },
}
const professionals = defineSegment<typeof declared>("professionals", ({ traits }) => traits.plan.is("pro"))
const regulars = defineSegment<typeof declared>("regulars", ({ events }) =>
  events["order-placed"].during("7 days").count.atLeast(2),
)
const recent = defineSegment<typeof declared>("recent", ({ events }) => events["order-placed"].last.within("36 hours"))
const segments = [professionals, regulars, recent]

/** The store without its end, so that a second process can open what the first one left. */
const left = <State>(store: Store<State>): Store<State> => ({ ...store, close: async () => {} })

type Subject = Pick<ReturnType<typeof createTestEscucha>, "customers" | "settled">

const turnsOf = async ({ customers, settled }: Subject, customer: string) => {
  await settled()
  const { items } = await customers.timeline(customer, { limit: 1000 })
  return items
    .flatMap((entry) =>
      entry.kind === "segment-entered" || entry.kind === "segment-left"
        ? [`${entry.kind} ${entry.data.segment} ${new Date(entry.occurredAt).toISOString()}`]
        : [],
    )
    .toReversed()
}

const order = { total: 10 }

describe("a segment", () => {
  it("is entered and left by what is told of a customer, each time once", async () => {
    await using escucha = createTestEscucha({ ...declared, segments }, { at: "2026-06-01T12:00:00Z" })
    await escucha.customers.identify("ana", { plan: "pro" })
    await escucha.customers.identify("ana", { plan: "pro", score: 3 })
    await escucha.clock.advance("1 hour")
    await escucha.customers.identify("ana", { plan: "free" })
    expect(await turnsOf(escucha, "ana")).toEqual([
      "segment-entered professionals 2026-06-01T12:00:00.000Z",
      "segment-left professionals 2026-06-01T13:00:00.000Z",
    ])
  })

  it("is left when time goes by, to the millisecond and at midnight in UTC, though nothing happens", async () => {
    // the night in which Europe turns its clocks back lies between
    await using escucha = createTestEscucha({ ...declared, segments }, { at: "2026-10-22T22:30:00Z" })
    await escucha.customers.track("ana", "order-placed", order)
    await escucha.customers.track("ana", "order-placed", order)
    await escucha.clock.advance("30 days")
    expect(await turnsOf(escucha, "ana")).toEqual([
      "segment-entered recent 2026-10-22T22:30:00.000Z",
      "segment-entered regulars 2026-10-22T22:30:00.000Z",
      "segment-left recent 2026-10-24T10:30:00.001Z",
      "segment-left regulars 2026-10-29T00:00:00.000Z",
    ])
    expect((await escucha.engine.stats()).delayed).toBe(0)
  })

  it("waits for the next change with one timer per customer, however much they do", async () => {
    await using escucha = createTestEscucha({ ...declared, segments }, { at: "2026-06-01T12:00:00Z" })
    for (let hour = 0; hour < 20; hour++) {
      await escucha.customers.track("ana", "order-placed", order)
      await escucha.clock.advance("1 hour")
    }
    await escucha.settled()
    const { items } = await escucha.store.jobs({ limit: 100 })
    expect(items.map(({ type, at }) => [type, at])).toEqual([["standing", Date.parse("2026-06-03T19:00:00.001Z")]])
    expect((await escucha.engine.stats()).delayed).toBe(1)
  })

  it("lists its members, and is in the picture of each of them", async () => {
    await using escucha = createTestEscucha({ ...declared, segments }, { at: "2026-06-01T12:00:00Z" })
    await escucha.customers.identify("ana", { plan: "pro" })
    await escucha.customers.identify("ben", { plan: "free" })
    await escucha.clock.advance("1 minute")
    await escucha.customers.identify("cleo", { plan: "pro" })
    const [ana, cleo] = [await escucha.customers.get("ana"), await escucha.customers.get("cleo")]
    expect(ana?.segments).toEqual([{ name: "professionals", since: Date.parse("2026-06-01T12:00:00Z") }])
    expect(await escucha.segments.of("cleo")).toEqual(cleo?.segments)
    expect(await escucha.segments.of("nobody")).toEqual([])
    const first = await escucha.segments.members("professionals", { limit: 1 })
    expect(first.items.map(({ customer }) => customer)).toEqual([ana?.id])
    const rest = await escucha.segments.members("professionals", {
      ...(first.next !== undefined && { after: first.next }),
    })
    expect(rest.items.map(({ customer }) => customer)).toEqual([cleo?.id])
    await expect(escucha.segments.members("amateurs")).rejects.toMatchObject({ field: "segment" })
  })

  it("sets rules off when somebody comes or goes, also by time alone", async () => {
    const heard: string[] = []
    await using escucha = createTestEscucha(
      {
        ...declared,
        segments,
        rules: [
          {
            name: "greet",
            on: "segment-entered",
            when: ({ segment }) => segment.is("recent"),
            do: ({ because, customer }) => void heard.push(`${because}; in ${customer.segments.join()}`),
          },
          { name: "miss", on: "segment-left", do: ({ because }) => void heard.push(because) },
        ],
      },
      { at: "2026-06-01T12:00:00Z" },
    )
    await escucha.customers.track("ana", "order-placed", order)
    await escucha.settled()
    await escucha.clock.advance("3 days")
    await escucha.settled()
    expect(heard).toEqual(["is in recent now; in recent", "is not in recent any more"])
  })

  it("holds for two who are one person, and for each of them alone after that is taken back", async () => {
    const both = defineSegment<typeof declared>("both", ({ traits }) =>
      all(traits.plan.is("pro"), traits.score.atLeast(9)),
    )
    const low = defineSegment<typeof declared>("unscored", ({ traits }) =>
      all(traits.plan.is("pro"), not(traits.score.exists())),
    )
    await using escucha = createTestEscucha({ ...declared, segments: [both, low] }, { at: "2026-06-01T12:00:00Z" })
    await escucha.customers.identify("ana", { plan: "pro" })
    await escucha.customers.identify("email:ana@example.com", { score: 9 })
    const names = async (customer: string) => (await escucha.segments.of(customer)).map(({ name }) => name)
    expect([await names("ana"), await names("email:ana@example.com")]).toEqual([["unscored"], []])
    await escucha.clock.advance("1 minute")
    await escucha.identities.link("ana", "email:ana@example.com")
    expect([await names("ana"), await names("email:ana@example.com")]).toEqual([["both"], ["both"]])
    await escucha.clock.advance("1 minute")
    await escucha.identities.unlink("email:ana@example.com", { reason: "a shared mailbox" })
    expect([await names("ana"), await names("email:ana@example.com")]).toEqual([["unscored"], []])
    expect((await escucha.segments.members("both")).items).toEqual([])
  })

  it("knows of an import what holds now, and says since when by its own time", async () => {
    await using escucha = createTestEscucha({ ...declared, segments }, { at: "2026-06-10T12:00:00Z" })
    const at = (iso: string) => ({ at: Date.parse(iso) })
    await escucha.customers.track("ana", "order-placed", order, at("2026-01-05T10:00:00Z"))
    await escucha.customers.track("ana", "order-placed", order, at("2026-01-06T10:00:00Z"))
    await escucha.customers.track("ana", "order-placed", order, at("2026-06-08T10:00:00Z"))
    await escucha.customers.track("ana", "order-placed", order, at("2026-06-09T10:00:00Z"))
    expect(await turnsOf(escucha, "ana")).toEqual([
      "segment-entered regulars 2026-06-09T10:00:00.000Z",
      "segment-entered recent 2026-06-09T10:00:00.000Z",
    ])
  })
})

describe("a segment that is new", () => {
  const begin = (store: Store<Stored>, some: readonly (typeof segments)[number][], heard: string[] = []) =>
    createTestEscucha(
      {
        ...declared,
        store: left(store),
        segments: some,
        rules: [
          { name: "in", on: "segment-entered", do: ({ segment }) => void heard.push(segment) },
          { name: "out", on: "segment-left", do: ({ segment }) => void heard.push(segment) },
        ],
      },
      { at: "2026-06-01T12:00:00Z" },
    )

  const filled = async (count: number) => {
    const store = memoryStore<Stored>()
    await using escucha = begin(store, [])
    for (let number = 0; number < count; number++)
      await escucha.customers.identify(`user-${number}`, { plan: number % 2 === 0 ? "pro" : "free" })
    return store
  }

  it("has everybody who fits soon after the start, and sets nothing off", async () => {
    const store = await filled(450)
    const heard: string[] = []
    await using escucha = begin(store, [professionals], heard)
    await escucha.settled()
    const pages = await escucha.segments.members("professionals", { limit: 1000 })
    expect([pages.items.length, heard]).toEqual([225, []])
  })

  it("is sorted on where the last process was stopped, each customer once", async () => {
    const store = await filled(450)
    let pages = 0
    const failing: Store<Stored> = {
      ...store,
      customers: (page) => (pages++ === 1 ? Promise.reject(new Error("the power went")) : store.customers(page)),
    }
    const failures: unknown[] = []
    {
      await using first = createTestEscucha({
        ...declared,
        store: left(failing),
        segments: [professionals],
        report: (failure) => failures.push(failure),
      })
      await first.settled()
      const sorted = (await first.segments.members("professionals", { limit: 1000 })).items.length
      expect([sorted > 0, sorted < 225]).toEqual([true, true])
    }
    expect(failures).toHaveLength(1)
    const asked: (string | undefined)[] = []
    const counting: Store<Stored> = { ...store, customers: (page) => (asked.push(page.after), store.customers(page)) }
    await using second = begin(counting, [professionals])
    await second.settled()
    expect((await second.segments.members("professionals", { limit: 1000 })).items).toHaveLength(225)
    expect(asked.every((after) => after !== undefined)).toBe(true)
    await using third = begin(counting, [professionals])
    asked.length = 0
    await third.settled()
    expect(asked).toEqual([])
  })

  it("is sorted anew where its wording changed, and left in silence where it is gone", async () => {
    const store = await filled(4)
    const heard: string[] = []
    const amateurs = defineSegment<typeof declared>("professionals", ({ traits }) => traits.plan.is("free"))
    const membersOf = async (some: readonly (typeof segments)[number][]) => {
      await using escucha = begin(store, some, heard)
      await escucha.settled()
      return (await escucha.store.query("segment:professionals", {}, { limit: 10 })).items.length
    }
    expect([await membersOf([professionals]), await membersOf([amateurs]), await membersOf([])]).toEqual([2, 2, 0])
    expect(await membersOf([professionals])).toBe(2)
    expect(heard).toEqual([])
  })

  it("can be counted before it is declared", async () => {
    const store = await filled(7)
    await using escucha = begin(store, [])
    expect(await escucha.segments.count(({ traits }) => traits.plan.is("pro"))).toEqual({ members: 4, customers: 7 })
    expect(await escucha.segments.count({ op: "exists", path: ["traits", "score"] })).toEqual({
      members: 0,
      customers: 7,
    })
    const given = AbortSignal.abort()
    await expect(escucha.segments.count(all(), { signal: given })).rejects.toMatchObject({ field: "signal" })
    await expect(
      escucha.segments.count({ op: "at-least", path: ["events", "x"], value: 1, during: "91 days" }),
    ).rejects.toMatchObject({ field: "condition.during" })
  })
})
